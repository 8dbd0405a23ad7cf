package io.muster.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
  private static final String LOGIN = "login";

  private final JdbcClient jdbc;
  private final LegalHolds holds;
  private final Clock clock;

  JdbcWorkforce(JdbcClient jdbc, LegalHolds holds, Clock clock) {
    this.jdbc = jdbc;
    this.holds = holds;
    this.clock = clock;
  }

  @Override
  public Optional<Worker> find(EmployeeId employee) {
    return jdbc.sql(
            """
            select worker.*, exists (select from muster_legal_hold held
                where held.employee = worker.employee and held.lifted_at is null) as held
            from muster_worker worker where worker.employee = ?
            """)
        .param(employee.value())
        .query((row, number) -> read(row, row.getBoolean("held")))
        .optional();
  }

  @Override
  public long employed() {
    return jdbc.sql(
            """
            select count(*) from muster_worker worker where not exists (
              select 1 from muster_lane lane where lane.employee = worker.employee
                and lane.employment in ('TERMINATED', 'HIRE_RESCINDED'))
            """)
        .query(Long.class)
        .single();
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
  public Set<String> takenByOthers(EmployeeId employee, Set<String> addresses) {
    if (addresses.isEmpty()) {
      return Set.of();
    }
    var taken =
        jdbc.sql(
                """
                select lower(btrim(other.work_email)) from muster_worker other
                left join muster_lane lane on lane.employee = other.employee
                where other.employee <> :employee
                  and lower(btrim(other.work_email)) in (:addresses)
                  and lane.employment is distinct from 'HIRE_RESCINDED'
                  and (lane.employment is distinct from 'TERMINATED' or lane.last_day >= :today)
                """)
            .param("employee", employee.value())
            .param("addresses", addresses.stream().map(JdbcWorkforce::plain).toList())
            .param("today", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
            .query(String.class)
            .set();
    return addresses.stream()
        .filter(address -> taken.contains(plain(address)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String plain(String address) {
    return address.strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public Set<String> namesOf(EmployeeId employee) {
    return traces(employee, NAME);
  }

  @Override
  public Set<String> loginsOf(EmployeeId employee) {
    return traces(employee, LOGIN);
  }

  @Override
  public void sawLogin(EmployeeId employee, String login) {
    trace(employee, LOGIN, login);
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
