package io.muster.simulator.okta;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Signed;
import io.muster.simulator.okta.OktaOptions.ServiceAppOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives tokens to a service app that signs for itself, and knows them again. */
final class Tokens {
  private static final Duration LASTS = Duration.ofHours(1);
  private static final String BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final @Nullable ServiceAppOptions app;
  private final Clock clock;
  private final Map<String, Token> tokens = new HashMap<>();
  private final Set<String> usedUp = new HashSet<>();
  private final String nonce = UUID.randomUUID().toString();

  Tokens(@Nullable ServiceAppOptions app, Clock clock) {
    this.app = app;
    this.clock = clock;
  }

  private record Token(Instant until, @Nullable String key) {}

  /** Answers a token request. */
  Answer give(Call call) {
    var form = call.form();
    var wrong = app == null ? Optional.of("invalid_client") : wrong(app, call, form);
    if (app == null || wrong.isPresent()) {
      return error(wrong.orElse("invalid_client"));
    }
    String key = null;
    if (app.demandsProofs()) {
      try {
        var proof = proof(call, null);
        if (!nonce.equals(proof.claims().path("nonce").asText())) {
          return error("use_dpop_nonce").and("dpop-nonce", nonce);
        }
        key = proof.header().path("jwk").toString();
      } catch (IllegalArgumentException none) {
        return error("invalid_dpop_proof");
      }
    }
    var token = UUID.randomUUID().toString();
    tokens.put(token, new Token(clock.instant().plus(LASTS), key));
    return Answer.json(
        200,
        Map.of(
            "token_type",
            key == null ? "Bearer" : "DPoP",
            "expires_in",
            LASTS.toSeconds(),
            "access_token",
            token,
            "scope",
            form.getOrDefault("scope", "")));
  }

  private Optional<String> wrong(ServiceAppOptions asked, Call call, Map<String, String> form) {
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return Optional.of("unsupported_grant_type");
    }
    if (form.getOrDefault("scope", "").isBlank()) {
      return Optional.of("invalid_scope");
    }
    try {
      var claims = Signed.by(asked.key(), form.getOrDefault("client_assertion", "")).claims();
      var audience = claims.path("aud");
      var ours = call.origin() + call.path();
      var until = Instant.ofEpochSecond(claims.path("exp").asLong());
      var right =
          BEARER.equals(form.get("client_assertion_type"))
              && claims.path("iss").asText().equals(asked.clientId())
              && claims.path("sub").asText().equals(asked.clientId())
              && (audience.isArray() ? audience.path(0) : audience).asText().equals(ours)
              && until.isAfter(clock.instant())
              && !until.isAfter(clock.instant().plus(Duration.ofHours(1)))
              && usedUp.add(claims.path("jti").asText());
      return right ? Optional.empty() : Optional.of("invalid_client");
    } catch (IllegalArgumentException notSigned) {
      return Optional.of("invalid_client");
    }
  }

  /**
   * True if the call bears a token of ours that is still good, and the proof that belongs to it.
   */
  boolean accept(Call call) {
    var authorization = call.header("authorization").orElse("");
    int space = authorization.indexOf(' ');
    var value = authorization.substring(space + 1);
    var token = tokens.get(value);
    if (token == null || !token.until().isAfter(clock.instant())) {
      return false;
    }
    if (token.key() == null) {
      return authorization.startsWith("Bearer ");
    }
    try {
      return authorization.startsWith("DPoP ")
          && proof(call, value).header().path("jwk").toString().equals(token.key());
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  void revokeAll() {
    tokens.clear();
  }

  private Signed proof(Call call, @Nullable String token) {
    var proof = Signed.byItsOwnKey(call.header("dpop").orElse(""));
    var claims = proof.claims();
    var right =
        proof.header().path("typ").asText().equals("dpop+jwt")
            && claims.path("htm").asText().equals(call.method())
            && claims.path("htu").asText().equals(call.origin() + call.path())
            && (token == null || claims.path("ath").asText().equals(Signed.hash(token)))
            && usedUp.add(claims.path("jti").asText());
    if (!right) {
      throw new IllegalArgumentException("a proof of something else");
    }
    return proof;
  }

  private static Answer error(String name) {
    return Answer.json(
        name.equals("invalid_client") ? 401 : 400,
        Map.of("error", name, "error_description", "The request was not accepted."));
  }
}
