package io.muster.lifecycle.sync;

import io.muster.lifecycle.Logins;
import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Searches the logins in {@code muster_sync_person}. */
@Component
class MirroredLogins implements Logins {
  private final JdbcClient jdbc;

  MirroredLogins(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Login> startingWith(String text, int limit) {
    if (text.isBlank()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select connection, login, employee from muster_sync_person
            where lower(login) like ? and employee is not null order by lower(login) limit ?
            """)
        .params(
            text.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%", limit)
        .query(
            (row, number) ->
                new Login(
                    row.getString("connection"),
                    row.getString("login"),
                    new EmployeeId(row.getString("employee"))))
        .list();
  }
}
