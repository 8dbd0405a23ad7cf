package io.muster.leavers;

import io.muster.people.EmployeeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the clocks in {@code muster_leaver_clock}. */
@Component
class JdbcLeaverClock implements LeaverClock {
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JdbcLeaverClock(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
  }

  /** A clock was started, or started anew. */
  record Started(String caseId) {}

  /**
   * Which leavers to read.
   *
   * @param secured only those who are secured, or are not; null for both
   * @param employee only this one, or null for all
   * @param before only those with a lower number, or null for the newest
   * @param limit how many at the most
   */
  record Query(
      @Nullable Boolean secured, @Nullable EmployeeId employee, @Nullable Long before, int limit) {}

  @Override
  public void starts(String caseId, EmployeeId employee, Instant effectiveAt) {
    var changed =
        jdbc.sql(
                """
                insert into muster_leaver_clock as c (case_id, employee, effective_at)
                values (?, ?, ?)
                on conflict (case_id) do update set
                  effective_at = excluded.effective_at, ended_at = null, ended_how = null
                -- a step that runs twice must not wait here for whoever holds the row
                where c.effective_at <> excluded.effective_at or c.ended_at is not null
                """)
            .params(caseId, employee.value(), Timestamp.from(effectiveAt))
            .update();
    if (changed > 0) {
      events.publishEvent(new Started(caseId));
      events.publishEvent(new ClockChanged(caseId, employee, effectiveAt, null));
    }
  }

  @Override
  public void ends(String caseId, String how) {
    jdbc.sql(
            """
            update muster_leaver_clock set ended_at = ?, ended_how = ?
            where case_id = ? and ended_at is null
            """)
        .params(Timestamp.from(clock.instant()), how, caseId)
        .update();
  }

  /** Reads the clock and keeps others from judging the same leaver until this transaction ends. */
  Optional<Leaver> lock(String caseId) {
    return jdbc.sql("select * from muster_leaver_clock where case_id = ? for update")
        .param(caseId)
        .query((row, number) -> read(row))
        .optional();
  }

  Optional<Leaver> find(String caseId) {
    return jdbc.sql("select * from muster_leaver_clock where case_id = ?")
        .param(caseId)
        .query((row, number) -> read(row))
        .optional();
  }

  /** Everything is settled since then, or something is not. */
  void secured(String caseId, @Nullable Instant since) {
    jdbc.sql(
            """
            update muster_leaver_clock set
              secured_at = :since, first_secured_at = coalesce(first_secured_at, :since)
            where case_id = :caseId
            """)
        .param("since", since == null ? null : Timestamp.from(since))
        .param("caseId", caseId)
        .update();
  }

  /** In words, not by a parameter, or no plan could use the index of those who are not. */
  private static String secured(@Nullable Boolean secured) {
    if (secured == null) {
      return "";
    }
    return secured ? "and secured_at is not null " : "and secured_at is null ";
  }

  /** The newest first. */
  List<Leaver> newest(Query query) {
    // said only where it is asked for, or the plan that is kept could not use the person's index
    var about =
        secured(query.secured())
            + (query.employee() == null ? "" : "and employee = :employee ")
            + (query.before() == null ? "" : "and number < :before");
    return jdbc.sql(
            """
            select * from muster_leaver_clock where true %s
            order by number desc limit :limit
            """
                .formatted(about))
        .param("employee", query.employee() == null ? null : query.employee().value())
        .param("before", query.before())
        .param("limit", query.limit())
        .query((row, number) -> read(row))
        .list();
  }

  /** Running cases whose employment has ended and who are not secured, the oldest first. */
  List<Leaver> unsecured(int limit) {
    return jdbc.sql(
            """
            select * from muster_leaver_clock
            where secured_at is null and ended_at is null and effective_at <= ?
            order by effective_at limit ?
            """)
        .params(Timestamp.from(clock.instant()), limit)
        .query((row, number) -> read(row))
        .list();
  }

  /** Those whose employment ended within this span; who was called off before that, never left. */
  List<Leaver> effectiveWithin(Duration span) {
    var now = clock.instant();
    return jdbc.sql(
            """
            select * from muster_leaver_clock
            where effective_at > ? and effective_at <= ?
              and (ended_at is null or ended_at >= effective_at)
            order by number
            """)
        .params(Timestamp.from(now.minus(span)), Timestamp.from(now))
        .query((row, number) -> read(row))
        .list();
  }

  /** How many running cases are not secured although the promised span has passed. */
  long unsecuredAfter(Duration promise) {
    return jdbc.sql(
            """
            select count(*) from muster_leaver_clock
            where secured_at is null and ended_at is null and effective_at < ?
            """)
        .param(Timestamp.from(clock.instant().minus(promise)))
        .query(Long.class)
        .single();
  }

  private static Leaver read(ResultSet row) throws SQLException {
    return new Leaver(
        row.getLong("number"),
        row.getString("case_id"),
        new EmployeeId(row.getString("employee")),
        row.getTimestamp("effective_at").toInstant(),
        instant(row, "secured_at"),
        instant(row, "first_secured_at"),
        instant(row, "ended_at"),
        row.getString("ended_how"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }
}
