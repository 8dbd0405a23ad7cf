package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Signed;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Gives tokens to a service account that acts in an administrator's name, and knows them again. */
final class Tokens {
  private static final Duration LASTS = Duration.ofMinutes(60).minusSeconds(1);
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
  private static final String BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** Whatever address the token is asked from. */
  private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

  private final GoogleOptions.Account account;
  private final Set<String> scopes;
  private final Predicate<String> isActiveAdmin;
  private final Clock clock;
  private final Map<String, Token> tokens = new HashMap<>();
  private PublicKey key;
  private boolean keyGone;
  private boolean accountGone;

  Tokens(GoogleOptions.Account account, Predicate<String> isActiveAdmin, Clock clock) {
    this.account = account;
    this.key = account.key();
    this.scopes = new HashSet<>(account.scopes());
    this.isActiveAdmin = isActiveAdmin;
    this.clock = clock;
  }

  /** What a token is good for, and in whose name. */
  record Token(Instant until, String admin, Set<String> scopes) {}

  /** An administrator takes a scope away from the service account. */
  void disallow(String scope) {
    scopes.remove(scope);
    tokens.clear();
  }

  /** Somebody deletes the key; tokens that were given for it go on for a while. */
  void removeKey() {
    keyGone = true;
  }

  /** Somebody makes a key, the only one there is. */
  void makeKey(PublicKey another) {
    key = another;
    keyGone = false;
  }

  /** Somebody deletes the service account. */
  void removeAccount() {
    accountGone = true;
    tokens.clear();
  }

  void revokeAll() {
    tokens.clear();
  }

  /** Answers a token request. */
  Answer give(Call call) {
    var form = call.form();
    if (!BEARER.equals(form.get("grant_type"))) {
      return error(400, "unsupported_grant_type", "Invalid grant_type");
    }
    JsonNode claims;
    try {
      claims = Signed.by(key, form.getOrDefault("assertion", "")).claims();
    } catch (IllegalArgumentException notSigned) {
      return error(400, "invalid_grant", "Invalid JWT Signature.");
    }
    if (accountGone) {
      return error(400, "invalid_grant", "Invalid grant: account not found");
    }
    if (keyGone) {
      return error(400, "invalid_grant", "Invalid JWT Signature.");
    }
    var from = Instant.ofEpochSecond(claims.path("iat").asLong());
    var until = Instant.ofEpochSecond(claims.path("exp").asLong());
    var now = clock.instant();
    if (from.isAfter(now.plus(CLOCKS_DIFFER))
        || !until.isAfter(now)
        || until.isAfter(from.plus(Duration.ofHours(1)))) {
      return error(
          400,
          "invalid_grant",
          "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
              + " timeframe. Check your iat and exp values in the JWT claim.");
    }
    if (!AUDIENCE.equals(claims.path("aud").asText())
        || !account.email().equals(claims.path("iss").asText())) {
      return error(400, "invalid_grant", "Invalid grant: account not found");
    }
    var wanted = Set.copyOf(List.of(claims.path("scope").asText().split(" ")));
    if (!scopes.containsAll(wanted)) {
      return error(
          401,
          "unauthorized_client",
          "Client is unauthorized to retrieve access tokens using this method, or client not"
              + " authorized for any of the scopes requested.");
    }
    var admin = claims.path("sub").asText();
    if (!isActiveAdmin.test(admin)) {
      return error(400, "invalid_grant", "Invalid email or User ID");
    }
    var token = UUID.randomUUID().toString();
    tokens.put(token, new Token(now.plus(LASTS), admin, wanted));
    return Answer.json(
        200,
        Map.of("access_token", token, "expires_in", LASTS.toSeconds(), "token_type", "Bearer"));
  }

  /** The token a call bears, if it is still good. */
  Optional<Token> borne(Call call) {
    var authorization = call.header("authorization").orElse("");
    return Optional.ofNullable(tokens.get(authorization.replaceFirst("^Bearer ", "")))
        .filter(
            token -> token.until().isAfter(clock.instant()) && isActiveAdmin.test(token.admin()));
  }

  private static Answer error(int status, String name, String description) {
    return Answer.json(status, Map.of("error", name, "error_description", description));
  }
}
