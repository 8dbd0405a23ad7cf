package io.muster.simulator.bamboohr;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.bamboohr.BambooHrOptions.User;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is calling: a key as the name of Basic, whatever the password; or an app's token. */
final class Access {
  private static final Duration LASTS = Duration.ofHours(1);
  private static final String IS_TABLE = "table ";

  private final BambooHrOptions options;
  private final Clock clock;
  private final Map<String, Instant> tokens = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  private final Set<String> disabled = new HashSet<>();
  private Set<String> hidden = Set.of();
  private @Nullable String refreshToken;

  Access(BambooHrOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    var app = options.app();
    refreshToken = app == null ? null : app.refreshToken();
  }

  /** A caller, and whether it came by OAuth. */
  record Caller(User user, boolean app, Set<String> hidden) {
    boolean sees(String field) {
      return !user.hidden().contains(field) && !hidden.contains(field);
    }

    boolean seesTable(String table) {
      return !user.hiddenTables().contains(table) && !hidden.contains(IS_TABLE + table);
    }
  }

  /** From now on nobody sees these. */
  void hide(Set<String> fields, Set<String> tables) {
    hidden =
        Stream.concat(fields.stream(), tables.stream().map(IS_TABLE::concat))
            .collect(Collectors.toSet());
  }

  /** Nobody gets in with this key any more. */
  void revoke(String apiKey) {
    revoked.add(apiKey);
  }

  /** Every token the app has was taken back; with another one it may begin anew. */
  void letAppIn(@Nullable String newRefreshToken) {
    tokens.clear();
    refreshToken = newRefreshToken;
  }

  /** Access tokens end early. */
  void endTokens() {
    tokens.clear();
  }

  /** The user is gone, and with them their keys and webhooks. */
  void disable(String user) {
    disabled.add(user);
  }

  boolean isDisabled(String user) {
    return disabled.contains(user);
  }

  /** The caller; empty if it is nobody known. */
  Optional<Caller> caller(Call call) {
    var authorization = call.header("authorization").orElse("");
    if (authorization.startsWith("Bearer ")) {
      var until = tokens.get(authorization.substring("Bearer ".length()));
      return until != null && until.isAfter(clock.instant())
          ? Optional.of(new Caller(options.users().get(0), true, hidden))
          : Optional.empty();
    }
    if (!authorization.startsWith("Basic ")) {
      return Optional.empty();
    }
    var key = key(authorization.substring("Basic ".length()));
    return options.users().stream()
        .filter(user -> user.apiKey().equals(key) && !revoked.contains(key))
        .findFirst()
        .map(user -> new Caller(user, false, hidden));
  }

  private static String key(String credentials) {
    try {
      var pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return pair.contains(":") ? pair.substring(0, pair.indexOf(':')) : "";
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  /** Gives a token for a refresh token, which is used up by that. */
  Answer token(Call call) {
    var form = call.form();
    var app = options.app();
    if (app == null
        || !app.clientId().equals(form.get("client_id"))
        || !app.clientSecret().equals(form.get("client_secret"))) {
      return refused("invalid_client");
    }
    if (!"refresh_token".equals(form.get("grant_type"))) {
      return refused("unsupported_grant_type");
    }
    if (refreshToken == null || !refreshToken.equals(form.get("refresh_token"))) {
      return refused("invalid_grant");
    }
    var token = UUID.randomUUID().toString();
    tokens.put(token, clock.instant().plus(LASTS));
    refreshToken = UUID.randomUUID().toString();
    return Answer.json(
        200,
        Map.of(
            "access_token",
            token,
            "token_type",
            "Bearer",
            "expires_in",
            LASTS.toSeconds(),
            "refresh_token",
            refreshToken));
  }

  private static Answer refused(String error) {
    return Answer.json(400, Map.of("error", error));
  }
}
