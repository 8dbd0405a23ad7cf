package io.muster.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the workforce in {@code muster_worker} and what people were called before in {@code
 * muster_worker_trace}. Legal holds are kept apart.
 */
@Component
class JdbcWorkforce implements Workforce {
  private static final String ADDRESS = "address";
  private static final String NAME = "name";

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
    trace(worker.id(), ADDRESS, worker.workEmail());
    trace(worker.id(), NAME, worker.fullName());
    if (worker.legalHold()) {
      holds.place(worker.id(), "hr", "HR says so");
    }
  }

  private void trace(EmployeeId employee, String kind, String value) {
    if (!value.isBlank()) {
      jdbc.sql(
              """
              insert into muster_worker_trace (employee, kind, value) values (?, ?, ?)
              on conflict do nothing
              """)
          .params(employee.value(), kind, value.strip())
          .update();
    }
  }

  @Override
  public Set<String> addressesOf(EmployeeId employee) {
    return traces(employee, ADDRESS);
  }

  @Override
  public Set<String> namesOf(EmployeeId employee) {
    return traces(employee, NAME);
  }

  private Set<String> traces(EmployeeId employee, String kind) {
    return jdbc.sql("select value from muster_worker_trace where employee = ? and kind = ?")
        .params(employee.value(), kind)
        .query(String.class)
        .set();
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
