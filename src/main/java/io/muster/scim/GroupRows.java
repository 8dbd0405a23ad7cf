package io.muster.scim;

import io.muster.scim.FilterSql.Condition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps groups in {@code muster_scim_group} and who is in them in {@code muster_scim_member}; every
 * question names the client that asks.
 */
@Component
class GroupRows {
  private final JdbcClient jdbc;

  GroupRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<GroupRow> find(String client, UUID id) {
    return jdbc.sql("select * from muster_scim_group where client = ? and id = ?")
        .params(client, id)
        .query((row, number) -> read(row))
        .optional();
  }

  /** Keeps a new one; false if there is one of that name already. */
  boolean insert(GroupRow group) {
    return jdbc.sql(
                """
                insert into muster_scim_group (id, client, display_name, external_id, content,
                  version, created_at, changed_at)
                values (:id, :client, :displayName, :externalId, :content, :version, :created, :changed)
                on conflict do nothing
                """)
            .param("id", group.id())
            .param("client", group.client())
            .param("displayName", displayName(group))
            .param("externalId", externalId(group).orElse(null))
            .param("content", group.content().toString())
            .param("version", group.version())
            .param("created", at(group.created()))
            .param("changed", at(group.changed()))
            .update()
        == 1;
  }

  /** Keeps what it has become; false if there is another of that name. */
  boolean update(GroupRow group) {
    var taken =
        jdbc.sql(
                """
                select count(*) from muster_scim_group where client = ? and id <> ?
                  and lower(display_name) = lower(?) and coalesce(external_id, '') = ?
                """)
            .params(group.client(), group.id(), displayName(group), externalId(group).orElse(""))
            .query(Long.class)
            .single();
    if (taken > 0) {
      return false;
    }
    jdbc.sql(
            """
            update muster_scim_group set display_name = :displayName, external_id = :externalId,
              content = :content, version = :version, changed_at = :changed
            where client = :client and id = :id
            """)
        .param("id", group.id())
        .param("client", group.client())
        .param("displayName", displayName(group))
        .param("externalId", externalId(group).orElse(null))
        .param("content", group.content().toString())
        .param("version", group.version())
        .param("changed", at(group.changed()))
        .update();
    return true;
  }

  void delete(GroupRow group) {
    jdbc.sql("delete from muster_scim_group where client = ? and id = ?")
        .params(group.client(), group.id())
        .update();
  }

  long count(String client, Condition condition) {
    return jdbc.sql(
            "select count(*) from muster_scim_group g where client = :client and "
                + condition.sql())
        .param("client", client)
        .params(condition.parameters())
        .query(Long.class)
        .single();
  }

  List<GroupRow> list(String client, Condition condition, String order, long skip, int most) {
    return jdbc.sql(
            "select * from muster_scim_group g where client = :client and %s order by %s offset :skip limit :most"
                .formatted(condition.sql(), order))
        .param("client", client)
        .params(condition.parameters())
        .param("skip", skip)
        .param("most", most)
        .query((row, number) -> read(row))
        .list();
  }

  /** Who is in the group, in the order in which they came, with a name to show. */
  Map<UUID, String> members(UUID group) {
    var members = new LinkedHashMap<UUID, String>();
    jdbc.sql(
            """
            select m.user_id, coalesce(u.display_name, u.user_name_key) as shown
            from muster_scim_member m join muster_scim_user u on u.id = m.user_id
            where m.group_id = ? order by m.number
            """)
        .param(group)
        .query(
            row -> {
              members.put(row.getObject("user_id", UUID.class), row.getString("shown"));
            });
    return members;
  }

  /** How many of these are users of the client. */
  int known(String client, Collection<UUID> users) {
    return jdbc.sql("select count(*) from muster_scim_user where client = ? and id = any(?)")
        .params(client, users.toArray(new UUID[0]))
        .query(Integer.class)
        .single();
  }

  /** Puts users of the same client into the group; those who were not in it are told. */
  Set<UUID> join(GroupRow group, Collection<UUID> users) {
    return jdbc.sql(
            """
            insert into muster_scim_member (group_id, user_id)
            select :group, id from muster_scim_user
            where client = :client and id = any(:users)
            order by array_position(:users, id)
            on conflict do nothing returning user_id
            """)
        .param("group", group.id())
        .param("client", group.client())
        .param("users", users.toArray(new UUID[0]))
        .query(UUID.class)
        .set();
  }

  /** Takes users out of the group; those who were in it are told. */
  Set<UUID> leave(GroupRow group, Collection<UUID> users) {
    return jdbc.sql(
            "delete from muster_scim_member where group_id = ? and user_id = any(?) returning user_id")
        .params(group.id(), users.toArray(new UUID[0]))
        .query(UUID.class)
        .set();
  }

  /** Which members are shown by this name, whatever its case. */
  Set<UUID> named(GroupRow group, String display) {
    return jdbc.sql(
            """
            select m.user_id from muster_scim_member m join muster_scim_user u on u.id = m.user_id
            where m.group_id = ? and lower(coalesce(u.display_name, u.user_name_key)) = lower(?)
            """)
        .params(group.id(), display)
        .query(UUID.class)
        .set();
  }

  /** Counts the version of a group whose members have changed. */
  void touch(GroupRow group) {
    jdbc.sql("update muster_scim_group set version = ?, changed_at = ? where client = ? and id = ?")
        .params(group.version(), at(group.changed()), group.client(), group.id())
        .update();
  }

  /** The groups each of these users is in. */
  Map<UUID, List<GroupRow>> groupsOf(Collection<UUID> users) {
    var groups = new LinkedHashMap<UUID, List<GroupRow>>();
    jdbc.sql(
            """
            select g.*, m.user_id from muster_scim_member m
            join muster_scim_group g on g.id = m.group_id
            where m.user_id = any(:users) order by g.number
            """)
        .param("users", users.toArray(new UUID[0]))
        .query(
            row -> {
              groups
                  .computeIfAbsent(
                      row.getObject("user_id", UUID.class), user -> new java.util.ArrayList<>())
                  .add(read(row));
            });
    return groups;
  }

  static String displayName(GroupRow group) {
    return UserContent.found(group.content(), "displayName").orElse("");
  }

  static Optional<String> externalId(GroupRow group) {
    return UserContent.found(group.content(), "externalId");
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static GroupRow read(ResultSet row) throws SQLException {
    return new GroupRow(
        row.getObject("id", UUID.class),
        row.getString("client"),
        ScimJson.object(row.getString("content")),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }
}
