package io.muster.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the holds in {@code muster_legal_hold}. */
@Component
class JdbcLegalHolds implements LegalHolds {
  private static final Logger log = LoggerFactory.getLogger(JdbcLegalHolds.class);

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JdbcLegalHolds(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public boolean held(EmployeeId employee) {
    return jdbc.sql(
            "select exists (select from muster_legal_hold where employee = ? and lifted_at is null)")
        .param(employee.value())
        .query(Boolean.class)
        .single();
  }

  @Override
  public void place(EmployeeId employee, String by, String reason) {
    var placed =
        jdbc.sql(
                """
                insert into muster_legal_hold (employee, placed_at, placed_by, reason)
                values (:employee, :now, :by, :reason)
                on conflict (employee) where lifted_at is null do nothing
                """)
            .param("employee", employee.value())
            .param("now", now())
            .param("by", by)
            .param("reason", reason)
            .update();
    if (placed > 0) {
      log.info("employee {} is under legal hold, placed by {}", employee, by);
      events.publishEvent(new HoldChanged(employee, true, clock.instant(), by, reason));
    }
  }

  @Override
  public boolean lift(EmployeeId employee, String by, String why) {
    var lifted =
        jdbc.sql(
                """
                update muster_legal_hold set lifted_at = :now, lifted_by = :by, lifted_why = :why
                where employee = :employee and lifted_at is null
                """)
            .param("employee", employee.value())
            .param("now", now())
            .param("by", by)
            .param("why", why)
            .update();
    if (lifted > 0) {
      log.info("the legal hold on employee {} is lifted by {}", employee, by);
      events.publishEvent(new HoldChanged(employee, false, clock.instant(), by, why));
    }
    return lifted > 0;
  }

  @Override
  public List<Hold> standing() {
    return jdbc.sql("select * from muster_legal_hold where lifted_at is null order by id desc")
        .query((row, number) -> read(row))
        .list();
  }

  @Override
  public List<Hold> of(EmployeeId employee) {
    return jdbc.sql("select * from muster_legal_hold where employee = ? order by id desc")
        .param(employee.value())
        .query((row, number) -> read(row))
        .list();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Hold read(ResultSet row) throws SQLException {
    return new Hold(
        row.getString("employee"),
        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
        row.getString("placed_by"),
        row.getString("reason"),
        instant(row, "lifted_at"),
        row.getString("lifted_by"),
        row.getString("lifted_why"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
