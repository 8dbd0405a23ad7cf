package io.muster.people;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks for namesakes in {@code muster_worker}, but for those who have left or do not come. */
@Component
class JdbcNamesakes implements Namesakes {
  private final JdbcClient jdbc;

  JdbcNamesakes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Namesake> of(EmployeeId employee, LocalDate today, LocalDate since) {
    return jdbc.sql(
            """
            select other.employee, other.start_date,
              lower(other.work_email) = lower(person.work_email) as same_address
            from muster_worker person
            join muster_worker other on other.employee <> person.employee and (
              lower(other.work_email) = lower(person.work_email)
              or other.start_date >= :since and (
                lower(split_part(other.work_email, '@', 1))
                  = lower(split_part(person.work_email, '@', 1))
                or lower(other.given_name) = lower(person.given_name)
                  and lower(other.family_name) = lower(person.family_name)))
            left join muster_lane lane on lane.employee = other.employee
            where person.employee = :employee
              and lane.employment is distinct from 'HIRE_RESCINDED'
              and (lane.employment is distinct from 'TERMINATED' or lane.last_day >= :today)
            order by other.employee
            """)
        .param("employee", employee.value())
        .param("today", today)
        .param("since", since)
        .query(
            (row, number) ->
                new Namesake(
                    new EmployeeId(row.getString("employee")),
                    row.getObject("start_date", LocalDate.class),
                    row.getBoolean("same_address")))
        .list();
  }
}
