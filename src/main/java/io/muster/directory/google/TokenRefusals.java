package io.muster.directory.google;

import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;

/** Why Google gives no token, in words that say where it is mended. */
final class TokenRefusals {
  private static final String KEYS =
      "in the Cloud console of project %s under IAM & Admin, Service accounts";

  private final String name;
  private final Connection connection;
  private final ServiceAccountKey key;
  private final Clock clock;

  TokenRefusals(String name, Connection connection, ServiceAccountKey key, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.key = key;
    this.clock = clock;
  }

  /** Where a person mends it, for error messages. */
  String remedy() {
    return "See in the Admin console under Security, API controls, Domain-wide delegation what client id %s is allowed, and that %s is an active administrator; then check %s"
        .formatted(key.clientId(), connection.admin(), setting(""));
  }

  /** The scopes that are missing of all that are needed. */
  Misconfigured notAllowed(Set<String> missing, Set<String> wanted) {
    return new Misconfigured(
        "Google (%s) gives service account %s no token in the name of %s: %s. %s"
            .formatted(
                name,
                key.email(),
                connection.admin(),
                missing.containsAll(wanted)
                    ? "it is not allowed any of the scopes we need"
                    : "it is not allowed the scope " + String.join(", ", new TreeSet<>(missing)),
                allow(wanted)));
  }

  /** How the client id comes to be allowed these. */
  String allow(Set<String> wanted) {
    return "In the Admin console, Security, API controls, Domain-wide delegation, allow client id %s exactly these scopes: %s. It takes some minutes to be so."
        .formatted(key.clientId(), String.join(",", new TreeSet<>(wanted)));
  }

  /** What any other answer means. */
  RemoteFailure of(TokenAnswer answer) {
    return switch (answer.meaning()) {
      case LATER ->
          Unavailable.turnedAway(
              "Google (%s) failed with %d when asked for a token.".formatted(name, answer.status()),
              null,
              RetryAfter.ends(answer.retryAfter(), clock)
                  .orElse(answer.status() == 429 ? clock.instant().plusSeconds(30) : null));
      case KEY_UNKNOWN ->
          refused(
              answer,
              "It does not know key %s of %s: the key was deleted or disabled, or is not the one of this account. Make a new key %s, Keys, and set %s to it."
                  .formatted(key.id(), key.email(), keys(), setting(".service-account-key")));
      case ACCOUNT_UNKNOWN ->
          refused(
              answer,
              "The service account %s was deleted or disabled. Enable it %s, or set %s to the key of another."
                  .formatted(key.email(), keys(), setting(".service-account-key")));
      case ADMIN_UNKNOWN ->
          refused(
              answer,
              "Nobody active has the address %s, in whose name we act: it is misspelt, or the account is suspended or deleted. Set %s to an active administrator who never leaves."
                  .formatted(connection.admin(), setting(".admin-email")));
      case CLOCK_WRONG ->
          refused(
              answer,
              "This machine's clock, which says %s, is wrong by Google's. Set it by NTP (timedatectl shows whether it is)."
                  .formatted(clock.instant()));
      case GIVEN, SCOPE_NOT_ALLOWED, OTHERWISE -> refused(answer, remedy() + ".");
    };
  }

  private Misconfigured refused(TokenAnswer answer, String why) {
    return new Misconfigured(
        "Google (%s) gives us no token (%d%s). %s"
            .formatted(name, answer.status(), answer.quote(), why));
  }

  private String keys() {
    return KEYS.formatted(key.project());
  }

  private String setting(String what) {
    return "muster.google.connections." + name + what;
  }
}
