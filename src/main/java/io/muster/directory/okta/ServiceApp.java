package io.muster.directory.okta;

import io.jsonwebtoken.Jwts;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.remote.AccessToken;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.TokenEndpoint;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service app that signs with its own key and gets short-lived tokens for it, bound to a key of
 * this process where the app demands that.
 *
 * <p>The SDK would fetch tokens too, but needs one to start, and after one failed renewal sends
 * every further call without any.
 *
 * @see <a href="https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/">Okta's
 *     service apps</a>
 */
final class ServiceApp implements OktaCredentials {
  private static final Duration ASSERTION_LASTS = Duration.ofMinutes(5);
  private static final int MOST_TRIES = 3;

  private final String name;
  private final Connection connection;
  private final String clientId;
  private final SigningKey key;
  private final TokenEndpoint endpoint;
  private final Clock clock;
  private final OktaAnswers answers;
  private @Nullable Token token;
  private @Nullable DpopProofs proofs;

  ServiceApp(String name, Connection connection, OutboundCallGuard gate, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.clientId = connection.clientId() == null ? "" : connection.clientId();
    this.key = connection.key();
    this.endpoint =
        new TokenEndpoint(
            new TokenEndpoint.Vendor("Okta", name),
            URI.create(connection.url() + "/oauth2/v1/token"),
            new TokenEndpoint.Timeouts(connection.connectTimeout(), connection.answerTimeout()),
            gate);
    this.clock = clock;
    this.answers = new OktaAnswers(name, clock, this::remedy);
  }

  @Override
  public synchronized Map<String, String> headersFor(String method, URI uri) {
    var current = token;
    if (current == null || current.access().isDue(clock.instant())) {
      current = fetch();
      token = current;
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", current.type() + " " + current.access().value().reveal());
    if (proofs != null) {
      headers.put("DPoP", proofs.proof(method, uri, null, current.access().value().reveal()));
    }
    return headers;
  }

  @Override
  public synchronized boolean renew() {
    token = null;
    return true;
  }

  @Override
  public String remedy() {
    return "See in the admin console that the app is active, that its public key is there, that it is granted %s and has an admin role that covers these people; then check client-id, key-id and private-key under muster.okta.connections.%s"
        .formatted(new TreeSet<>(connection.scopes()), name);
  }

  private Token fetch() {
    String nonce = null;
    for (int number = 1; number <= MOST_TRIES; number++) {
      var answer = endpoint.ask(form(), proof(nonce));
      if (answer.status() == 200) {
        return new Token(
            answer.body().path("token_type").asText("Bearer"),
            endpoint.token(answer, clock.instant()));
      }
      var error = answer.body().path("error").asText();
      nonce = answer.headers().firstValue("dpop-nonce").orElse(null);
      var wantsProof = error.equals("invalid_dpop_proof") && proofs == null;
      if (wantsProof) {
        proofs = new DpopProofs(clock);
      } else if (!error.equals("use_dpop_nonce") || nonce == null) {
        throw failure(answer, error);
      }
    }
    throw new Misconfigured(
        "Okta (%s) accepts none of our proofs of possession. %s.".formatted(name, remedy()));
  }

  private Map<String, String> proof(@Nullable String nonce) {
    return proofs == null
        ? Map.of()
        : Map.of("DPoP", proofs.proof("POST", endpoint.url(), nonce, null));
  }

  private Map<String, String> form() {
    var now = clock.instant();
    var header = Jwts.builder().header();
    if (connection.keyId() != null) {
      header.keyId(connection.keyId());
    }
    var assertion =
        header
            .and()
            .issuer(clientId)
            .subject(clientId)
            .audience()
            .add(endpoint.url().toString())
            .and()
            .issuedAt(Date.from(now))
            .expiration(Date.from(now.plus(ASSERTION_LASTS)))
            .id(UUID.randomUUID().toString())
            .signWith(key.key(), key.algorithm())
            .compact();
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("scope", String.join(" ", new TreeSet<>(connection.scopes())));
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion);
    return form;
  }

  private RemoteFailure failure(TokenEndpoint.Answer answer, String error) {
    int status = answer.status();
    if (status == 429) {
      return answers.tooMany("a token", answer.headers().map());
    }
    if (status >= 500 || status == 408) {
      return Unavailable.turnedAway(
          "Okta (%s) failed with %d when asked for a token.".formatted(name, status), null, null);
    }
    return new Misconfigured(
        "Okta (%s) gives us no token (%d%s). %s."
            .formatted(name, status, OktaAnswers.isErrorName(error) ? ", " + error : "", remedy()));
  }

  private record Token(String type, AccessToken access) {}
}
