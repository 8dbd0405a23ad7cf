package io.muster.directory;

import io.muster.people.EmployeeId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Accounts whose manager has no account in the same directory, kept in {@code
 * muster_missing_manager} until there is one.
 */
@Component
public class MissingManagers {
  private final JdbcClient jdbc;
  private final Clock clock;

  MissingManagers(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * An account that does not show the manager HR names.
   *
   * @param since when that was first so
   */
  public record Missing(AccountAt place, EmployeeId employee, EmployeeId manager, Instant since) {}

  /** This account cannot show this manager yet. */
  public void isMissing(AccountAt place, EmployeeId employee, EmployeeId manager) {
    jdbc.sql(
            """
            insert into muster_missing_manager as m (connection, account, employee, manager, since)
            values (?, ?, ?, ?, ?)
            on conflict (connection, account) do update set
              employee = excluded.employee, manager = excluded.manager,
              since = case when m.manager = excluded.manager then m.since else excluded.since end
            """)
        .params(
            place.connection(),
            place.account().value(),
            employee.value(),
            manager.value(),
            Timestamp.from(clock.instant()))
        .update();
  }

  /** This account shows what HR says, or is to show nobody. */
  public void isSettled(AccountAt place) {
    jdbc.sql("delete from muster_missing_manager where connection = ? and account = ?")
        .params(place.connection(), place.account().value())
        .update();
  }

  /** The accounts of one directory that wait for this manager. */
  public List<Missing> waitingFor(EmployeeId manager, String connection) {
    return list(
        jdbc.sql(
                """
                select * from muster_missing_manager where manager = ? and connection = ?
                order by since, account
                """)
            .params(manager.value(), connection));
  }

  /** Those that have waited longest in one directory. */
  public List<Missing> oldest(String connection, int limit) {
    return list(
        jdbc.sql(
                """
                select * from muster_missing_manager where connection = ?
                order by since, account limit ?
                """)
            .params(connection, limit));
  }

  /** The newest of every directory. */
  public List<Missing> newest(int limit) {
    return list(
        jdbc.sql(
                """
                select * from muster_missing_manager
                order by since desc, connection, account limit ?
                """)
            .params(limit));
  }

  private static List<Missing> list(JdbcClient.StatementSpec which) {
    return which
        .query(
            (row, number) ->
                new Missing(
                    new AccountAt(
                        row.getString("connection"), new AccountId(row.getString("account"))),
                    new EmployeeId(row.getString("employee")),
                    new EmployeeId(row.getString("manager")),
                    row.getTimestamp("since").toInstant()))
        .list();
  }
}
