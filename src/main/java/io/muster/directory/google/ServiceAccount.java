package io.muster.directory.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.UrlEncodedContent;
import io.jsonwebtoken.Jwts;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.AccessToken;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A service account that acts in an administrator's name and gets short-lived tokens for it.
 *
 * <p>Google's own library would fetch tokens too, but on the machine's clock, and sleeps between
 * tries of its own.
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Google's
 *     service accounts</a>
 */
final class ServiceAccount {
  /** What Google wants to see in an assertion, wherever the token comes from. */
  private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

  private static final Duration ASSERTION_LASTS = Duration.ofMinutes(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final Connection connection;
  private final ServiceAccountKey key;
  private final HttpTransport transport;
  private final OutboundCallGuard gate;
  private final Clock clock;
  private final TokenRefusals refusals;
  private @Nullable AccessToken token;
  private volatile @Nullable String date;

  ServiceAccount(
      String name,
      Connection connection,
      HttpTransport transport,
      OutboundCallGuard gate,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.key = connection.key();
    this.transport = transport;
    this.gate = gate;
    this.clock = clock;
    this.refusals = new TokenRefusals(name, connection, key, clock);
  }

  /** What goes into the header of one call. */
  synchronized String authorization() {
    var current = token;
    if (current == null || current.isDue(clock.instant())) {
      current = fetch();
      token = current;
    }
    return "Bearer " + current.value().reveal();
  }

  /** Forgets what Google no longer accepts. */
  synchronized void forget() {
    token = null;
  }

  /** In whose name we act. */
  String admin() {
    return connection.admin();
  }

  /** The key we sign with. */
  ServiceAccountKey key() {
    return key;
  }

  /** Why there is no token, in words. */
  TokenRefusals refusals() {
    return refusals;
  }

  /** The time as Google said it with its last token, or null. */
  @Nullable String date() {
    return date;
  }

  private AccessToken fetch() {
    var wanted = connection.wantedScopes();
    var answer = ask(wanted);
    return switch (answer.meaning()) {
      case GIVEN -> token(answer.body());
      case SCOPE_NOT_ALLOWED -> throw refusals.notAllowed(notAllowed(wanted), wanted);
      default -> throw refusals.of(answer);
    };
  }

  /**
   * Which of these an administrator has not allowed. Google does not say, so each is asked for
   * alone.
   *
   * @throws RemoteFailure if no token is given for another reason
   */
  Set<String> notAllowed(Set<String> scopes) {
    var missing = new TreeSet<String>();
    for (var scope : new TreeSet<>(scopes)) {
      var answer = ask(List.of(scope));
      switch (answer.meaning()) {
        case GIVEN -> {}
        case SCOPE_NOT_ALLOWED -> missing.add(scope);
        default -> throw refusals.of(answer);
      }
    }
    return missing;
  }

  private TokenAnswer ask(Collection<String> scopes) {
    // a token changes nothing over there, so it needs no intent
    gate.pass(name, "GET");
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.put("assertion", assertion(scopes));
    try {
      var request =
          transport
              .createRequestFactory(it -> GoogleClients.quietly(it, connection))
              .buildPostRequest(
                  new GenericUrl(Objects.requireNonNullElse(connection.tokenUrl(), key.tokenUrl())),
                  new UrlEncodedContent(form))
              .setThrowExceptionOnExecuteError(false);
      var response = request.execute();
      try {
        date = response.getHeaders().getDate();
        return new TokenAnswer(
            response.getStatusCode(),
            json(response.parseAsString()),
            response.getHeaders().getRetryAfter());
      } finally {
        response.disconnect();
      }
    } catch (IOException failed) {
      throw Unavailable.turnedAway(
          "Google (%s) cannot be reached for a token (%s)."
              .formatted(name, failed.getClass().getSimpleName()),
          failed,
          null);
    }
  }

  private String assertion(Collection<String> scopes) {
    var now = clock.instant();
    return Jwts.builder()
        .header()
        .type("JWT")
        .keyId(key.id())
        .and()
        .issuer(key.email())
        .subject(connection.admin())
        .claim("aud", AUDIENCE)
        .claim("scope", String.join(" ", scopes))
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(ASSERTION_LASTS)))
        .signWith(key.key(), Jwts.SIG.RS256)
        .compact();
  }

  private AccessToken token(JsonNode body) {
    var value = body.path("access_token").asText();
    if (value.isEmpty()) {
      throw Unavailable.turnedAway(
          "Google (%s) gave us an answer without a token.".formatted(name), null, null);
    }
    var lasts = Duration.ofSeconds(body.path("expires_in").asLong(0));
    return AccessToken.lasting(value, lasts, clock.instant());
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
