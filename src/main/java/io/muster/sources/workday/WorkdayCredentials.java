package io.muster.sources.workday;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.remote.AccessToken;
import io.muster.remote.FormBody;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.Secret;
import io.muster.sources.workday.WorkdayProperties.Connection;
import io.muster.sources.workday.WorkdayProperties.SignIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Signs calls: with user and password, or with a token that is renewed in time. */
final class WorkdayCredentials {
  private static final Duration USUAL_LIFE = Duration.ofMinutes(30);

  private final String name;
  private final Connection connection;
  private final RestClient client;
  private final OutboundCallGuard gate;
  private final WorkdayAnswers answers;
  private final Clock clock;
  private @Nullable AccessToken token;

  WorkdayCredentials(
      String name,
      Connection connection,
      RestClient client,
      OutboundCallGuard gate,
      WorkdayAnswers answers,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.client = client;
    this.gate = gate;
    this.answers = answers;
    this.clock = clock;
  }

  /** True if a token had to be fetched just now, so that another would be no better. */
  synchronized boolean renewed() {
    if (!connection.byToken()) {
      return true;
    }
    var current = token;
    if (current != null && !current.isDue(clock.instant())) {
      return false;
    }
    token = fetch();
    return true;
  }

  /** Forgets a token that is no longer taken. */
  synchronized void forget() {
    token = null;
  }

  /** Puts into the headers what is needed there. */
  synchronized void sign(HttpHeaders headers) {
    if (connection.byToken()) {
      if (token == null) {
        token = fetch();
      }
      headers.setBearerAuth(token.value().reveal());
      return;
    }
    var password = connection.password();
    if (password != null && (connection.byReport() || connection.signIn() == SignIn.BASIC)) {
      headers.setBasicAuth(
          connection.byReport() ? connection.account() : connection.accountInTenant(),
          password.reveal(),
          StandardCharsets.UTF_8);
    }
  }

  private AccessToken fetch() {
    gate.pass(name, "GET");
    // as bytes, because texts are written to a log where somebody asks for much
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", revealed(connection.refreshToken()));
    try {
      var answer =
          client
              .post()
              .uri(connection.at("/ccx/oauth2/%s/token".formatted(connection.tenantName())))
              .headers(
                  headers ->
                      headers.setBasicAuth(
                          String.valueOf(connection.clientId()),
                          revealed(connection.clientSecret()),
                          StandardCharsets.UTF_8))
              .contentType(MediaType.APPLICATION_FORM_URLENCODED)
              .body(FormBody.of(form).getBytes(StandardCharsets.UTF_8))
              .exchange(
                  (request, response) ->
                      token(
                          response.getStatusCode().value(),
                          response.getStatusCode().is2xxSuccessful()
                              ? response.bodyTo(JsonNode.class)
                              : null));
      if (answer == null) {
        throw answers.silence(null);
      }
      return answer;
    } catch (ResourceAccessException silent) {
      throw answers.silence(silent.getCause() instanceof IOException failed ? failed : null);
    } catch (RestClientException unreadable) {
      throw Unavailable.turnedAway(
          "Workday (%s) gave us an answer without a token.".formatted(name), null, null);
    }
  }

  private AccessToken token(int status, @Nullable JsonNode body) {
    if (status == 429 || status >= 500) {
      throw Unavailable.turnedAway(
          "Workday (%s) failed with %d when asked for a token.".formatted(name, status),
          null,
          null);
    }
    var value = body == null ? "" : body.path("access_token").asText();
    if (value.isEmpty()) {
      throw new Misconfigured(
          "Workday (%s) gives us no token (%d). See under View API Clients, API Clients for Integrations, whether the client is enabled and under Manage Refresh Tokens for Integrations whether its token is that of %s; set muster.workday.connections.%1$s.client-id, client-secret and refresh-token."
              .formatted(name, status, connection.account()));
    }
    var said = body == null ? 0 : body.path("expires_in").asLong(0);
    var life = said > 0 ? Duration.ofSeconds(said) : USUAL_LIFE;
    return AccessToken.lasting(value, life, clock.instant());
  }

  private static String revealed(@Nullable Secret secret) {
    return secret == null ? "" : secret.reveal();
  }
}
