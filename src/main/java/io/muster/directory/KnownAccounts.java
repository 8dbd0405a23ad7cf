package io.muster.directory;

import io.muster.people.EmployeeId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where each person's accounts were seen, kept in {@code muster_account}. It says where to look
 * first and whose an account is, never that one is still there.
 */
@Component
public class KnownAccounts {
  private final JdbcClient jdbc;
  private final Clock clock;

  KnownAccounts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** This account is this employee's, as of now. */
  public void saw(EmployeeId employee, AccountAt place) {
    jdbc.sql(
            """
            insert into muster_account (connection, account, employee, seen_at) values (?, ?, ?, ?)
            on conflict (connection, account)
              do update set employee = excluded.employee, seen_at = excluded.seen_at
            """)
        .params(
            place.connection(),
            place.account().value(),
            employee.value(),
            Timestamp.from(clock.instant()))
        .update();
  }

  /** Every account that was ever seen to be this employee's. */
  public List<AccountAt> of(EmployeeId employee) {
    return jdbc.sql(
            "select connection, account from muster_account where employee = ? order by seen_at desc")
        .param(employee.value())
        .query(
            (row, number) ->
                new AccountAt(row.getString("connection"), new AccountId(row.getString("account"))))
        .list();
  }

  /** Whose the account of this id is, behind whichever connection. */
  public Set<EmployeeId> whose(AccountId account) {
    return jdbc.sql("select distinct employee from muster_account where account = ?")
        .param(account.value())
        .query((row, number) -> new EmployeeId(row.getString("employee")))
        .set();
  }

  /** Whose these accounts are, as far as we know. */
  public Set<EmployeeId> whose(String connection, Set<AccountId> accounts) {
    if (accounts.isEmpty()) {
      return Set.of();
    }
    return jdbc
        .sql(
            "select employee from muster_account where connection = :connection and account in (:accounts)")
        .param("connection", connection)
        .param("accounts", accounts.stream().map(AccountId::value).toList())
        .query(String.class)
        .list()
        .stream()
        .map(EmployeeId::new)
        .collect(Collectors.toSet());
  }
}
