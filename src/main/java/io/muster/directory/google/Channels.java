package io.muster.directory.google;

import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The channels through which Google rings us, in {@code muster_google_channel}. */
final class Channels {
  private final JdbcClient jdbc;
  private final Clock clock;

  Channels(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A channel that Google knows.
   *
   * @param id ours
   * @param resource Google's name of what it is about; empty until it answered
   * @param expiresAt when it ends
   */
  record Channel(String id, String resource, Instant expiresAt) {}

  /** Those for one event that have not ended, the longest-lived first. */
  List<Channel> of(String connection, String event) {
    return jdbc.sql(
            """
            select id, resource_id, expires_at from muster_google_channel
            where connection = ? and event = ? and expires_at > ? order by expires_at desc
            """)
        .params(connection, event, now())
        .query((row, number) -> channel(row))
        .list();
  }

  /** The events that Google rings us for now. */
  Set<String> open(String connection) {
    return jdbc.sql(
            """
            select event from muster_google_channel
            where connection = ? and resource_id <> '' and expires_at > ?
            """)
        .params(connection, now())
        .query(String.class)
        .set();
  }

  private static Channel channel(ResultSet row) throws SQLException {
    return new Channel(
        row.getString("id"),
        row.getString("resource_id"),
        row.getTimestamp("expires_at").toInstant());
  }

  /** Expects one before Google is asked for it, because its first ring may be faster. */
  void expect(String id, String connection, String event, Secret token, Instant until) {
    jdbc.sql("insert into muster_google_channel values (?, ?, ?, '', ?, ?)")
        .params(id, connection, event, digest(token.reveal()), Timestamp.from(until))
        .update();
  }

  /** It is there. */
  void opened(String id, String resource, Instant until) {
    jdbc.sql("update muster_google_channel set resource_id = ?, expires_at = ? where id = ?")
        .params(resource, Timestamp.from(until), id)
        .update();
  }

  void forget(String id) {
    jdbc.sql("delete from muster_google_channel where id = ?").param(id).update();
  }

  void forgetEnded(String connection) {
    jdbc.sql("delete from muster_google_channel where connection = ? and expires_at <= ?")
        .params(connection, now())
        .update();
  }

  /** True if the token is that of a channel of this id which has not ended. */
  boolean rings(String connection, String id, String token) {
    var expected =
        jdbc.sql(
                """
                select token_digest from muster_google_channel
                where id = ? and connection = ? and expires_at > ?
                """)
            .params(id, connection, now())
            .query(String.class)
            .optional();
    // compared even if there is none, so that the time it takes tells nothing
    return MessageDigest.isEqual(bytes(expected.orElse("")), bytes(digest(token)));
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String digest(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
