package io.muster.scim;

import io.muster.scim.FilterSql.Condition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Keeps users in {@code muster_scim_user}; every question names the client that asks. */
@Component
class UserRows {
  private final JdbcClient jdbc;

  UserRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<UserRow> find(String client, UUID id) {
    return jdbc.sql("select * from muster_scim_user where client = ? and id = ?")
        .params(client, id)
        .query((row, number) -> read(row))
        .optional();
  }

  /** The one that bears this employee number, if only one does. */
  Optional<UserRow> withNumber(String client, String employeeNumber) {
    return onlyOne("employee_number", client, employeeNumber);
  }

  /** The one with this external id, if only one has it. */
  Optional<UserRow> withExternalId(String client, String externalId) {
    return onlyOne("external_id", client, externalId);
  }

  /** Keeps a new one; false if its user name is taken. */
  boolean insert(UserRow user) {
    return bound(
                jdbc.sql(
                    """
                    insert into muster_scim_user (id, client, user_name_key, external_id, display_name,
                      given_name, family_name, employee_number, active, mails, content, version,
                      created_at, changed_at)
                    values (:id, :client, :userName, :externalId, :displayName, :givenName, :familyName,
                      :employeeNumber, :active, :mails, :content, :version, :created, :changed)
                    on conflict on constraint muster_scim_user_name do nothing
                    """),
                user)
            .param("created", at(user.created()))
            .update()
        == 1;
  }

  /** Keeps what it has become; false if its user name is taken. */
  boolean update(UserRow user) {
    var taken =
        jdbc.sql(
                "select count(*) from muster_scim_user where client = ? and user_name_key = ? and"
                    + " id <> ?")
            .params(user.client(), user.content().userNameKey(), user.id())
            .query(Long.class)
            .single();
    if (taken > 0) {
      return false;
    }
    bound(
            jdbc.sql(
                """
                update muster_scim_user set user_name_key = :userName, external_id = :externalId,
                  display_name = :displayName, given_name = :givenName, family_name = :familyName,
                  employee_number = :employeeNumber, active = :active, mails = :mails,
                  content = :content, version = :version, changed_at = :changed
                where client = :client and id = :id
                """),
            user)
        .update();
    return true;
  }

  /** The groups it was in are others without it. */
  void delete(UserRow user) {
    jdbc.sql(
            """
            update muster_scim_group set version = version + 1 where client = ? and id in
              (select group_id from muster_scim_member where user_id = ?)
            """)
        .params(user.client(), user.id())
        .update();
    jdbc.sql("delete from muster_scim_user where client = ? and id = ?")
        .params(user.client(), user.id())
        .update();
  }

  /** How many there are. */
  long count(String client, Condition condition) {
    return jdbc.sql(
            "select count(*) from muster_scim_user where client = :client and " + condition.sql())
        .param("client", client)
        .params(condition.parameters())
        .query(Long.class)
        .single();
  }

  /** Some of them, in an order that stays. */
  List<UserRow> list(String client, Condition condition, String order, long skip, int most) {
    return jdbc.sql(
            "select * from muster_scim_user where client = :client and %s order by %s offset :skip limit :most"
                .formatted(condition.sql(), order))
        .param("client", client)
        .params(condition.parameters())
        .param("skip", skip)
        .param("most", most)
        .query((row, number) -> read(row))
        .list();
  }

  private Optional<UserRow> onlyOne(String column, String client, String value) {
    var found =
        jdbc.sql(
                "select * from muster_scim_user where client = ? and %s = ? limit 2"
                    .formatted(column))
            .params(client, value)
            .query((row, number) -> read(row))
            .list();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static StatementSpec bound(StatementSpec sql, UserRow user) {
    var content = user.content();
    return sql.param("id", user.id())
        .param("client", user.client())
        .param("userName", content.userNameKey())
        .param("externalId", content.text("externalId").orElse(null))
        .param("displayName", content.text("displayName").orElse(null))
        .param("givenName", content.text("name.givenName").orElse(null))
        .param("familyName", content.text("name.familyName").orElse(null))
        .param("employeeNumber", content.enterprise("employeeNumber").orElse(null))
        .param("active", content.active())
        .param("mails", content.mailKeys().toArray(new String[0]))
        .param("content", content.json().toString())
        .param("version", user.version())
        .param("changed", at(user.changed()));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static UserRow read(ResultSet row) throws SQLException {
    return new UserRow(
        row.getObject("id", UUID.class),
        row.getString("client"),
        UserContent.kept(row.getString("content")),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }
}
