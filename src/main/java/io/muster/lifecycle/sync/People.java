package io.muster.lifecycle.sync;

import io.muster.devices.FleetMirror.FleetUser;
import io.muster.devices.FleetUserId;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Member;
import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is in the mirrored groups, in {@code muster_sync_person}. */
@Component
class People {
  private static final String PUT =
      """
      insert into muster_sync_person as p
        (connection, account, login, name, mail, employee, status)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (connection, account) do update set
        to_sort = p.to_sort or (p.login, p.name, p.mail, p.employee, p.status) is distinct from
          (excluded.login, excluded.name, excluded.mail, excluded.employee, excluded.status),
        to_compare = p.to_compare or p.to_read,
        login = excluded.login, name = excluded.name, mail = excluded.mail,
        employee = excluded.employee, status = excluded.status, to_read = false
      """;

  private static final RowMapper<Person> ROW =
      (row, number) ->
          new Person(
              new AccountId(row.getString("account")),
              row.getString("login"),
              row.getString("name"),
              row.getString("mail"),
              Optional.<String>ofNullable(row.getString("employee"))
                  .map(EmployeeId::new)
                  .orElse(null),
              Account.Status.valueOf(row.getString("status")));

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  People(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** A person as last seen in the directory. */
  record Person(
      AccountId account,
      String login,
      String name,
      @Nullable String mail,
      @Nullable EmployeeId employee,
      Account.Status status) {}

  /** Writes down who these are now; whoever changed is sorted again. */
  void put(String connection, List<Member> members) {
    batches.batchUpdate(PUT, members.stream().map(member -> values(connection, member)).toList());
  }

  private static @Nullable Object[] values(String connection, Member member) {
    var account = member.account();
    var employee = account.employee();
    return new @Nullable Object[] {
      connection,
      account.id().value(),
      account.login(),
      member.name(),
      member.mail(),
      employee == null ? null : employee.value(),
      account.status().name()
    };
  }

  /** Somebody came into a group of whom nothing may be known yet. */
  void meet(String connection, AccountId account) {
    jdbc.sql(
            """
            insert into muster_sync_person as p
              (connection, account, login, name, status, to_read, to_sort)
            values (?, ?, '', '', 'OTHER', true, true)
            on conflict (connection, account) do update set to_compare = true
            """)
        .params(connection, account.value())
        .update();
  }

  /** Something about the account changed; if it is in a mirrored group, it is read again. */
  void changed(String connection, AccountId account) {
    jdbc.sql("update muster_sync_person set to_read = true where connection = ? and account = ?")
        .params(connection, account.value())
        .update();
  }

  void gone(String connection, AccountId account) {
    jdbc.sql(
            """
            update muster_sync_person set status = 'RETIRED', to_read = false, to_sort = true
            where connection = ? and account = ?
            """)
        .params(connection, account.value())
        .update();
  }

  List<Person> toRead(String connection, int most) {
    return list("to_read", connection, most);
  }

  List<Person> toSort(String connection, int most) {
    return list("to_sort and not to_read", connection, most);
  }

  void sorted(String connection, AccountId account, boolean inScope, String reason) {
    jdbc.sql(
            """
            update muster_sync_person set in_scope = ?, reason = ?, to_sort = false,
              to_compare = true where connection = ? and account = ?
            """)
        .params(inScope, reason, connection, account.value())
        .update();
  }

  List<Person> toCompare(String connection, int most) {
    return list("to_compare", connection, most);
  }

  void compared(String connection, AccountId account) {
    jdbc.sql(
            "update muster_sync_person set to_compare = false where connection = ? and account = ?")
        .params(connection, account.value())
        .update();
  }

  // in the fleet

  /** Those in scope whose user in the fleet is not known, without those it failed for. */
  List<Person> unknownInFleet(String connection, int most) {
    return list(
        """
        fleet_user is null and in_scope and problem is null and exists (
          select 1 from muster_sync_member m where m.connection = muster_sync_person.connection
          and m.account = muster_sync_person.account and m.wanted)
        """,
        connection,
        most);
  }

  void isUser(String connection, AccountId account, FleetUserId user) {
    jdbc.sql(
            """
            update muster_sync_person set fleet_user = ?, problem = null
            where connection = ? and account = ?
            """)
        .params(user.value(), connection, account.value())
        .update();
  }

  void failed(String connection, AccountId account, String problem) {
    jdbc.sql("update muster_sync_person set problem = ? where connection = ? and account = ?")
        .params(problem, connection, account.value())
        .update();
  }

  /** These are the users with these addresses. */
  void areUsers(String connection, List<FleetUser> users) {
    batches.batchUpdate(
        """
        update muster_sync_person set fleet_user = ?, problem = null
        where connection = ? and lower(mail) = lower(?) and fleet_user is null
        """,
        users.stream()
            .filter(user -> user.email() != null)
            .map(
                user ->
                    new Object[] {
                      user.id().value(), connection, Objects.requireNonNull(user.email())
                    })
            .toList());
  }

  /** What stands in the way of whom, for people. */
  List<String> problems(String connection) {
    return jdbc.sql(
            """
            select coalesce(employee, login) || ': ' || problem from muster_sync_person
            where connection = ? and problem is not null order by 1 limit 20
            """)
        .param(connection)
        .query(String.class)
        .list();
  }

  private List<Person> list(String which, String connection, int most) {
    return jdbc.sql(
            """
            select account, login, name, mail, employee, status from muster_sync_person
            where connection = ? and %s order by account limit ?
            """
                .formatted(which))
        .params(connection, most)
        .query(ROW)
        .list();
  }
}
