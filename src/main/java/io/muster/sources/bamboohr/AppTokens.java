package io.muster.sources.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.remote.AccessToken;
import io.muster.remote.FormBody;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.Secret;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import io.muster.sources.bamboohr.OAuthGrant.Used;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * An app's access tokens, renewed in time with its refresh token.
 *
 * @see <a href="https://github.com/BambooHR/bhr-api-python/blob/main/AUTHENTICATION.md">OAuth 2.0
 *     with BambooHR</a>
 */
final class AppTokens implements SignIn {
  private static final Set<Integer> LATER = Set.of(408, 429, 598);
  private static final Duration USUAL_LIFE = Duration.ofMinutes(30);

  private final String name;
  private final Connection connection;
  private final OAuthGrant grant;
  private final RestClient client;
  private final OutboundCallGuard gate;
  private final Clock clock;
  private @Nullable AccessToken token;

  AppTokens(
      String name,
      Connection connection,
      OAuthGrant grant,
      RestClient client,
      OutboundCallGuard gate,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.grant = grant;
    this.client = client;
    this.gate = gate;
    this.clock = clock;
  }

  @Override
  public synchronized String authorization() {
    var current = token;
    if (current == null || current.isDue(clock.instant())) {
      current = grant.use(this::fetch);
      token = current;
    }
    return "Bearer " + current.value().reveal();
  }

  @Override
  public synchronized boolean mayBeRenewed() {
    token = null;
    return true;
  }

  private Used<AccessToken> fetch(Secret refreshToken) {
    gate.pass(name, "GET");
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", String.valueOf(connection.clientId()));
    form.put("client_secret", Objects.requireNonNull(connection.clientSecret()).reveal());
    form.put("refresh_token", refreshToken.reveal());
    try {
      return Objects.requireNonNull(
          client
              .post()
              .uri(connection.tokenAt())
              .accept(MediaType.APPLICATION_JSON)
              .contentType(MediaType.APPLICATION_FORM_URLENCODED)
              // as bytes, because texts are written to a log where somebody asks for much
              .body(FormBody.of(form).getBytes(StandardCharsets.UTF_8))
              .exchange(
                  (request, response) -> {
                    int status = response.getStatusCode().value();
                    if (LATER.contains(status) || status >= 500) {
                      throw later("failed with %d when asked for a token".formatted(status));
                    }
                    return answered(status, response.bodyTo(JsonNode.class), refreshToken);
                  }));
    } catch (RestClientException unreadable) {
      // its message may quote the answer
      throw later("could not be reached, or not be read, when asked for a token");
    }
  }

  private Used<AccessToken> answered(int status, @Nullable JsonNode body, Secret used) {
    var value = body == null ? "" : body.path("access_token").asText();
    if (status != 200 || body == null || value.isEmpty()) {
      throw refused(status, body == null ? "" : body.path("error").asText());
    }
    var next = body.path("refresh_token").asText();
    var said = body.path("expires_in").asLong(0);
    var life = said > 0 ? Duration.ofSeconds(said) : USUAL_LIFE;
    return new Used<>(
        AccessToken.lasting(value, life, clock.instant()),
        next.isEmpty() ? used : new Secret(next));
  }

  private RemoteFailure refused(int status, String error) {
    return new Misconfigured(
        switch (error) {
          case "invalid_grant" ->
              "BambooHR (%s) no longer takes our refresh token: the app was uninstalled, whoever had installed it is disabled, or the token was used elsewhere. Have an administrator let the app in again, with the scope offline_access, and set muster.bamboohr.connections.%1$s.refresh-token."
                  .formatted(name);
          case "invalid_client" ->
              "BambooHR (%s) does not know our app. Compare muster.bamboohr.connections.%1$s.client-id and client-secret with the app in BambooHR's developer portal."
                  .formatted(name);
          default ->
              "BambooHR (%s) gives us no token (%d). Check company-domain, client-id, client-secret and refresh-token of muster.bamboohr.connections.%1$s."
                  .formatted(name, status);
        });
  }

  private Unavailable later(String what) {
    return Unavailable.turnedAway("BambooHR (%s) %s.".formatted(name, what), null, null);
  }
}
