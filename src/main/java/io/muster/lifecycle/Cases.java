package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which cases run, one per process and person. Business keys are not unique in the engine; rows
 * here are.
 */
@Component
public class Cases {
  private static final String ASIDE = "/";

  private final JdbcClient jdbc;
  private final Clock clock;

  Cases(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Takes the one place there is; false if another case has it. Waits for a rival to decide. */
  public boolean open(String process, EmployeeId employee, String caseId) {
    return jdbc.sql(
                """
                insert into muster_case (process, employee, case_id, started_at)
                values (?, ?, ?, ?) on conflict do nothing
                """)
            .params(process, employee.value(), caseId, Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  /** The running case of this process for this person. */
  public Optional<String> running(String process, EmployeeId employee) {
    return jdbc.sql("select case_id from muster_case where process = ? and employee = ?")
        .params(process, employee.value())
        .query(String.class)
        .optional();
  }

  /** Whom this running case is about. */
  Optional<EmployeeId> about(String caseId) {
    return jdbc.sql(
            "select employee from muster_case where case_id = ? order by started_at limit 1")
        .param(caseId)
        .query(String.class)
        .optional()
        .map(EmployeeId::new);
  }

  /**
   * The running cases of a process, those that began last first.
   *
   * @param limit no more than this many
   */
  public List<Begun> newest(String process, int limit) {
    return jdbc.sql(
            """
            select employee, case_id, started_at from muster_case where process = ?
            order by started_at desc limit ?
            """)
        .params(process, limit)
        .query(
            (row, number) ->
                new Begun(
                    row.getString("case_id"),
                    new EmployeeId(row.getString("employee")),
                    row.getTimestamp("started_at").toInstant()))
        .list();
  }

  /** How many cases of a process run. */
  public int count(String process) {
    return jdbc.sql("select count(*) from muster_case where process = ?")
        .param(process)
        .query(Integer.class)
        .single();
  }

  /** A running case, and since when it runs. */
  public record Begun(String caseId, EmployeeId employee, Instant startedAt) {}

  /** Every case that runs for this person. */
  List<Running> running(EmployeeId employee) {
    return jdbc.sql("select process, case_id from muster_case where employee = ?")
        .param(employee.value())
        .query((row, number) -> new Running(row.getString("process"), row.getString("case_id")))
        .list();
  }

  /**
   * A case that runs.
   *
   * @param process its process, and more if it was {@link #setAside set aside}
   */
  record Running(String process, String caseId) {
    boolean isOf(String key) {
      return process.equals(key) || process.startsWith(key + ASIDE);
    }
  }

  /** Has the case leave its place to another of the same process; it still counts as running. */
  void setAside(String caseId) {
    jdbc.sql("update muster_case set process = process || ? where case_id = ?")
        .params(ASIDE + caseId, caseId)
        .update();
  }

  /** Gives the place free. */
  public void close(String caseId) {
    jdbc.sql("delete from muster_case where case_id = ?").param(caseId).update();
  }
}
