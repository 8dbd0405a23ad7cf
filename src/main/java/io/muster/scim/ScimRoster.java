package io.muster.scim;

import io.muster.directory.Account;
import io.muster.directory.Account.Status;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.directory.Roster.Change.Kind;
import io.muster.remote.RemoteFailure;
import io.muster.scim.ScimProperties.Client;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a directory has pushed over SCIM, read like any other directory. */
final class ScimRoster implements Roster {
  private static final int PAGE = 200;

  private final String client;
  private final Client settings;
  private final JdbcClient jdbc;
  private final ChangeRows changes;
  private final int most;

  ScimRoster(String client, Client settings, JdbcClient jdbc, ChangeRows changes) {
    this(client, settings, jdbc, changes, PAGE);
  }

  /**
   * A roster.
   *
   * @param most how many members, or changes, one answer shows
   */
  ScimRoster(String client, Client settings, JdbcClient jdbc, ChangeRows changes, int most) {
    this.client = client;
    this.settings = settings;
    this.jdbc = jdbc;
    this.changes = changes;
    this.most = most;
  }

  @Override
  public Optional<DirectoryGroup> group(String name) {
    var found =
        jdbc.sql(
                "select id, display_name from muster_scim_group where client = ? and"
                    + " lower(display_name) = lower(?) and display_name = ? limit 2")
            .params(client, name, name)
            .query((row, number) -> group(row))
            .list();
    if (found.size() > 1) {
      throw new RemoteFailure.Refused(
          "Directory client %s has pushed several groups named '%s'. Rename one of them in the directory."
              .formatted(client, name));
    }
    return found.stream().findFirst();
  }

  @Override
  public Optional<DirectoryGroup> group(GroupId id) {
    return Resources.id(id.value())
        .flatMap(
            known ->
                jdbc.sql(
                        "select id, display_name from muster_scim_group where client = ? and id ="
                            + " ?")
                    .params(client, known)
                    .query((row, number) -> group(row))
                    .optional());
  }

  @Override
  public Optional<Member> member(AccountId account) {
    return Resources.id(account.value())
        .flatMap(
            known ->
                jdbc.sql("select * from muster_scim_user where client = ? and id = ?")
                    .params(client, known)
                    .query((row, number) -> member(row))
                    .optional());
  }

  @Override
  public Page members(GroupId group, @Nullable String page) {
    if (group(group).isEmpty()) {
      throw new RemoteFailure.Refused(
          "Directory client %s has no group %s any more. Read the groups again."
              .formatted(client, group));
    }
    var numbers = new ArrayList<Long>();
    var members =
        jdbc.sql(
                """
                select u.*, m.number as place from muster_scim_member m
                join muster_scim_user u on u.id = m.user_id
                where m.group_id = :group and m.number > :after order by m.number limit :most
                """)
            .param("group", UUID.fromString(group.value()))
            .param("after", page == null ? 0 : number(page))
            .param("most", most + 1)
            .query(
                (row, number) -> {
                  numbers.add(row.getLong("place"));
                  return member(row);
                })
            .list();
    return members.size() <= most
        ? new Page(members, null)
        : new Page(members.subList(0, most), String.valueOf(numbers.get(most - 1)));
  }

  @Override
  public String mark() {
    var newest = changes.newest(client);
    changes.readTo(client, newest);
    return Long.toString(newest);
  }

  @Override
  public Changes changes(String mark) {
    var newest = changes.newest(client);
    var from = number(mark);
    if (from < Math.max(0, changes.removedUpTo(client)) || from > newest) {
      // too old, of another directory, or of a time to which the database was set back
      changes.readTo(client, newest);
      return new Changes(List.of(), Long.toString(newest), false, true);
    }
    changes.readTo(client, from);
    var last = new ArrayList<Long>();
    var told =
        changes.after(
            client,
            from,
            most + 1,
            (number, row) -> {
              last.add(number);
              return change(row);
            });
    if (told.isEmpty()) {
      return new Changes(told, mark, false, false);
    }
    var more = told.size() > most;
    var until = more ? most : told.size();
    return new Changes(told.subList(0, until), String.valueOf(last.get(until - 1)), more, false);
  }

  /** The number in a mark, or -1 if it is none of ours. */
  private static long number(String mark) {
    return mark.matches("\\d{1,18}") ? Long.parseLong(mark) : -1;
  }

  private static DirectoryGroup group(ResultSet row) throws SQLException {
    return new DirectoryGroup(
        new GroupId(row.getString("id")),
        row.getString("display_name"),
        KeptBy.ELSEWHERE,
        null,
        true);
  }

  private Member member(ResultSet row) throws SQLException {
    var content = UserContent.kept(row.getString("content"));
    var account =
        new Account(
            new AccountId(row.getString("id")),
            content.userName(),
            EmployeeNumbers.of(content, settings.employeeId()).orElse(null),
            content.active() ? Status.ACTIVE : Status.SUSPENDED);
    var name =
        content
            .text("displayName")
            .or(() -> content.text("name.formatted"))
            .orElse(content.userName());
    return new Member(account, name, content.workMail().orElse(null));
  }

  private static Change change(ResultSet row) throws SQLException {
    var group = row.getString("group_id");
    var user = row.getString("user_id");
    return new Change(
        Kind.valueOf(row.getString("kind")),
        group == null ? null : new GroupId(group),
        user == null ? null : new AccountId(user));
  }
}
