package io.muster.people;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the newest word about a person's employment in {@code muster_lane}. */
@Component
class JdbcDepartures implements Departures {
  private final JdbcClient jdbc;
  private final Workforce workforce;

  JdbcDepartures(JdbcClient jdbc, Workforce workforce) {
    this.jdbc = jdbc;
    this.workforce = workforce;
  }

  @Override
  public boolean leaves(EmployeeId employee) {
    return jdbc.sql(
                """
                select count(*) from muster_lane
                where employee = ? and employment in ('TERMINATED', 'HIRE_RESCINDED')
                """)
            .param(employee.value())
            .query(Long.class)
            .single()
        > 0;
  }

  @Override
  public Optional<Instant> lastDayEnds(EmployeeId employee, ZoneId otherwise) {
    return jdbc.sql(
            """
            select last_day, last_day_zone from muster_lane
            where employee = ? and employment = 'TERMINATED' and last_day is not null
            """)
        .param(employee.value())
        .query(
            (row, number) -> {
              var named = row.getString("last_day_zone");
              var zone =
                  named == null
                      ? workforce.find(employee).map(Worker::zone).orElse(otherwise)
                      : ZoneId.of(named);
              var lastDay = row.getObject("last_day", LocalDate.class);
              return lastDay.plusDays(1).atStartOfDay(zone).toInstant();
            })
        .optional();
  }
}
