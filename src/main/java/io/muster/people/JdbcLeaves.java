package io.muster.people;

import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the words about leaves in {@code muster_lane}. */
@Component
class JdbcLeaves implements Leaves {
  private final JdbcClient jdbc;
  private final Workforce workforce;

  JdbcLeaves(JdbcClient jdbc, Workforce workforce) {
    this.jdbc = jdbc;
    this.workforce = workforce;
  }

  @Override
  public Optional<Period> of(EmployeeId employee, ZoneId otherwise) {
    return jdbc.sql(
            """
            select leave_day, leave_zone, leave_kind, back_zone,
              case when back_at >= leave_at then back_day end as back_day
            from muster_lane
            where employee = ? and leave_at >= coalesce(hired_at, leave_at)
            """)
        .param(employee.value())
        .query(
            (row, number) -> {
              // days are counted where the person works by now, unless HR named a zone
              var here = workforce.find(employee).map(Worker::zone).orElse(otherwise);
              return read(row, here);
            })
        .optional();
  }

  private static Period read(ResultSet row, ZoneId here) throws SQLException {
    var back = row.getObject("back_day", LocalDate.class);
    return new Period(
        begin(row.getObject("leave_day", LocalDate.class), row.getString("leave_zone"), here),
        back == null ? null : begin(back, row.getString("back_zone"), here),
        Kind.valueOf(row.getString("leave_kind")));
  }

  private static Instant begin(LocalDate day, @Nullable String zone, ZoneId here) {
    return day.atStartOfDay(zone == null ? here : ZoneId.of(zone)).toInstant();
  }
}
