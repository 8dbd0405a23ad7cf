package io.muster.lifecycle.sync;

import io.muster.directory.AccountId;
import io.muster.directory.MissingManagers;
import io.muster.directory.MissingManagers.Missing;
import io.muster.lifecycle.DriftReports;
import io.muster.people.EmployeeId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Memberships that are not as the rules of HR would have them, in {@code muster_drift}. */
@Component
class Drifts implements DriftReports {
  private final JdbcClient jdbc;
  private final MissingManagers managers;

  Drifts(JdbcClient jdbc, MissingManagers managers) {
    this.jdbc = jdbc;
    this.managers = managers;
  }

  /** What is the matter with a membership. */
  enum Kind {
    /** The person should be in the group and is not. */
    MISSING,
    /** The person is in the group and should not be. */
    UNEXPECTED,
    /** The account shows something else than HR says; the group names what. */
    DIFFERENT
  }

  /**
   * One membership, or one thing that an account shows, that drifted.
   *
   * @param employee whose account it is, or null if the account names nobody
   * @param login the account's login
   * @param group the group, or {@link #LOGIN}, {@link #NUMBER} or {@link #MANAGER}
   * @param reason why it is so, as far as the directory says
   * @param foundAt when it was first seen
   */
  record Drift(
      String connection,
      AccountId account,
      @Nullable EmployeeId employee,
      String login,
      String group,
      Kind kind,
      String reason,
      Instant foundAt) {
    /** What the person signs in with; no group is called so. */
    static final String LOGIN = "login, not a group";

    /** Whose the account is; no group is called so. */
    static final String NUMBER = "employee number, not a group";

    /** Whom the account shows as manager; no group is called so. */
    static final String MANAGER = "manager, not a group";

    String inWords() {
      return "%s %s %s: %s"
          .formatted(
              employee == null ? login : employee,
              switch (kind) {
                case MISSING -> "is not in";
                case UNEXPECTED -> "is in";
                case DIFFERENT -> "differs in the";
              },
              group,
              reason);
    }
  }

  /** This is all that is wrong with this account now; what is mended is forgotten. */
  void are(String connection, AccountId account, Collection<Drift> drifts) {
    Map<String, Drift> byGroup = new TreeMap<>();
    drifts.forEach(drift -> byGroup.put(drift.group(), drift));
    for (var group : groupsOf(connection, account)) {
      if (!byGroup.containsKey(group)) {
        jdbc.sql("delete from muster_drift where connection = ? and account = ? and group_name = ?")
            .params(connection, account.value(), group)
            .update();
      }
    }
    byGroup.values().forEach(this::put);
  }

  private void put(Drift drift) {
    jdbc.sql(
            """
            insert into muster_drift as d
              (connection, account, group_name, employee, kind, reason, found_at, told)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (connection, account, group_name) do update set
              told = d.told and d.kind = excluded.kind, kind = excluded.kind,
              employee = excluded.employee, reason = excluded.reason
            """)
        .params(
            drift.connection(),
            drift.account().value(),
            drift.group(),
            drift.employee() == null ? null : drift.employee().value(),
            drift.kind().name(),
            drift.reason(),
            Timestamp.from(drift.foundAt()),
            // by the admin's own rule: shown, and nobody is asked
            drift.group().equals(Drift.LOGIN))
        .update();
  }

  private List<String> groupsOf(String connection, AccountId account) {
    return jdbc.sql("select group_name from muster_drift where connection = ? and account = ?")
        .params(connection, account.value())
        .query(String.class)
        .list();
  }

  /** Those nobody was asked about yet. */
  List<Drift> untold(String connection) {
    return list(
        "where d.connection = ? and not d.told order by d.employee, d.account, d.group_name",
        connection);
  }

  /** A person was asked about them. */
  void told(String connection) {
    jdbc.sql("update muster_drift set told = true where connection = ? and not told")
        .param(connection)
        .update();
  }

  /** The newest ones, of every connection. */
  List<Drift> newest(int most) {
    return list("order by d.found_at desc, d.connection, d.account, d.group_name limit ?", most);
  }

  @Override
  public List<Membership> differing(int limit) {
    var all = new ArrayList<>(drifted(limit));
    managers.newest(limit).stream().map(Drifts::shown).forEach(all::add);
    all.addAll(onlyMirror(limit));
    return all;
  }

  private static Membership shown(Missing missing) {
    return new Membership(
        DriftReports.Kind.DIFFERENT,
        Shows.MANAGER,
        missing.place().connection(),
        missing.employee().value(),
        missing.place().account().value(),
        Drift.MANAGER,
        true,
        false,
        null,
        "HR names the manager %s, who has no account here".formatted(missing.manager()),
        missing.since());
  }

  private static Shows shows(String group) {
    return switch (group) {
      case Drift.LOGIN -> Shows.LOGIN;
      case Drift.NUMBER -> Shows.NUMBER;
      case Drift.MANAGER -> Shows.MANAGER;
      default -> Shows.GROUP;
    };
  }

  private List<Membership> drifted(int limit) {
    return jdbc.sql(
            """
            select d.*, coalesce(p.login, d.account) as login,
              (select bool_or(m.mirrored) from muster_sync_group g
                join muster_sync_member m on m.connection = g.connection and m.group_id = g.group_id
                where g.connection = d.connection and g.name = d.group_name
                  and m.account = d.account) as mirrored
            from (select * from muster_drift order by found_at desc, connection, account, group_name
              limit ?) d
            left join muster_sync_person p on p.connection = d.connection and p.account = d.account
            order by d.found_at desc, d.connection, d.account, d.group_name
            """)
        .param(limit)
        .query(
            (row, number) -> {
              var kind = Kind.valueOf(row.getString("kind"));
              var isMissing = kind == Kind.MISSING;
              return new Membership(
                  DriftReports.Kind.valueOf(kind.name()),
                  shows(row.getString("group_name")),
                  row.getString("connection"),
                  row.getString("employee"),
                  row.getString("login"),
                  row.getString("group_name"),
                  isMissing,
                  !isMissing,
                  (Boolean) row.getObject("mirrored"),
                  row.getString("reason"),
                  row.getTimestamp("found_at").toInstant());
            })
        .list();
  }

  /** What the directory and HR agree on, and device management does not have yet. */
  private List<Membership> onlyMirror(int limit) {
    return jdbc.sql(
            """
            select m.connection, p.employee, coalesce(p.login, m.account) as login, g.name,
              m.present, m.mirrored
            from muster_sync_member m
            join muster_sync_group g on g.connection = m.connection and g.group_id = m.group_id
            left join muster_sync_person p on p.connection = m.connection and p.account = m.account
            where m.wanted <> m.mirrored and not exists (
              select 1 from muster_drift d where d.connection = m.connection
                and d.account = m.account and d.group_name = g.name)
            order by m.connection, g.name, m.account limit ?
            """)
        .param(limit)
        .query(
            (row, number) ->
                new Membership(
                    DriftReports.Kind.MIRROR,
                    Shows.GROUP,
                    row.getString("connection"),
                    row.getString("employee"),
                    row.getString("login"),
                    row.getString("name"),
                    row.getBoolean("present"),
                    row.getBoolean("present"),
                    row.getBoolean("mirrored"),
                    "",
                    null))
        .list();
  }

  private List<Drift> list(String which, Object parameter) {
    return jdbc.sql(
            """
            select d.*, coalesce(p.login, d.account) as login from muster_drift d
            left join muster_sync_person p on p.connection = d.connection and p.account = d.account
            """
                + which)
        .param(parameter)
        .query(
            (row, number) ->
                new Drift(
                    row.getString("connection"),
                    new AccountId(row.getString("account")),
                    Optional.<String>ofNullable(row.getString("employee"))
                        .map(EmployeeId::new)
                        .orElse(null),
                    row.getString("login"),
                    row.getString("group_name"),
                    Kind.valueOf(row.getString("kind")),
                    row.getString("reason"),
                    row.getTimestamp("found_at").toInstant()))
        .list();
  }
}
