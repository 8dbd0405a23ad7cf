package io.muster.lifecycle.sync;

import io.muster.devices.FleetGroupId;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The groups that are mirrored, in {@code muster_sync_group}. */
@Component
class Groups {
  private static final String COLUMNS =
      "group_id, name, kept_by, rule, settled, gone, watched, page, round, fleet_group, fleet_name";

  private static final RowMapper<Group> ROW =
      (row, number) ->
          new Group(
              new GroupId(row.getString("group_id")),
              row.getString("name"),
              KeptBy.valueOf(row.getString("kept_by")),
              row.getString("rule"),
              row.getBoolean("settled"),
              row.getBoolean("gone"),
              row.getBoolean("watched"),
              row.getString("page"),
              row.getLong("round"),
              Optional.<String>ofNullable(row.getString("fleet_group"))
                  .map(FleetGroupId::new)
                  .orElse(null),
              row.getString("fleet_name"));

  private final JdbcClient jdbc;

  Groups(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A group as it was last seen.
   *
   * @param watched true if it is only looked at for drift, and not mirrored
   * @param page where the reading of its members goes on, or null
   * @param round tells one reading of all members from the next
   * @param fleetGroup its mirror in the fleet, or null
   * @param fleetName what the mirror is called, or null
   */
  record Group(
      GroupId id,
      String name,
      KeptBy keptBy,
      @Nullable String rule,
      boolean settled,
      boolean gone,
      boolean watched,
      @Nullable String page,
      long round,
      @Nullable FleetGroupId fleetGroup,
      @Nullable String fleetName) {}

  /**
   * What was selected, by name or id, to be mirrored or only watched, and has been found before.
   */
  Set<String> selected(String connection, boolean watched) {
    return jdbc
        .sql(
            "select selected_as from muster_sync_group where connection = ? and watched = ? and not gone")
        .params(connection, watched)
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toSet());
  }

  /** What of this was found once and is gone since. */
  Set<String> lost(String connection, Collection<String> selected) {
    return jdbc
        .sql(
            """
            select selected_as from muster_sync_group
            where connection = :connection and selected_as in (:selected)
            group by selected_as having bool_and(gone)
            """)
        .param("connection", connection)
        .param("selected", selected)
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What of this is gone and nobody was told of; they are now. */
  Set<String> toldLost(String connection, Collection<String> selected) {
    var lost = lost(connection, selected);
    return jdbc
        .sql(
            """
            update muster_sync_group set missing_told = true
            where connection = ? and gone and not missing_told returning selected_as
            """)
        .param(connection)
        .query(String.class)
        .list()
        .stream()
        .filter(lost::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Takes a group in, or up again; all of its members are read next. */
  void select(String connection, String selectedAs, DirectoryGroup group, boolean watched) {
    jdbc.sql(
            """
            insert into muster_sync_group
              (connection, group_id, selected_as, name, kept_by, rule, settled, watched)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (connection, group_id) do update set selected_as = excluded.selected_as,
              name = excluded.name, kept_by = excluded.kept_by, rule = excluded.rule,
              settled = excluded.settled, watched = excluded.watched, gone = false,
              missing_told = false, to_read = true, to_tie = true
            """)
        .params(
            connection,
            group.id().value(),
            selectedAs,
            group.name(),
            group.keptBy().name(),
            group.rule(),
            group.settled(),
            watched)
        .update();
  }

  /** Those that are selected no more, by what they were selected as. */
  List<GroupId> othersThan(String connection, Collection<String> selected) {
    return jdbc
        .sql(
            """
            select group_id from muster_sync_group
            where connection = :connection and not gone and selected_as not in (:selected)
            """)
        .param("connection", connection)
        .param("selected", selected)
        .query(String.class)
        .list()
        .stream()
        .map(GroupId::new)
        .toList();
  }

  /** Every group that is mirrored. */
  List<Group> mirrored(String connection) {
    return list("not gone and not watched", connection);
  }

  /** The connections that have a group of this name mirrored. */
  List<String> connectionsOf(String name) {
    return jdbc.sql(
            "select distinct connection from muster_sync_group where lower(name) = lower(?) and not gone and not watched")
        .param(name)
        .query(String.class)
        .list();
  }

  /** The groups whose members are known. */
  Set<GroupId> known(String connection) {
    return list("not gone", connection).stream().map(Group::id).collect(Collectors.toSet());
  }

  /** The names of the groups whose members are known. */
  Set<String> names(String connection) {
    return list("not gone", connection).stream().map(Group::name).collect(Collectors.toSet());
  }

  Optional<Group> find(String connection, GroupId group) {
    return one("group_id = ?", connection, group.value());
  }

  /** Writes down what the group is like now; one that bears another name gets its policies anew. */
  void seen(String connection, DirectoryGroup group) {
    jdbc.sql(
            """
            update muster_sync_group set to_tie = to_tie or name <> :name, name = :name,
              kept_by = :kept, rule = :rule, settled = :settled
            where connection = :connection and group_id = :group
            """)
        .param("name", group.name())
        .param("kept", group.keptBy().name())
        .param("rule", group.rule())
        .param("settled", group.settled())
        .param("connection", connection)
        .param("group", group.id().value())
        .update();
  }

  void gone(String connection, GroupId group) {
    update("gone = true, to_read = false", connection, group);
  }

  // reading members

  /** All members of all groups have to be read. */
  void readAll(String connection) {
    jdbc.sql(
            "update muster_sync_group set to_read = true, page = null where connection = ? and not gone")
        .param(connection)
        .update();
  }

  void toRead(String connection, GroupId group) {
    update("to_read = true, page = null", connection, group);
  }

  /** The members of every group that the account was in have to be read; how many these are. */
  int readThoseOf(String connection, AccountId account) {
    return jdbc.sql(
            """
            update muster_sync_group set to_read = true, page = null
            where connection = ? and not gone and group_id in (
              select group_id from muster_sync_member where connection = ? and account = ?)
            """)
        .params(connection, connection, account.value())
        .update();
  }

  Optional<Group> nextToRead(String connection) {
    return one("to_read", connection);
  }

  void beginReading(String connection, GroupId group) {
    update("round = round + 1", connection, group);
  }

  void readOn(String connection, GroupId group, String page) {
    jdbc.sql("update muster_sync_group set page = ? where connection = ? and group_id = ?")
        .params(page, connection, group.value())
        .update();
  }

  void wasRead(String connection, GroupId group) {
    update("to_read = false, page = null", connection, group);
  }

  // the mirror

  void mirroredBy(String connection, GroupId group, FleetGroupId fleetGroup, String name) {
    jdbc.sql(
            """
            update muster_sync_group set to_tie = to_tie or fleet_name is distinct from :name,
              fleet_group = :fleet, fleet_name = :name
            where connection = :connection and group_id = :group
            """)
        .param("name", name)
        .param("fleet", fleetGroup.value())
        .param("connection", connection)
        .param("group", group.value())
        .update();
  }

  /** The fleet's own sync renames the mirrors. */
  void followNames(String connection) {
    jdbc.sql(
            """
            update muster_sync_group set fleet_name = name
            where connection = ? and fleet_group is not null and fleet_name <> name
            """)
        .param(connection)
        .update();
  }

  /** The mirror is gone; it is made anew. */
  void lostMirror(String connection, GroupId group) {
    update("fleet_group = null, fleet_name = null, to_tie = true", connection, group);
  }

  List<Group> withoutMirror(String connection) {
    return list("fleet_group is null and not gone and not watched", connection);
  }

  /** One whose mirror has another name, unless the fleet refused it the name in this run. */
  Optional<Group> nextMisnamed(String connection) {
    return one(
        """
        fleet_group is not null and fleet_name <> name and problem is null
        and not gone and not watched
        """,
        connection);
  }

  /**
   * A group whose policies are to be looked after.
   *
   * @param name what its mirror is called
   * @param tiedAs under which name it was given policies before, or null
   */
  record Untied(GroupId id, String name, @Nullable String tiedAs) {}

  /** Groups whose policies are to be looked after. */
  List<Untied> toTie(String connection) {
    return jdbc.sql(
            """
            select group_id, fleet_name, tied_as from muster_sync_group
            where connection = ? and to_tie and not gone and not watched
            and fleet_group is not null order by fleet_name
            """)
        .param(connection)
        .query(
            (row, number) ->
                new Untied(
                    new GroupId(row.getString("group_id")),
                    row.getString("fleet_name"),
                    row.getString("tied_as")))
        .list();
  }

  /** Every group's policies are to be looked after. */
  void tieAll(String connection) {
    jdbc.sql("update muster_sync_group set to_tie = true where connection = ?")
        .param(connection)
        .update();
  }

  void tied(String connection, Untied group) {
    jdbc.sql(
            """
            update muster_sync_group set to_tie = false, tied_as = fleet_name
            where connection = ? and group_id = ?
            """)
        .params(connection, group.id().value())
        .update();
  }

  void problem(String connection, GroupId group, String problem) {
    jdbc.sql("update muster_sync_group set problem = ? where connection = ? and group_id = ?")
        .params(problem, connection, group.value())
        .update();
  }

  /** The fleet takes no members for it; this run tries no more, and the group is looked at. */
  void turnedAway(String connection, GroupId group, String problem) {
    problem(connection, group, problem);
    update("turned_away = true, proof = 'due'", connection, group);
  }

  /** The group has to be looked at in the fleet. */
  void toProve(String connection, GroupId group) {
    update("proof = 'due'", connection, group);
  }

  Optional<Group> nextToProve(String connection) {
    return one("proof = 'due'", connection);
  }

  void proven(String connection, GroupId group, boolean asWished) {
    update(asWished ? "proof = 'none'" : "proof = 'differs'", connection, group);
  }

  /** The names of the groups that were not as wished; they are looked at again. */
  List<String> differing(String connection) {
    var names =
        jdbc.sql(
                """
                select name || coalesce(': ' || problem, '') from muster_sync_group
                where connection = ? and (proof = 'differs' or problem is not null) order by name
                """)
            .param(connection)
            .query(String.class)
            .list();
    jdbc.sql(
            "update muster_sync_group set proof = 'due' where connection = ? and proof = 'differs'")
        .param(connection)
        .update();
    return names;
  }

  private void update(String change, String connection, GroupId group) {
    jdbc.sql(
            "update muster_sync_group set %s where connection = ? and group_id = ?"
                .formatted(change))
        .params(connection, group.value())
        .update();
  }

  private Optional<Group> one(String which, String connection, Object... parameters) {
    return jdbc.sql(
            "select %s from muster_sync_group where connection = ? and %s order by group_id limit 1"
                .formatted(COLUMNS, which))
        .param(connection)
        .params(List.of(parameters))
        .query(ROW)
        .optional();
  }

  private List<Group> list(String which, String connection) {
    return jdbc.sql(
            "select %s from muster_sync_group where connection = ? and %s order by group_id"
                .formatted(COLUMNS, which))
        .param(connection)
        .query(ROW)
        .list();
  }
}
