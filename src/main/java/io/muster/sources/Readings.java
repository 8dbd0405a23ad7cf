package io.muster.sources;

import io.muster.intake.Digest;
import io.muster.intake.Inbox;
import io.muster.sources.Snapshots.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whole readings, and those an operator has to look at, in {@code muster_reading}. */
@Component
class Readings {
  private final JdbcClient jdbc;
  private final Inbox inbox;
  private final Clock clock;

  Readings(JdbcClient jdbc, Inbox inbox, Clock clock) {
    this.jdbc = jdbc;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** How many people the last whole reading had that was taken in; 0 if there is none. */
  int lastCount(String source) {
    return jdbc.sql(
            """
            select people from muster_reading
            where source = ? and whole and taken order by id desc limit 1
            """)
        .param(source)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** When the source was first taken in whole, if it ever was. */
  Optional<Instant> first(String source) {
    return jdbc.sql("select min(taken_at) from muster_reading where source = ? and whole and taken")
        .param(source)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** Notes a whole reading that was taken in; one that was held before it no longer matters. */
  @Transactional
  public long taken(String source, List<WorkerSnapshot> people, Instant at) {
    overtake(source, true);
    return insert(source, people, true, at, digest(people), null, null);
  }

  /** Keeps a reading that nothing was done about; the same again is the same one. */
  @Transactional
  public Reading hold(
      String source,
      List<WorkerSnapshot> people,
      boolean whole,
      Instant at,
      String why,
      List<String> plan) {
    var digest = digest(people);
    var waiting =
        held(source).stream()
            .filter(held -> held.digest().equals(digest) && held.whole() == whole)
            .findFirst();
    if (waiting.isPresent()) {
      return Reading.held(waiting.get().number(), why);
    }
    overtake(source, whole);
    var number = insert(source, people, whole, at, digest, why, String.join("\n", plan));
    var text =
        "Nothing of reading %d of the source was taken in. %s Look at /api/sources/%s/readings/%d and let it through there, or have the source corrected."
            .formatted(number, why, source, number);
    inbox.refuse(source, "reading-" + number, null, text, text);
    return Reading.held(number, why);
  }

  /**
   * Notes that an operator lets a held reading through, once.
   *
   * @throws NotHeld if it is not, or no longer, held
   */
  @Transactional
  public Decided decide(long number, String by) {
    var decided =
        jdbc.sql(
                """
                update muster_reading set decided_by = ?, decided_at = ?, taken = true
                where id = ? and held is not null and decided_by is null
                returning source, whole, taken_at, content
                """)
            .params(by, utc(clock.instant()), number)
            .query(
                (row, count) ->
                    new Decided(
                        row.getString("source"),
                        row.getBoolean("whole"),
                        row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                        Payloads.snapshots(row.getString("content"))))
            .optional();
    return decided.orElseThrow(() -> new NotHeld(number));
  }

  /** What is held of a source. */
  List<Held> held(String source) {
    return jdbc.sql(
            """
            select * from muster_reading
            where source = ? and held is not null and decided_by is null order by id desc
            """)
        .param(source)
        .query((row, count) -> read(row))
        .list();
  }

  Optional<Held> find(String source, long number) {
    return jdbc.sql("select * from muster_reading where source = ? and id = ? and held is not null")
        .params(source, number)
        .query((row, count) -> read(row))
        .optional();
  }

  private void overtake(String source, boolean whole) {
    jdbc.sql(
            """
            update muster_reading set decided_by = 'overtaken by a later reading', decided_at = ?,
              content = null
            where source = ? and whole = ? and whole and held is not null and decided_by is null
            """)
        .params(utc(clock.instant()), source, whole)
        .update();
  }

  private long insert(
      String source,
      List<WorkerSnapshot> people,
      boolean whole,
      Instant at,
      String digest,
      @Nullable String held,
      @Nullable String plan) {
    return jdbc.sql(
            """
            insert into muster_reading
              (source, taken_at, whole, people, digest, held, plan, content, taken)
            values (:source, :at, :whole, :people, :digest, :held, :plan, :content, :taken)
            returning id
            """)
        .param("source", source)
        .param("at", utc(at))
        .param("whole", whole)
        .param("people", people.size())
        .param("digest", digest)
        .param("held", held)
        .param("plan", plan)
        .param("content", held == null ? null : Payloads.of(people))
        .param("taken", held == null)
        .query(Long.class)
        .single();
  }

  /** Of what is said, not of when. */
  private static String digest(List<WorkerSnapshot> people) {
    return Digest.of(
        Payloads.of(
            people.stream()
                .map(
                    person ->
                        new WorkerSnapshot(
                            person.employee(),
                            person.record(),
                            person.status(),
                            person.facts(),
                            person.leaving(),
                            person.planned(),
                            Instant.EPOCH,
                            person.earlier(),
                            person.unread()))
                .toList()));
  }

  private static Held read(ResultSet row) throws SQLException {
    var plan = row.getString("plan");
    return new Held(
        row.getLong("id"),
        row.getObject("taken_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("whole"),
        row.getInt("people"),
        row.getString("held"),
        row.getString("digest"),
        row.getString("decided_by"),
        plan == null ? List.of() : plan.lines().toList());
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * A reading that nothing was done about.
   *
   * @param decidedBy who let it through, or what overtook it; null while it is held
   * @param plan what it would do, person by person
   */
  record Held(
      long number,
      Instant takenAt,
      boolean whole,
      int people,
      String why,
      String digest,
      @Nullable String decidedBy,
      List<String> plan) {}

  /** A reading that an operator has let through. */
  record Decided(String source, boolean whole, Instant takenAt, List<WorkerSnapshot> people) {}

  /** Nothing is held under this number. */
  static final class NotHeld extends RuntimeException {
    NotHeld(long number) {
      super(
          "Reading %d is not held: it was let through, or a later one came in its place."
              .formatted(number));
    }
  }
}
