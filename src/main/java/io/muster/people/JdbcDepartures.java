package io.muster.people;

import io.muster.people.PersonLane.Employment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
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
    return saysOneOf(employee, Set.of(Employment.TERMINATED, Employment.HIRE_RESCINDED));
  }

  @Override
  public boolean worksHere(EmployeeId employee) {
    return saysOneOf(employee, Set.of(Employment.HIRED, Employment.TERMINATION_RESCINDED));
  }

  private boolean saysOneOf(EmployeeId employee, Set<Employment> words) {
    return jdbc.sql(
            "select exists (select from muster_lane where employee = :employee and employment in (:words))")
        .param("employee", employee.value())
        .param("words", words.stream().map(Enum::name).toList())
        .query(Boolean.class)
        .single();
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
