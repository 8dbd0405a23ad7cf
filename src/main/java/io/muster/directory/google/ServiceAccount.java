package io.muster.directory.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.UrlEncodedContent;
import io.jsonwebtoken.Jwts;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.CallGate;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
  private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);
  private static final int LONGEST_QUOTE = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final Connection connection;
  private final ServiceAccountKey key;
  private final HttpTransport transport;
  private final CallGate gate;
  private final Clock clock;
  private @Nullable Token token;

  ServiceAccount(
      String name, Connection connection, HttpTransport transport, CallGate gate, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.key = connection.key();
    this.transport = transport;
    this.gate = gate;
    this.clock = clock;
  }

  /** What goes into the header of one call. */
  synchronized String authorization() {
    var current = token;
    if (current == null || !clock.instant().isBefore(current.renewAt())) {
      current = fetch();
      token = current;
    }
    return "Bearer " + current.value();
  }

  /** Forgets what Google no longer accepts. */
  synchronized void forget() {
    token = null;
  }

  /** In whose name we act. */
  String admin() {
    return connection.admin();
  }

  /** Where a person mends it, for error messages. */
  String remedy() {
    return "See in the Admin console under Security, API controls, Domain-wide delegation what client id %s is allowed, and that %s is an active administrator; then check muster.google.connections.%s"
        .formatted(key.clientId(), connection.admin(), name);
  }

  private Token fetch() {
    var wanted = connection.wantedScopes();
    var answer = ask(wanted);
    if (answer.status() == 200) {
      return token(answer.body());
    }
    if (answer.error().equals("unauthorized_client")) {
      throw notAllowed(wanted);
    }
    throw failure(answer);
  }

  /** Google does not say which scope is missing, so each is asked for alone. */
  private Misconfigured notAllowed(Set<String> wanted) {
    var missing = new TreeSet<String>();
    for (var scope : wanted) {
      var answer = ask(List.of(scope));
      if (answer.error().equals("unauthorized_client")) {
        missing.add(scope);
      } else if (answer.status() != 200) {
        throw failure(answer);
      }
    }
    var all = missing.containsAll(wanted);
    return new Misconfigured(
        "Google (%s) gives service account %s no token in the name of %s: %s. In the Admin console, Security, API controls, Domain-wide delegation, allow client id %s exactly these scopes: %s. It takes some minutes to be so."
            .formatted(
                name,
                key.email(),
                connection.admin(),
                all
                    ? "it is not allowed any of the scopes we need"
                    : "it is not allowed the scope " + String.join(", ", missing),
                key.clientId(),
                String.join(",", wanted)));
  }

  /**
   * What came back.
   *
   * @param status the HTTP status
   * @param body as JSON; a missing node if it was none
   */
  private record Answer(int status, JsonNode body) {
    String error() {
      return body.path("error").asText();
    }
  }

  private Answer ask(Collection<String> scopes) {
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
        return new Answer(response.getStatusCode(), json(response.parseAsString()));
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

  private Token token(JsonNode body) {
    var value = body.path("access_token").asText();
    if (value.isEmpty()) {
      throw Unavailable.turnedAway(
          "Google (%s) gave us an answer without a token.".formatted(name), null, null);
    }
    var lasts = Duration.ofSeconds(body.path("expires_in").asLong(0));
    var early =
        lasts.compareTo(RENEWED_BEFORE_END.multipliedBy(2)) < 0
            ? lasts.dividedBy(2)
            : RENEWED_BEFORE_END;
    return new Token(value, clock.instant().plus(lasts.minus(early)));
  }

  private RemoteFailure failure(Answer answer) {
    int status = answer.status();
    if (status == 429 || status >= 500 || status == 408) {
      return Unavailable.turnedAway(
          "Google (%s) failed with %d when asked for a token.".formatted(name, status),
          null,
          status == 429 ? clock.instant().plusSeconds(30) : null);
    }
    if (answer.error().equals("invalid_grant")) {
      return new Misconfigured(
          "Google (%s) gives us no token (%d, invalid_grant%s). Either %s is no active administrator, or key %s of %s was deleted, or our clock is wrong. Make a new key and set muster.google.connections.%1$s.service-account-key, or set admin-email."
              .formatted(
                  name, status, quote(answer.body()), connection.admin(), key.id(), key.email()));
    }
    return new Misconfigured(
        "Google (%s) gives us no token (%d%s). %s."
            .formatted(name, status, quote(answer.body()), remedy()));
  }

  /** What Google says is wrong, cut short. */
  private static String quote(JsonNode body) {
    var said = body.path("error_description").asText();
    return said.isBlank()
        ? ""
        : ", saying \"" + said.substring(0, Math.min(said.length(), LONGEST_QUOTE)) + "\"";
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  private record Token(String value, Instant renewAt) {
    @Override
    public String toString() {
      return "***";
    }
  }
}
