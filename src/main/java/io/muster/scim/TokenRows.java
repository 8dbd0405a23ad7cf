package io.muster.scim;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps bearer tokens in {@code muster_scim_token}, as hashes only. */
@Component
class TokenRows {
  private final JdbcClient jdbc;

  TokenRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a new token, unless the client has as many valid ones as it may; false then. */
  boolean insert(Token token, int most) {
    return jdbc.sql(
                """
                insert into muster_scim_token (id, client, digest, made_at, made_by)
                select :id, :client, :digest, :madeAt, :madeBy
                where (select count(*) from muster_scim_token
                       where client = :client and revoked_at is null) < :most
                """)
            .param("id", token.id())
            .param("client", token.client())
            .param("digest", token.digest())
            .param("madeAt", at(token.madeAt()))
            .param("madeBy", token.madeBy())
            .param("most", most)
            .update()
        == 1;
  }

  /** Lets only one at a time make tokens of a client, until the end of the transaction. */
  void lock(String client) {
    jdbc.sql("select 1 from (select pg_advisory_xact_lock(hashtextextended(?, 0))) locked")
        .param("muster_scim_token/" + client)
        .query(Integer.class)
        .single();
  }

  /** A valid token. */
  Optional<Token> find(String id) {
    return jdbc.sql("select * from muster_scim_token where id = ? and revoked_at is null")
        .param(id)
        .query((row, number) -> read(row))
        .optional();
  }

  /** The valid tokens of a client, the oldest first. */
  List<Token> of(String client) {
    return jdbc.sql(
            "select * from muster_scim_token where client = ? and revoked_at is null order by"
                + " made_at, id")
        .param(client)
        .query((row, number) -> read(row))
        .list();
  }

  /** Ends a token; false if there is no such valid one. */
  boolean revoke(String client, String id, Instant now) {
    return jdbc.sql(
                "update muster_scim_token set revoked_at = ? where client = ? and id = ? and"
                    + " revoked_at is null")
            .params(at(now), client, id)
            .update()
        == 1;
  }

  /** Remembers that a token is in use, to the minute. */
  void used(Token token, Instant now) {
    var last = token.lastUsedAt();
    if (last == null || last.isBefore(now.minusSeconds(60))) {
      jdbc.sql("update muster_scim_token set last_used_at = ? where id = ?")
          .params(at(now), token.id())
          .update();
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Token read(ResultSet row) throws SQLException {
    var used = row.getObject("last_used_at", OffsetDateTime.class);
    return new Token(
        row.getString("id"),
        row.getString("client"),
        row.getString("digest"),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        row.getString("made_by"),
        used == null ? null : used.toInstant());
  }

  /**
   * A token without the token.
   *
   * @param digest SHA-256 of its secret part
   */
  record Token(
      String id,
      String client,
      String digest,
      Instant madeAt,
      String madeBy,
      @Nullable Instant lastUsedAt) {}
}
