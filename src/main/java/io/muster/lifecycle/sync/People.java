package io.muster.lifecycle.sync;

import io.muster.devices.FleetMirror.FleetUser;
import io.muster.devices.FleetUserId;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.people.EmployeeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * What HR says of a person that the tables are asked by, as one word; null if HR says nothing.
   */
  private static final String FACTS =
      """
      (select md5(concat_ws(chr(31), w.department, w.title, w.location)) from muster_worker w
        where w.employee = p.employee) as facts_now
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

  /**
   * Writes down who these are now; whoever changed is sorted again. An account that was given to
   * somebody else is that person's from now on, and not the device user of whom it was before.
   */
  void put(String connection, List<Member> members) {
    handOver(connection, members);
    batches.batchUpdate(PUT, members.stream().map(member -> values(connection, member)).toList());
  }

  private void handOver(String connection, List<Member> members) {
    var before = holders(connection, members);
    for (var member : members) {
      var account = member.account().id().value();
      var former = before.get(account);
      var holder = member.account().employee();
      if (former != null && holder != null && !former.equals(holder.value())) {
        formerHolder(connection, account, "%s (was %s)".formatted(account, former));
      }
    }
  }

  /** By account, the number of whoever is behind it and known as a device user. */
  private Map<String, String> holders(String connection, List<Member> members) {
    var holders = new HashMap<String, String>();
    jdbc.sql(
            """
            select account, employee from muster_sync_person
            where connection = ? and account = any (?) and employee is not null
            and fleet_user is not null
            """)
        .params(
            connection,
            members.stream().map(it -> it.account().id().value()).toArray(String[]::new))
        .query(
            row -> {
              holders.put(row.getString(1), row.getString(2));
            });
    return holders;
  }

  /** Who had the account before stays as somebody who has left, until their user is taken out. */
  private void formerHolder(String connection, String account, String as) {
    jdbc.sql(
            """
            insert into muster_sync_person (connection, account, login, name, mail, employee,
              status, fleet_user, in_scope, reason, to_sort, to_compare)
            select connection, ?, login, name, mail, employee, 'RETIRED', fleet_user, false,
              'the account is somebody else''s now', false, false
            from muster_sync_person where connection = ? and account = ?
            on conflict (connection, account) do nothing
            """)
        .params(as, connection, account)
        .update();
    jdbc.sql(
            """
            insert into muster_sync_member (connection, group_id, account, present, mirrored)
            select connection, group_id, ?, false, true from muster_sync_member
            where connection = ? and account = ? and mirrored
            on conflict (connection, group_id, account) do update set mirrored = true
            """)
        .params(as, connection, account)
        .update();
    jdbc.sql("update muster_sync_member set mirrored = false where connection = ? and account = ?")
        .params(connection, account)
        .update();
    jdbc.sql("update muster_sync_person set fleet_user = null where connection = ? and account = ?")
        .params(connection, account)
        .update();
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
    // whoever bore the same number bears it alone now
    jdbc.sql(
            """
            update muster_sync_person twin set to_compare = true from muster_sync_person gone
            where gone.connection = ? and gone.account = ? and twin.connection = gone.connection
              and twin.employee = gone.employee and twin.account <> gone.account
            """)
        .params(connection, account.value())
        .update();
  }

  List<Person> toRead(String connection, int most) {
    return list("to_read and not not_yet", connection, most);
  }

  /** The next run reads this account again. */
  void notYet(String connection, AccountId account) {
    jdbc.sql("update muster_sync_person set not_yet = true where connection = ? and account = ?")
        .params(connection, account.value())
        .update();
  }

  /**
   * A person about whom the tables are to be asked.
   *
   * @param facts tells what HR said of them before anything was asked from what it says later
   */
  record Unsorted(Person person, @Nullable String facts) {}

  List<Unsorted> toSort(String connection, int most) {
    return jdbc.sql(
            """
            select account, login, name, mail, employee, status, %s from muster_sync_person p
            where connection = ? and to_sort and not to_read order by account limit ?
            """
                .formatted(FACTS))
        .params(connection, most)
        .query((row, number) -> new Unsorted(ROW.mapRow(row, number), row.getString("facts_now")))
        .list();
  }

  void sorted(String connection, Unsorted one, boolean inScope, String reason) {
    jdbc.sql(
            """
            update muster_sync_person set in_scope = ?, reason = ?, facts = ?, to_sort = false,
              to_compare = true where connection = ? and account = ?
            """)
        .params(inScope, reason, one.facts(), connection, one.person().account().value())
        .update();
  }

  /**
   * The tables are to be asked again about everybody of whom HR says something else than when they
   * were asked, and about those whom only a leave can keep in.
   */
  void sortWhoChanged(String connection) {
    jdbc.sql(
            """
            update muster_sync_person s set to_sort = true from (
              select p.account, p.facts, %s from muster_sync_person p where p.connection = ?) now
            where s.connection = ? and s.account = now.account and not s.to_sort
            and (now.facts is distinct from now.facts_now or s.status = 'SUSPENDED' and (s.in_scope
              or exists (select 1 from muster_lane l
                where l.employee = s.employee and l.leave_at is not null)))
            """
                .formatted(FACTS))
        .params(connection, connection)
        .update();
  }

  /** The tables are to be asked again about everybody. */
  void sortAll(String connection) {
    jdbc.sql("update muster_sync_person set to_sort = true where connection = ?")
        .param(connection)
        .update();
  }

  List<Person> toCompare(String connection, int most) {
    return list("to_compare", connection, most);
  }

  /** Other accounts in use that bear this number, a few of them. */
  List<String> othersOf(String connection, EmployeeId employee, AccountId account) {
    return jdbc.sql(
            """
            select account from muster_sync_person
            where connection = ? and employee = ? and account <> ?
              and status not in ('SUSPENDED', 'RETIRED')
            order by account limit 5
            """)
        .params(connection, employee.value(), account.value())
        .query(String.class)
        .list();
  }

  /** The next run compares this person, and not this one. */
  void compareNextTime(String connection, AccountId account) {
    jdbc.sql(
            """
            update muster_sync_person set to_compare = false, to_sort = true
            where connection = ? and account = ?
            """)
        .params(connection, account.value())
        .update();
  }

  /** Everybody is compared again. */
  void compareAll(String connection) {
    jdbc.sql("update muster_sync_person set to_compare = true where connection = ?")
        .param(connection)
        .update();
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

  /** The fleet takes a change of this group's members for no: its users are looked for anew. */
  boolean doubtUsersOf(String connection, GroupId group) {
    return jdbc.sql(
                """
                update muster_sync_person p set fleet_user = null
                from muster_sync_member m, muster_sync_group g
                where g.connection = ? and g.group_id = ? and g.turned_away
                and m.connection = g.connection and m.group_id = g.group_id
                and m.wanted <> m.mirrored
                and p.connection = m.connection and p.account = m.account
                """)
            .params(connection, group.value())
            .update()
        > 0;
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
