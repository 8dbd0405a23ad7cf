package io.muster.evidence;

import io.muster.evidence.CaseEvidence.BegunCase;
import io.muster.evidence.ChainEntry.Signed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the chains in {@code muster_evidence}. It inserts and reads, and does nothing else. */
@Component
class ChainStore {
  private static final String CASE = "case/";
  private static final Pattern PROCESS = Pattern.compile("\"process\":\"([^\"\\\\]+)\"");

  private final JdbcClient jdbc;

  ChainStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Has whoever else writes to this chain wait until this transaction ends. */
  void lock(String chain) {
    // no row is locked, as that takes the right to change rows
    jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 80))")
        .param(chain)
        .query(Integer.class)
        .single();
  }

  /** The end of the chain. */
  Optional<ChainEntry> last(String chain) {
    return jdbc.sql("select * from muster_evidence where chain = ? order by number desc limit 1")
        .param(chain)
        .query((row, number) -> read(row))
        .optional();
  }

  /** Whom the chain is about, if it says so anywhere. */
  Optional<String> person(String chain) {
    return jdbc.sql(
            """
            select person from muster_evidence where chain = ? and person is not null
            order by number desc limit 1
            """)
        .param(chain)
        .query(String.class)
        .optional();
  }

  /** Adds them all in one go. */
  void append(List<ChainEntry> entries) {
    jdbc.sql(
            """
            insert into muster_evidence (chain, number, previous, recorded_at, kind, content, hash,
              signed_by, signature, person)
            select * from unnest(cast(:chain as text[]), cast(:number as bigint[]),
              cast(:previous as text[]), cast(:recordedAt as timestamptz[]), cast(:kind as text[]),
              cast(:content as text[]), cast(:hash as text[]), cast(:signedBy as text[]),
              cast(:signature as text[]), cast(:person as text[]))
            """)
        .param("chain", texts(entries, ChainEntry::chain))
        .param("number", entries.stream().map(ChainEntry::number).toArray(Long[]::new))
        .param("previous", texts(entries, ChainEntry::previous))
        .param("recordedAt", texts(entries, entry -> entry.recordedAt().toString()))
        .param("kind", texts(entries, ChainEntry::kind))
        .param("content", texts(entries, ChainEntry::content))
        .param("hash", texts(entries, ChainEntry::hash))
        .param("signedBy", texts(entries, entry -> signedBy(entry.signature())))
        .param("signature", texts(entries, entry -> signature(entry.signature())))
        .param("person", texts(entries, ChainEntry::person))
        .update();
  }

  private static @Nullable String[] texts(
      List<ChainEntry> entries, Function<ChainEntry, @Nullable String> column) {
    return entries.stream().map(column).toArray(String[]::new);
  }

  private static @Nullable String signedBy(@Nullable Signed signature) {
    return signature == null ? null : signature.by();
  }

  private static @Nullable String signature(@Nullable Signed signature) {
    return signature == null ? null : signature.value();
  }

  /** The whole chain, as it is in the database. */
  List<ChainEntry> all(String chain) {
    return jdbc.sql("select * from muster_evidence where chain = ? order by number")
        .param(chain)
        .query((row, number) -> read(row))
        .list();
  }

  /** The chains about this person that are no cases. */
  List<String> chainsOf(String person) {
    return jdbc.sql(
            """
            select distinct chain from muster_evidence
            where person = ? and chain like 'person/%' order by chain
            """)
        .param(person)
        .query(String.class)
        .list();
  }

  /** When the very first entry was written. */
  Optional<Instant> begun() {
    return jdbc.sql("select recorded_at from muster_evidence order by recorded_at limit 1")
        .query((row, number) -> row.getTimestamp("recorded_at").toInstant())
        .optional();
  }

  /** The cases whose first entry was written in this time. */
  List<BegunCase> begun(Instant from, Instant until, int limit) {
    return jdbc.sql(
            """
            select first.chain, first.recorded_at, first.kind, first.content, (
              select person from muster_evidence e where e.chain = first.chain
                and e.person is not null order by e.number desc limit 1) as person
            from muster_evidence first
            where first.number = 1 and first.recorded_at >= ? and first.recorded_at < ?
              and first.chain like 'case/%'
            order by first.recorded_at limit ?
            """)
        .params(Timestamp.from(from), Timestamp.from(until), limit)
        .query(
            (row, number) ->
                new BegunCase(
                    row.getString("chain").substring(CASE.length()),
                    row.getTimestamp("recorded_at").toInstant(),
                    process(row.getString("kind"), row.getString("content")),
                    row.getString("person")))
        .list();
  }

  private static @Nullable String process(String kind, String content) {
    var process = PROCESS.matcher(content);
    return kind.equals(Kinds.CASE_STARTED) && process.find() ? process.group(1) : null;
  }

  /** Those of these cases whose chain has an entry of this kind. */
  List<String> with(String kind, Collection<String> caseIds) {
    return jdbc.sql("select distinct chain from muster_evidence where chain = any(?) and kind = ?")
        .params(caseIds.stream().map(CASE::concat).toArray(String[]::new), kind)
        .query((row, number) -> row.getString("chain").substring(CASE.length()))
        .list();
  }

  List<String> known(Collection<String> caseIds) {
    // not "= 1", which would lead past the index of that alone, through all cases there are
    return jdbc.sql("select chain from muster_evidence where chain = any(?) and number < 2")
        .param(caseIds.stream().map(CASE::concat).toArray(String[]::new))
        .query((row, number) -> row.getString("chain").substring(CASE.length()))
        .list();
  }

  private static ChainEntry read(ResultSet row) throws SQLException {
    var by = row.getString("signed_by");
    return new ChainEntry(
        row.getString("chain"),
        row.getLong("number"),
        row.getString("previous"),
        row.getTimestamp("recorded_at").toInstant(),
        row.getString("kind"),
        row.getString("content"),
        row.getString("hash"),
        signed(by, row.getString("signature")),
        row.getString("person"));
  }

  static @Nullable Signed signed(@Nullable String by, @Nullable String signature) {
    return by == null || signature == null ? null : new Signed(by, signature);
  }
}
