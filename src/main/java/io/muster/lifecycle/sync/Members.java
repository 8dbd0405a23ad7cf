package io.muster.lifecycle.sync;

import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetUserId;
import io.muster.directory.AccountId;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is, should be and is mirrored to be in which group, in {@code muster_sync_member}. */
@Component
class Members {
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  Members(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  // as the directory has it

  /** These are in the group, as one reading of all members shows. */
  void put(String connection, GroupId group, long round, List<Member> members) {
    var accounts =
        members.stream().map(member -> member.account().id().value()).toArray(String[]::new);
    jdbc.sql(
            """
            update muster_sync_person p set to_compare = true
            where p.connection = ? and p.account = any (?) and not exists (
              select 1 from muster_sync_member m where m.connection = p.connection
              and m.group_id = ? and m.account = p.account and m.present)
            """)
        .params(connection, accounts, group.value())
        .update();
    batches.batchUpdate(
        """
        insert into muster_sync_member (connection, group_id, account, present, round)
        values (?, ?, ?, true, ?)
        on conflict (connection, group_id, account) do update set present = true,
          round = excluded.round
        """,
        members.stream()
            .map(
                member ->
                    new Object[] {connection, group.value(), member.account().id().value(), round})
            .toList());
  }

  /** Whoever this reading did not show is no longer in the group. */
  void endOfReading(String connection, GroupId group, long round) {
    jdbc.sql(
            """
            with gone as (
              update muster_sync_member set present = false
              where connection = ? and group_id = ? and round <> ? and present
              returning connection, account)
            update muster_sync_person p set to_compare = true from gone
            where p.connection = gone.connection and p.account = gone.account
            """)
        .params(connection, group.value(), round)
        .update();
    settle("m.connection = ? and m.group_id = ?", connection, group.value());
  }

  /** The account came into the group, or left it. */
  void set(String connection, GroupId group, AccountId account, boolean present) {
    jdbc.sql(
            """
            insert into muster_sync_member as m (connection, group_id, account, present, round)
            select connection, group_id, ?, ?, round from muster_sync_group
            where connection = ? and group_id = ?
            on conflict (connection, group_id, account) do update set present = excluded.present,
              round = excluded.round
            """)
        .params(account.value(), present, connection, group.value())
        .update();
    settle(
        "m.connection = ? and m.group_id = ? and m.account = ?",
        connection,
        group.value(),
        account.value());
  }

  void inNoGroup(String connection, AccountId account) {
    jdbc.sql("update muster_sync_member set present = false where connection = ? and account = ?")
        .params(connection, account.value())
        .update();
    settle(connection, account);
  }

  /** Works out again whether the account should be in its groups. */
  void settle(String connection, AccountId account) {
    settle("m.connection = ? and m.account = ?", connection, account.value());
  }

  /**
   * A group that was made again under its old name is mirrored by the same group of the fleet:
   * whoever was left in there counts as one of its own who has gone.
   */
  void inherit(String connection, GroupId heir, String name) {
    jdbc.sql(
            """
            insert into muster_sync_member (connection, group_id, account, present, mirrored)
            select distinct m.connection, :heir, m.account, false, true
            from muster_sync_member m join muster_sync_group g
              on g.connection = m.connection and g.group_id = m.group_id
            where m.connection = :connection and m.mirrored
            and g.gone and g.fleet_name = :name and g.group_id <> :heir
            on conflict (connection, group_id, account) do nothing
            """)
        .param("heir", heir.value())
        .param("connection", connection)
        .param("name", name)
        .update();
    jdbc.sql(
            """
            update muster_sync_member m set mirrored = false from muster_sync_group g
            where m.connection = :connection and m.mirrored and g.connection = m.connection
            and g.group_id = m.group_id and g.gone and g.fleet_name = :name and g.group_id <> :heir
            """)
        .param("connection", connection)
        .param("name", name)
        .param("heir", heir.value())
        .update();
  }

  /** The group is gone or selected no more: nobody is to be in it, and nobody drifts in it. */
  void ofNoGroup(String connection, GroupId group) {
    settle(connection, group);
    compare(connection, group);
  }

  /** Whoever is in the group is compared with HR's rules again. */
  void compare(String connection, GroupId group) {
    jdbc.sql(
            """
            update muster_sync_person p set to_compare = true from muster_sync_member m
            where m.connection = ? and m.group_id = ? and m.present
            and p.connection = m.connection and p.account = m.account
            """)
        .params(connection, group.value())
        .update();
  }

  /** Works out again who should be in the group. */
  void settle(String connection, GroupId group) {
    settle("m.connection = ? and m.group_id = ?", connection, group.value());
  }

  private void settle(String which, Object... parameters) {
    jdbc.sql(
            """
            update muster_sync_member m set wanted = m.present and p.in_scope and not g.gone and not g.watched
            from muster_sync_person p, muster_sync_group g
            where p.connection = m.connection and p.account = m.account
            and g.connection = m.connection and g.group_id = m.group_id
            and m.wanted <> (m.present and p.in_scope and not g.gone and not g.watched) and
            """
                + which)
        .params(List.of(parameters))
        .update();
  }

  /** The groups the account is in, by name, of those whose members are known. */
  Map<String, GroupId> groupsOf(String connection, AccountId account) {
    var groups = new TreeMap<String, GroupId>();
    jdbc.sql(
            """
            select g.name, g.group_id from muster_sync_member m join muster_sync_group g
              on g.connection = m.connection and g.group_id = m.group_id
            where m.connection = ? and m.account = ? and m.present and not g.gone
            """)
        .params(connection, account.value())
        .query(
            row -> {
              groups.put(row.getString(1), new GroupId(row.getString(2)));
            });
    return groups;
  }

  // towards the fleet

  /** A group that lacks somebody whose user in the fleet is known. */
  Optional<GroupId> nextToFill(String connection) {
    return next("m.wanted <> m.mirrored and m.wanted", connection);
  }

  private Optional<GroupId> next(String which, String connection) {
    return jdbc.sql(
            """
            select m.group_id from muster_sync_member m
            join muster_sync_person p on p.connection = m.connection and p.account = m.account
            join muster_sync_group g on g.connection = m.connection and g.group_id = m.group_id
            where m.connection = ? and p.fleet_user is not null and g.fleet_group is not null
            and not g.turned_away and %s order by m.group_id limit 1
            """
                .formatted(which))
        .param(connection)
        .query(String.class)
        .optional()
        .map(GroupId::new);
  }

  Map<AccountId, FleetUserId> lacking(String connection, GroupId group, int most) {
    return users("m.wanted <> m.mirrored and m.wanted", connection, group, most);
  }

  Optional<GroupId> nextToEmpty(String connection) {
    return next("m.take_out", connection);
  }

  Map<AccountId, FleetUserId> leaving(String connection, GroupId group, int most) {
    return users("m.take_out", connection, group, most);
  }

  private Map<AccountId, FleetUserId> users(
      String which, String connection, GroupId group, int most) {
    var users = new TreeMap<String, String>();
    jdbc.sql(
            """
            select m.account, p.fleet_user from muster_sync_member m join muster_sync_person p
              on p.connection = m.connection and p.account = m.account
            where m.connection = ? and m.group_id = ? and p.fleet_user is not null and %s
            order by m.account limit ?
            """
                .formatted(which))
        .params(connection, group.value(), most)
        .query(
            row -> {
              users.put(row.getString(1), row.getString(2));
            });
    var typed = new LinkedHashMap<AccountId, FleetUserId>();
    users.forEach((account, user) -> typed.put(new AccountId(account), new FleetUserId(user)));
    return typed;
  }

  /** These are in the mirror now, or no longer. */
  void mirrored(String connection, GroupId group, Collection<AccountId> accounts, boolean in) {
    batches.batchUpdate(
        """
        update muster_sync_member set mirrored = ?, take_out = false
        where connection = ? and group_id = ? and account = ?
        """,
        accounts.stream()
            .map(account -> new Object[] {in, connection, group.value(), account.value()})
            .toList());
    if (!in) {
      settle(connection, group);
    }
  }

  /** Nobody is in the mirror any more, because there is none. */
  void lostMirror(String connection, GroupId group) {
    jdbc.sql(
            """
            update muster_sync_member set mirrored = false, take_out = false
            where connection = ? and group_id = ?
            """)
        .params(connection, group.value())
        .update();
    settle(connection, group);
  }

  /** Which users should be in this group of the fleet, by whichever account and group. */
  Set<FleetUserId> wantedIn(String connection, FleetGroupId fleetGroup) {
    return jdbc
        .sql(
            """
            select distinct p.fleet_user from muster_sync_member m
            join muster_sync_person p on p.connection = m.connection and p.account = m.account
            join muster_sync_group g on g.connection = m.connection and g.group_id = m.group_id
            where m.connection = ? and g.fleet_group = ? and m.wanted and p.fleet_user is not null
            """)
        .params(connection, fleetGroup.value())
        .query(String.class)
        .list()
        .stream()
        .map(FleetUserId::new)
        .collect(Collectors.toSet());
  }

  /** Which users should be in the mirror, by account. */
  Map<AccountId, FleetUserId> shouldBeIn(String connection, GroupId group) {
    return users("m.wanted", connection, group, Integer.MAX_VALUE);
  }

  /** Which users were taken out of it, or were never to be in it. */
  Map<AccountId, FleetUserId> shouldNotBeIn(String connection, GroupId group) {
    return users("not m.wanted and not m.mirrored", connection, group, Integer.MAX_VALUE);
  }

  /** Which users left the group and were last seen in its mirror. */
  Map<AccountId, FleetUserId> shouldLeave(String connection, GroupId group) {
    return users("not m.present and m.mirrored", connection, group, Integer.MAX_VALUE);
  }

  /** Forgets who left the group, once that was seen in its mirror, unless they may come back. */
  void forgetWhoLeft(String connection, GroupId group) {
    jdbc.sql(
            """
            delete from muster_sync_member
            where connection = ? and group_id = ? and not present and not mirrored
            and account not in (
              select account from muster_sync_person where connection = ? and status = 'RETIRED')
            """)
        .params(connection, group.value(), connection)
        .update();
  }

  /** Whoever the table keeps out although they are in the group is the fleet's own business. */
  void letGo(String connection) {
    jdbc.sql(
            """
            update muster_sync_member set mirrored = false
            where connection = ? and mirrored and not wanted and present
            """)
        .param(connection)
        .update();
  }

  /** How many should be in the mirror whose user in the fleet is not known. */
  int unknownIn(String connection, GroupId group) {
    return jdbc.sql(
            """
            select count(*) from muster_sync_member m join muster_sync_person p
              on p.connection = m.connection and p.account = m.account
            where m.connection = ? and m.group_id = ? and m.wanted and p.fleet_user is null
            """)
        .params(connection, group.value())
        .query(Integer.class)
        .single();
  }

  /** Groups in which the mirror and the wish differ. */
  List<GroupId> differing(String connection) {
    return jdbc
        .sql(
            """
            select distinct group_id from muster_sync_member
            where connection = ? and wanted <> mirrored
            """)
        .param(connection)
        .query(String.class)
        .list()
        .stream()
        .map(GroupId::new)
        .toList();
  }
}
