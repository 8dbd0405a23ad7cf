package io.muster.scim;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps in {@code muster_scim_person} what HR's users have come to mean. */
@Component
class PersonRows {
  private final JdbcClient jdbc;

  PersonRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What this user has come to mean; somebody new if it is not known yet. */
  Person of(UserRow user) {
    return jdbc.sql("select * from muster_scim_person where user_id = ?")
        .param(user.id())
        .query((row, number) -> read(row))
        .optional()
        .orElse(new Person(user.id(), user.client(), null, Told.NOTHING, null, "", 0));
  }

  /** True if another user of the client is this employee. */
  boolean isAnother(Person person, String employee) {
    return jdbc.sql(
                "select count(*) from muster_scim_person where client = ? and employee = ? and"
                    + " user_id <> ? and told = 'HIRED'")
            .params(person.client(), employee, person.user())
            .query(Long.class)
            .single()
        > 0;
  }

  void keep(Person person) {
    jdbc.sql(
            """
            insert into muster_scim_person (user_id, client, employee, told, last_day, digest, attempts)
            values (:user, :client, :employee, :told, :lastDay, :digest, :attempts)
            on conflict (user_id) do update set employee = excluded.employee, told = excluded.told,
              last_day = excluded.last_day, digest = excluded.digest, attempts = excluded.attempts
            """)
        .param("user", person.user())
        .param("client", person.client())
        .param("employee", person.employee())
        .param("told", person.told().name())
        .param("lastDay", person.lastDay())
        .param("digest", person.digest())
        .param("attempts", person.attempts())
        .update();
  }

  private static Person read(ResultSet row) throws SQLException {
    return new Person(
        row.getObject("user_id", UUID.class),
        row.getString("client"),
        row.getString("employee"),
        Told.valueOf(row.getString("told")),
        row.getString("last_day"),
        row.getString("digest"),
        row.getLong("attempts"));
  }

  /** What we have been told about a person so far. */
  enum Told {
    /** Nothing that could be used. */
    NOTHING,
    /** That the person is hired, but the rules of the house did not let that in yet. */
    TURNED_AWAY,
    HIRED,
    LEFT
  }

  /**
   * A user as a person.
   *
   * @param employee the number under which the person was taken in, or null
   * @param lastDay the last day that was announced, or null
   * @param digest of the facts that were last acted upon
   * @param attempts how many events have been made of this user
   */
  record Person(
      UUID user,
      String client,
      @Nullable String employee,
      Told told,
      @Nullable String lastDay,
      String digest,
      long attempts) {

    Person told(Told told) {
      return new Person(user, client, employee, told, lastDay, digest, attempts);
    }

    Person known(@Nullable String employee) {
      return new Person(user, client, employee, told, lastDay, digest, attempts);
    }

    Person lastDay(@Nullable String day) {
      return new Person(user, client, employee, told, day, digest, attempts);
    }

    Person digest(String digest) {
      return new Person(user, client, employee, told, lastDay, digest, attempts);
    }

    Person anotherAttempt() {
      return new Person(user, client, employee, told, lastDay, digest, attempts + 1);
    }
  }
}
