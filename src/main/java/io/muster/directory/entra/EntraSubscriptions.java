package io.muster.directory.entra;

import io.muster.remote.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What we have subscribed to, in {@code muster_entra_subscription}, for all nodes.
 *
 * <p>Of the word that Graph says with every notification only a digest is kept.
 */
@Component
class EntraSubscriptions {
  private final JdbcClient jdbc;
  private final Clock clock;

  EntraSubscriptions(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * One subscription.
   *
   * @param id Graph's id, or null if it never answered
   * @param url where it sends
   * @param expiresAt when it ends
   */
  record Subscription(@Nullable String id, String url, Instant expiresAt) {}

  /** True if this node may look after it for so long; a node that dies lets go by itself. */
  boolean claim(String connection, String resource, Duration longest) {
    var now = Timestamp.from(clock.instant());
    return jdbc.sql(
                """
                insert into muster_entra_subscription as s
                  (connection, resource, client_state, notification_url, expires_at, claimed_until)
                values (?, ?, '', '', ?, ?)
                on conflict (connection, resource) do update
                  set claimed_until = excluded.claimed_until where s.claimed_until <= ?
                """)
            .params(connection, resource, now, Timestamp.from(clock.instant().plus(longest)), now)
            .update()
        == 1;
  }

  void release(String connection, String resource) {
    jdbc.sql(
            "update muster_entra_subscription set claimed_until = ? where connection = ? and resource = ?")
        .params(Timestamp.from(clock.instant()), connection, resource)
        .update();
  }

  /** The one of this kind, if there was one. */
  Optional<Subscription> of(String connection, String resource) {
    return jdbc.sql(
            """
            select subscription, notification_url, expires_at from muster_entra_subscription
            where connection = ? and resource = ? and notification_url <> ''
            """)
        .params(connection, resource)
        .query(
            (row, number) ->
                new Subscription(
                    row.getString("subscription"),
                    row.getString("notification_url"),
                    row.getTimestamp("expires_at").toInstant()))
        .optional();
  }

  /** From now on this word is ours, before anybody over there hears it. */
  void expect(String connection, String resource, URI url, Secret word, Instant until) {
    jdbc.sql(
            """
            update muster_entra_subscription
            set subscription = null, client_state = ?, notification_url = ?, expires_at = ?
            where connection = ? and resource = ?
            """)
        .params(digest(word.reveal()), url.toString(), Timestamp.from(until), connection, resource)
        .update();
  }

  void made(String connection, String resource, String id, Instant until) {
    jdbc.sql(
            """
            update muster_entra_subscription set subscription = ?, expires_at = ?
            where connection = ? and resource = ?
            """)
        .params(id, Timestamp.from(until), connection, resource)
        .update();
  }

  /** So that it is made anew at the next look. */
  void forget(String connection, String subscription) {
    jdbc.sql(
            """
            update muster_entra_subscription set notification_url = ''
            where connection = ? and subscription = ?
            """)
        .params(connection, subscription)
        .update();
  }

  /** So that it is renewed at the next look. */
  void renewSoon(String connection, String subscription) {
    jdbc.sql(
            """
            update muster_entra_subscription set expires_at = ?
            where connection = ? and subscription = ?
            """)
        .params(Timestamp.from(clock.instant()), connection, subscription)
        .update();
  }

  /** True if the word belongs to a subscription of this connection; in constant time. */
  boolean knows(String connection, String word) {
    var given = digest(word).getBytes(StandardCharsets.US_ASCII);
    var known = false;
    for (var digest :
        jdbc.sql("select client_state from muster_entra_subscription where connection = ?")
            .param(connection)
            .query(String.class)
            .list()) {
      known |= MessageDigest.isEqual(given, digest.getBytes(StandardCharsets.US_ASCII));
    }
    return known;
  }

  private static String digest(String word) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
