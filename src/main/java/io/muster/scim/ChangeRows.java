package io.muster.scim;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What has changed in each mirror, in {@code muster_scim_change}, read and in time removed.
 *
 * <p>Whoever reads says by the mark up to where it has worked off what it was told; from then on it
 * counts as the mirror's reader, until it was not heard of for as long as changes are kept.
 */
@Component
class ChangeRows {
  private final JdbcClient jdbc;
  private final Clock clock;

  ChangeRows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** One row, in whatever form its reader wants it. */
  interface Reading<T> {
    T read(long number, ResultSet row) throws SQLException;
  }

  /** The number of the newest change, removed or not; 0 if there never was one. */
  long newest(String client) {
    return Math.max(
        removedUpTo(client),
        jdbc.sql("select coalesce(max(number), 0) from muster_scim_change where client = ?")
            .param(client)
            .query(Long.class)
            .single());
  }

  /** Up to which number changes were removed; 0 if none were. */
  long removedUpTo(String client) {
    return jdbc.sql("select coalesce(max(up_to), 0) from muster_scim_removed where client = ?")
        .param(client)
        .query(Long.class)
        .single();
  }

  /** The changes after this number, the oldest first, so many at most. */
  <T> List<T> after(String client, long number, int most, Reading<T> reading) {
    return jdbc.sql(
            "select * from muster_scim_change where client = ? and number > ? order by number limit ?")
        .params(client, number, most)
        .query((row, at) -> reading.read(row.getLong("number"), row))
        .list();
  }

  /** The mirror's reader has worked off everything up to this number. */
  void readTo(String client, long number) {
    jdbc.sql(
            """
            insert into muster_scim_reader (client, read_to, read_at) values (:client, :to, :now)
            on conflict (client) do update set read_to = :to, read_at = :now
            """)
        .param("client", client)
        .param("to", number)
        .param("now", time(Duration.ZERO))
        .update();
  }

  /** Removes what is older, and never what a reader has not worked off. */
  int remove(Duration older) {
    return jdbc.sql(
            """
            with gone as (
              delete from muster_scim_change c
              where c.at < :then and not exists (
                select from muster_scim_reader r
                where r.client = c.client and r.read_at >= :then and r.read_to < c.number)
              returning client, number
            ), noted as (
              insert into muster_scim_removed (client, up_to)
              select client, max(number) from gone group by client
              on conflict (client) do update
                set up_to = greatest(muster_scim_removed.up_to, excluded.up_to)
            )
            select count(*) from gone
            """)
        .param("then", time(older))
        .query(Integer.class)
        .single();
  }

  private OffsetDateTime time(Duration ago) {
    return OffsetDateTime.ofInstant(clock.instant().minus(ago), ZoneOffset.UTC);
  }
}
