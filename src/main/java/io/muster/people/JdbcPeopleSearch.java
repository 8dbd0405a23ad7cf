package io.muster.people;

import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Searches {@code muster_worker} and {@code muster_worker_trace} by prefix, always by an index. */
@Component
class JdbcPeopleSearch implements PeopleSearch {
  private final JdbcClient jdbc;

  JdbcPeopleSearch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Match> startingWith(String text, int limit) {
    if (text.isBlank()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select w.employee, w.given_name, w.family_name, w.work_email, w.department, w.title
            from muster_worker w where w.employee in (
              (select employee from muster_worker where lower(employee) like :start limit :limit)
              union
              (select employee from muster_worker where lower(family_name) like :start limit :limit)
              union
              (select employee from muster_worker_trace where lower(value) like :start limit :limit))
            order by lower(w.employee) = :exact desc, lower(w.family_name), lower(w.given_name),
              w.employee
            limit :limit
            """)
        .param("start", start(text))
        .param("exact", text.strip().toLowerCase(Locale.ROOT))
        .param("limit", limit)
        .query((row, number) -> read(row))
        .list();
  }

  @Override
  public Map<EmployeeId, Match> named(Collection<EmployeeId> employees) {
    return jdbc
        .sql(
            """
            select employee, given_name, family_name, work_email, department, title
            from muster_worker where employee = any(?)
            """)
        .param(employees.stream().map(EmployeeId::value).toArray(String[]::new))
        .query((row, number) -> read(row))
        .list()
        .stream()
        .collect(toMap(Match::employee, Function.identity()));
  }

  /** A pattern for what begins with the text, which is taken literally. */
  private static String start(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private static Match read(ResultSet row) throws SQLException {
    return new Match(
        new EmployeeId(row.getString("employee")),
        row.getString("given_name") + " " + row.getString("family_name"),
        row.getString("work_email"),
        row.getString("department"),
        row.getString("title"));
  }
}
