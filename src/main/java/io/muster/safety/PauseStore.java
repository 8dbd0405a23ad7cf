package io.muster.safety;

import static io.muster.safety.PlanStore.instant;

import io.muster.safety.Destruction.Pause;
import io.muster.safety.Destruction.Yes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row that everybody who destroys takes, and who paused when and why. */
@Component
class PauseStore {
  private final JdbcClient jdbc;

  PauseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Has everybody else wait until the transaction ends. */
  void lock() {
    jdbc.sql("select id from muster_destruction where id = 1 for update")
        .query(Integer.class)
        .single();
  }

  /** The pause that lasts. */
  Optional<Pause> standing() {
    return jdbc.sql("select * from muster_destruction_pause where resumed_at is null")
        .query((row, count) -> read(row))
        .optional();
  }

  Pause find(long number) {
    return jdbc.sql("select * from muster_destruction_pause where id = ?")
        .param(number)
        .query((row, count) -> read(row))
        .single();
  }

  private Pause read(ResultSet row) throws SQLException {
    return new Pause(
        row.getLong("id"),
        row.getTimestamp("paused_at").toInstant(),
        row.getString("paused_by"),
        row.getString("reason"),
        instant(row.getTimestamp("resumed_at")),
        resuming(row.getLong("id")));
  }

  private List<Yes> resuming(long pause) {
    return jdbc.sql("select * from muster_destruction_resume where pause = ? order by agreed_at")
        .param(pause)
        .query((row, count) -> BreakerStore.yes(row))
        .list();
  }

  void pause(String by, String reason, Instant now) {
    jdbc.sql("insert into muster_destruction_pause (paused_by, reason, paused_at) values (?, ?, ?)")
        .params(by, reason, Timestamp.from(now))
        .update();
  }

  void agree(long pause, Yes yes) {
    jdbc.sql(
            "insert into muster_destruction_resume (pause, agreed_by, comment, agreed_at) values (?, ?, ?, ?)")
        .params(pause, yes.by(), yes.comment(), Timestamp.from(yes.at()))
        .update();
  }

  void end(long pause, Instant now) {
    jdbc.sql("update muster_destruction_pause set resumed_at = ? where id = ?")
        .params(Timestamp.from(now), pause)
        .update();
  }
}
