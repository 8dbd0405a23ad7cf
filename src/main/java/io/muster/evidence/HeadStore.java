package io.muster.evidence;

import io.muster.evidence.DayHead.Leaf;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the signed heads, and the ends of the chains under them. */
@Component
class HeadStore {
  private final JdbcClient jdbc;

  HeadStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Has other nodes wait that want to close a day, until this transaction ends. */
  void lock() {
    jdbc.sql("select 1 from pg_advisory_xact_lock(80080)").query(Integer.class).single();
  }

  Optional<DayHead> last() {
    return jdbc.sql("select * from muster_evidence_head order by day desc limit 1")
        .query((row, number) -> read(row))
        .optional();
  }

  /** Writes down where every chain ended that grew within this time; by how many entries. */
  long close(LocalDate day, Instant from, Instant until) {
    jdbc.sql(
            """
            insert into muster_evidence_leaf (day, chain, number, hash)
            select distinct on (chain) cast(? as date), chain, number, hash from muster_evidence
            where recorded_at >= ? and recorded_at < ? order by chain, number desc
            """)
        .params(Date.valueOf(day), Timestamp.from(from), Timestamp.from(until))
        .update();
    return jdbc.sql(
            "select count(*) from muster_evidence where recorded_at >= ? and recorded_at < ?")
        .params(Timestamp.from(from), Timestamp.from(until))
        .query(Long.class)
        .single();
  }

  /** The ends of that day, in the order of the chains' bytes. */
  List<Leaf> leaves(LocalDate day) {
    return jdbc.sql("select * from muster_evidence_leaf where day = ? order by chain collate \"C\"")
        .param(Date.valueOf(day))
        .query(
            (row, number) ->
                new Leaf(row.getString("chain"), row.getLong("number"), row.getString("hash")))
        .list();
  }

  void keep(DayHead head) {
    var signature = head.signature();
    jdbc.sql(
            """
            insert into muster_evidence_head (day, until, chains, entries, root, previous, hash,
              signed_by, signature)
            values (:day, :until, :chains, :entries, :root, :previous, :hash, :by, :signature)
            """)
        .param("day", Date.valueOf(head.day()))
        .param("until", Timestamp.from(head.until()))
        .param("chains", head.chains())
        .param("entries", head.entries())
        .param("root", head.root())
        .param("previous", head.previous())
        .param("hash", head.hash())
        .param("by", signature == null ? null : signature.by())
        .param("signature", signature == null ? null : signature.value())
        .update();
  }

  /** The heads of these days, the first first. */
  List<DayHead> between(LocalDate first, LocalDate last) {
    return jdbc.sql("select * from muster_evidence_head where day >= ? and day <= ? order by day")
        .params(Date.valueOf(first), Date.valueOf(last))
        .query((row, number) -> read(row))
        .list();
  }

  /** The heads since this day that have no time stamp, the first first. */
  List<DayHead> unstamped(LocalDate first) {
    return jdbc.sql(
            """
            select h.* from muster_evidence_head h
            left join muster_evidence_timestamp t on t.day = h.day and t.day >= :first
            where h.day >= :first and t.day is null order by h.day
            """)
        .param("first", Date.valueOf(first))
        .query((row, number) -> read(row))
        .list();
  }

  /** Keeps a time stamp; the first one of a day stays. */
  void keep(LocalDate day, Stamp stamp) {
    jdbc.sql(
            """
            insert into muster_evidence_timestamp (day, stamped_at, authority, token)
            values (?, ?, ?, ?) on conflict do nothing
            """)
        .params(Date.valueOf(day), Timestamp.from(stamp.at()), stamp.authority(), stamp.der())
        .update();
  }

  /** The time stamps of these days, by day. */
  SortedMap<LocalDate, Stamp> stamps(LocalDate first, LocalDate last) {
    var stamps = new TreeMap<LocalDate, Stamp>();
    jdbc.sql("select * from muster_evidence_timestamp where day >= ? and day <= ?")
        .params(Date.valueOf(first), Date.valueOf(last))
        .query(
            row -> {
              stamps.put(
                  row.getDate("day").toLocalDate(),
                  Stamp.of(
                      row.getTimestamp("stamped_at").toInstant(),
                      row.getString("authority"),
                      row.getBytes("token")));
            });
    return stamps;
  }

  private static DayHead read(ResultSet row) throws SQLException {
    return new DayHead(
        row.getDate("day").toLocalDate(),
        row.getTimestamp("until").toInstant(),
        row.getLong("chains"),
        row.getLong("entries"),
        row.getString("root"),
        row.getString("previous"),
        row.getString("hash"),
        ChainStore.signed(row.getString("signed_by"), row.getString("signature")));
  }
}
