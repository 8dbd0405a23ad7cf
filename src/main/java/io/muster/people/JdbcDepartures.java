package io.muster.people;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the newest word about a person's employment in {@code muster_lane}. */
@Component
class JdbcDepartures implements Departures {
  private final JdbcClient jdbc;

  JdbcDepartures(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
}
