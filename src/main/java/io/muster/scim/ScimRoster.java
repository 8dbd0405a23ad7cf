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

  ScimRoster(String client, Client settings, JdbcClient jdbc) {
    this.client = client;
    this.settings = settings;
    this.jdbc = jdbc;
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
  public Page<Member> members(GroupId group, @Nullable String page) {
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
            .param("most", PAGE + 1)
            .query(
                (row, number) -> {
                  numbers.add(row.getLong("place"));
                  return member(row);
                })
            .list();
    return members.size() <= PAGE
        ? new Page<>(members, null)
        : new Page<>(members.subList(0, PAGE), String.valueOf(numbers.get(PAGE - 1)));
  }

  @Override
  public String mark() {
    return jdbc.sql("select coalesce(max(number), 0) from muster_scim_change where client = ?")
        .param(client)
        .query(Long.class)
        .single()
        .toString();
  }

  @Override
  public Changes changes(String mark) {
    var newest = mark();
    if (number(mark) > number(newest)) {
      // a mark from the future: the database is older than whoever kept it
      return new Changes(List.of(), newest, false, true);
    }
    var last = new ArrayList<Long>();
    var changes =
        jdbc.sql(
                "select * from muster_scim_change where client = ? and number > ? order by number"
                    + " limit ?")
            .params(client, number(mark), PAGE + 1)
            .query(
                (row, number) -> {
                  last.add(row.getLong("number"));
                  return change(row);
                })
            .list();
    if (changes.isEmpty()) {
      return new Changes(changes, mark, false, false);
    }
    var more = changes.size() > PAGE;
    var until = more ? PAGE : changes.size();
    return new Changes(changes.subList(0, until), String.valueOf(last.get(until - 1)), more, false);
  }

  private static long number(String mark) {
    try {
      return Long.parseLong(mark);
    } catch (NumberFormatException notOneOfOurs) {
      throw new RemoteFailure.Refused(
          "'%s' is no mark of a SCIM mirror. Read all selected groups again.".formatted(mark));
    }
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
            Numbers.of(content, settings.employeeId()).orElse(null),
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
