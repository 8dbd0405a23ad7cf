package io.muster.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the workforce in {@code muster_worker}, but for legal holds, which are kept apart. */
@Component
class JdbcWorkforce implements Workforce {
  private final JdbcClient jdbc;
  private final LegalHolds holds;

  JdbcWorkforce(JdbcClient jdbc, LegalHolds holds) {
    this.jdbc = jdbc;
    this.holds = holds;
  }

  @Override
  public Optional<Worker> find(EmployeeId employee) {
    return jdbc.sql("select * from muster_worker where employee = ?")
        .param(employee.value())
        .query((row, number) -> read(row, holds.held(employee)))
        .optional();
  }

  @Override
  public void know(Worker worker) {
    jdbc.sql(
            """
            insert into muster_worker (employee, given_name, family_name, work_email, department, title,
              location, cost_center, manager, zone, start_date)
            values (:employee, :given, :family, :email, :department, :title,
              :location, :costCenter, :manager, :zone, :start)
            on conflict (employee) do update set given_name = excluded.given_name,
              family_name = excluded.family_name, work_email = excluded.work_email,
              department = excluded.department, title = excluded.title, location = excluded.location,
              cost_center = excluded.cost_center, manager = excluded.manager, zone = excluded.zone,
              start_date = excluded.start_date
            """)
        .param("employee", worker.id().value())
        .param("given", worker.givenName())
        .param("family", worker.familyName())
        .param("email", worker.workEmail())
        .param("department", worker.department())
        .param("title", worker.title())
        .param("location", worker.location())
        .param("costCenter", worker.costCenter())
        .param("manager", worker.manager() == null ? null : worker.manager().value())
        .param("zone", worker.zone().getId())
        .param("start", worker.startDate())
        .update();
    if (worker.legalHold()) {
      holds.place(worker.id(), "hr", "HR says so");
    }
  }

  private static Worker read(ResultSet row, boolean held) throws SQLException {
    var manager = row.getString("manager");
    return new Worker(
        new EmployeeId(row.getString("employee")),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getString("work_email"),
        row.getString("department"),
        row.getString("title"),
        row.getString("location"),
        row.getString("cost_center"),
        manager == null ? null : new EmployeeId(manager),
        ZoneId.of(row.getString("zone")),
        row.getObject("start_date", LocalDate.class),
        held);
  }
}
