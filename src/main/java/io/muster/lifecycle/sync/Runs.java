package io.muster.lifecycle.sync;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each sync has come, in {@code muster_sync}. */
@Component
class Runs {
  private final JdbcClient jdbc;

  Runs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A run begins: what was wrong in the one before is tried again. */
  void begin(String connection, Instant now, Instant next) {
    jdbc.sql(
            """
            insert into muster_sync (connection, due_at, begun_at) values (?, ?, ?)
            on conflict (connection) do update set due_at = excluded.due_at,
              begun_at = excluded.begun_at, ended_at = null, groups_known = false,
              looked_again = false
            """)
        .params(connection, Timestamp.from(next), Timestamp.from(now))
        .update();
    jdbc.sql(
            "update muster_sync_person set problem = null where connection = ? and problem is not null")
        .param(connection)
        .update();
    jdbc.sql(
            """
            update muster_sync_group set problem = null, turned_away = false
            where connection = ? and (problem is not null or turned_away)
            """)
        .param(connection)
        .update();
    jdbc.sql("update muster_sync_person set not_yet = false where connection = ? and not_yet")
        .param(connection)
        .update();
  }

  void end(String connection, Instant now) {
    jdbc.sql(
            """
            update muster_sync set ended_at = ?, approved_plan = null where connection = ?
            """)
        .params(Timestamp.from(now), connection)
        .update();
  }

  /** From where on the directory is to tell what has changed; empty if it was never read. */
  Optional<String> mark(String connection) {
    return text(connection, "mark");
  }

  void mark(String connection, String mark) {
    set(connection, "mark", mark);
  }

  /** True once every user of the fleet was looked at. */
  boolean knowsFleet(String connection) {
    return flag(connection, "fleet_known");
  }

  void knowsFleet(String connection, boolean known) {
    jdbc.sql("update muster_sync set fleet_known = ?, fleet_page = null where connection = ?")
        .params(known, connection)
        .update();
  }

  /** True once in a run. */
  boolean mayLookAgain(String connection) {
    return jdbc.sql(
                "update muster_sync set looked_again = true where connection = ? and not looked_again")
            .param(connection)
            .update()
        == 1;
  }

  Optional<String> fleetPage(String connection) {
    return text(connection, "fleet_page");
  }

  void fleetPage(String connection, String page) {
    set(connection, "fleet_page", page);
  }

  /** True once the names of the fleet's groups were read in this run. */
  boolean knowsGroups(String connection) {
    return flag(connection, "groups_known");
  }

  void readGroups(String connection) {
    jdbc.sql("update muster_sync set groups_known = true where connection = ?")
        .param(connection)
        .update();
  }

  /** By which versions of the tables this directory was judged last. */
  Optional<String> tables(String connection) {
    return text(connection, "tables");
  }

  void tables(String connection, String versions) {
    set(connection, "tables", versions);
  }

  /** The plan a person agreed to. */
  Optional<String> approved(String connection) {
    return text(connection, "approved_plan");
  }

  /** The plan a person would not have; it is not asked about again. */
  Optional<String> refused(String connection) {
    return text(connection, "refused_plan");
  }

  void answered(String connection, String plan, boolean approved) {
    jdbc.sql("update muster_sync set approved_plan = ?, refused_plan = ? where connection = ?")
        .params(approved ? plan : null, approved ? null : plan, connection)
        .update();
  }

  private Optional<String> text(String connection, String column) {
    return jdbc.sql("select %s from muster_sync where connection = ?".formatted(column))
        .param(connection)
        .query((row, number) -> Optional.<String>ofNullable(row.getString(1)))
        .optional()
        .flatMap(value -> value);
  }

  private boolean flag(String connection, String column) {
    return jdbc.sql("select %s from muster_sync where connection = ?".formatted(column))
        .param(connection)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  private void set(String connection, String column, @Nullable String value) {
    jdbc.sql("update muster_sync set %s = ? where connection = ?".formatted(column))
        .params(value, connection)
        .update();
  }
}
