package io.muster.sources;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How each source is doing, and how far it has been read, in {@code muster_source}. */
@Component
class SourceTable implements SourceHealthRecorder, SourceCursors {
  private final JdbcClient jdbc;
  private final Clock clock;

  SourceTable(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void heard(String source) {
    meet(source);
    jdbc.sql(
            """
            update muster_source set heard_at = ?, failing_since = null, failure = null
            where source = ?
            """)
        .params(now(), source)
        .update();
  }

  @Override
  public void failed(String source, String why) {
    meet(source);
    jdbc.sql(
            """
            update muster_source set failing_since = coalesce(failing_since, ?), failure = ?
            where source = ?
            """)
        .params(now(), why, source)
        .update();
  }

  @Override
  public void works(String source, String beginning) {
    jdbc.sql(
            """
            update muster_source set failing_since = null, failure = null
            where source = ? and starts_with(failure, ?)
            """)
        .params(source, beginning)
        .update();
  }

  @Override
  public Optional<String> find(String source) {
    return jdbc.sql("select mark from muster_source where source = ? and mark is not null")
        .param(source)
        .query(String.class)
        .optional();
  }

  @Override
  public void keep(String source, String mark) {
    meet(source);
    jdbc.sql("update muster_source set mark = ? where source = ?").params(mark, source).update();
  }

  /** Notes that there is such a source, from when on its silence counts. */
  void meet(String source) {
    jdbc.sql("insert into muster_source (source, first_seen) values (?, ?) on conflict do nothing")
        .params(source, now())
        .update();
  }

  /** All sources that have ever been met; events count as being heard, whatever brought them. */
  List<Standing> all() {
    return jdbc.sql(
            """
            select s.*, (select max(i.taken_at) from muster_inbox i where i.source = s.source) as event_at
            from muster_source s order by s.source
            """)
        .query((row, number) -> read(row))
        .list();
  }

  /**
   * Whether it is this node's turn to raise the alarm; true once, and again after a while, or as
   * soon as something else goes wrong.
   *
   * @param again after how long
   * @param kinds what is wrong
   */
  boolean mayAlert(String source, Duration again, Set<String> kinds) {
    return jdbc.sql(
                """
                update muster_source set alerted_at = :now, alerted_about = cast(:kinds as text[])
                where source = :source
                and (alerted_at is null or alerted_at <= :since or not cast(:kinds as text[]) <@ alerted_about)
                """)
            .param("now", now())
            .param("kinds", kinds.toArray(String[]::new), Types.ARRAY)
            .param("source", source)
            .param("since", utc(clock.instant().minus(again)))
            .update()
        == 1;
  }

  /** Notes that all is well; true if there had been an alarm. */
  boolean isWellAgain(String source) {
    return jdbc.sql(
                "update muster_source set alerted_at = null where source = ? and alerted_at is not null")
            .param(source)
            .update()
        == 1;
  }

  private OffsetDateTime now() {
    return utc(clock.instant());
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Standing read(ResultSet row) throws SQLException {
    var heard = instant(row, "heard_at");
    var event = instant(row, "event_at");
    return new Standing(
        row.getString("source"),
        heard == null || (event != null && event.isAfter(heard)) ? event : heard,
        row.getObject("first_seen", OffsetDateTime.class).toInstant(),
        instant(row, "failing_since"),
        row.getString("failure"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /**
   * How a source is doing.
   *
   * @param heardAt when it was last heard, or null if never
   * @param firstSeen since when we know of it
   * @param failingSince since when it cannot be read, or null if it can
   * @param failure why not, or null
   */
  record Standing(
      String source,
      @Nullable Instant heardAt,
      Instant firstSeen,
      @Nullable Instant failingSince,
      @Nullable String failure) {}
}
