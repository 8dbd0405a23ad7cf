package io.muster.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps announced changes in {@code muster_announced}. */
@Component
class JdbcAnnouncements implements Announcements {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, @Nullable String>> FIELDS =
      new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Workforce workforce;
  private final Clock clock;

  JdbcAnnouncements(JdbcClient jdbc, Workforce workforce, Clock clock) {
    this.jdbc = jdbc;
    this.workforce = workforce;
    this.clock = clock;
  }

  @Override
  public void announce(Changed change, Instant effectiveAt) {
    if (isTakenBack(change, effectiveAt)) {
      return;
    }
    var facts =
        workforce
            .find(change.employee())
            .map(known -> WorkerFields.differing(known, change.worker()))
            .orElseGet(() -> WorkerFields.of(change.worker()));
    jdbc.sql(
            """
            insert into muster_announced
              (source, event_id, employee, occurred_at, effective_at, effective_day, facts)
            values (:source, :event, :employee, :occurred, :effective, :day, :facts)
            on conflict (source, event_id) do nothing
            """)
        .param("source", change.origin().source())
        .param("event", change.origin().eventId())
        .param("employee", change.employee().value())
        .param("occurred", utc(change.origin().occurredAt()))
        .param("effective", utc(effectiveAt))
        .param("day", change.effective())
        .param("facts", written(facts))
        .update();
  }

  private boolean isTakenBack(Changed change, Instant effectiveAt) {
    return jdbc.sql(
            """
            select count(*) > 0 from muster_announced
            where employee = :employee and withdrawal and occurred_at >= :occurred
              and coalesce(effective_day = :day, effective_at = :effective)
            """)
        .param("employee", change.employee().value())
        .param("occurred", utc(change.origin().occurredAt()))
        .param("day", change.effective())
        .param("effective", utc(effectiveAt))
        .query(Boolean.class)
        .single();
  }

  @Override
  public boolean withdraw(ChangeRescinded change, Instant effectiveAt) {
    jdbc.sql(
            """
            insert into muster_announced
              (source, event_id, employee, occurred_at, effective_at, effective_day, facts,
               adopted_at, withdrawal)
            values (:source, :event, :employee, :occurred, :effective, :day, '{}', :now, true)
            on conflict (source, event_id) do nothing
            """)
        .param("source", change.origin().source())
        .param("event", change.origin().eventId())
        .param("employee", change.employee().value())
        .param("occurred", utc(change.origin().occurredAt()))
        .param("effective", utc(effectiveAt))
        .param("day", change.effective())
        .param("now", utc(clock.instant()))
        .update();
    return jdbc.sql(
                """
                delete from muster_announced
                where employee = :employee and adopted_at is null and occurred_at <= :occurred
                  and coalesce(effective_day = :day, effective_at = :effective)
                """)
            .param("employee", change.employee().value())
            .param("occurred", utc(change.origin().occurredAt()))
            .param("day", change.effective())
            .param("effective", utc(effectiveAt))
            .update()
        > 0;
  }

  @Override
  public Optional<Instant> next(EmployeeId employee) {
    return jdbc.sql(
            """
            select effective_at from muster_announced
            where employee = ? and adopted_at is null order by effective_at limit 1
            """)
        .param(employee.value())
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public void adoptDue(EmployeeId employee, Instant now) {
    var due =
        jdbc.sql(
                """
                select facts from muster_announced
                where employee = ? and adopted_at is null and effective_at <= ?
                order by effective_at, occurred_at, event_id
                """)
            .params(employee.value(), utc(now))
            .query(String.class)
            .list();
    for (var facts : due) {
      workforce.know(
          workforce
              .find(employee)
              .map(known -> WorkerFields.with(known, read(facts)))
              .orElseGet(() -> WorkerFields.read(employee, read(facts))));
    }
    jdbc.sql(
            """
            update muster_announced set adopted_at = ?
            where employee = ? and adopted_at is null and effective_at <= ?
            """)
        .params(utc(clock.instant()), employee.value(), utc(now))
        .update();
  }

  @Override
  public void countAnew(EmployeeId employee) {
    var here = workforce.find(employee).map(Worker::zone);
    if (here.isEmpty()) {
      return;
    }
    for (var coming : coming(employee)) {
      // whoever moves to another zone is there on that day
      var there = coming.facts().get("timeZone");
      var zone = there == null ? here.get() : ZoneId.of(there);
      jdbc.sql("update muster_announced set effective_at = ? where source = ? and event_id = ?")
          .params(
              utc(coming.day().atStartOfDay(zone).toInstant()), coming.source(), coming.eventId())
          .update();
    }
  }

  private List<Coming> coming(EmployeeId employee) {
    return jdbc.sql(
            """
            select source, event_id, effective_day, facts from muster_announced
            where employee = ? and adopted_at is null and effective_day is not null
            """)
        .param(employee.value())
        .query(
            (row, number) ->
                new Coming(
                    row.getString("source"),
                    row.getString("event_id"),
                    row.getObject("effective_day", LocalDate.class),
                    read(row.getString("facts"))))
        .list();
  }

  @Override
  public void drop(EmployeeId employee, Instant before) {
    jdbc.sql(
            """
            delete from muster_announced
            where employee = ? and adopted_at is null and occurred_at < ?
            """)
        .params(employee.value(), utc(before))
        .update();
  }

  private static String written(Map<String, @Nullable String> facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts are JSON", impossible);
    }
  }

  private static Map<String, @Nullable String> read(String facts) {
    try {
      return JSON.readValue(facts, FIELDS);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("an announced change cannot be read", damaged);
    }
  }

  private record Coming(
      String source, String eventId, LocalDate day, Map<String, @Nullable String> facts) {}

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
