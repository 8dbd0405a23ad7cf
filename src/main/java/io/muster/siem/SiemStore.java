package io.muster.siem;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps events until a node has written them. */
@Component
class SiemStore {
  private final JdbcClient jdbc;

  SiemStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An event as it is written. */
  record Line(long id, String text) {}

  void keep(String line) {
    jdbc.sql("insert into muster_siem_event (line) values (?)").param(line).update();
  }

  /** The oldest that no other node has in hand. */
  List<Line> take(int limit) {
    return jdbc.sql(
            "select id, line from muster_siem_event order by id limit ? for update skip locked")
        .param(limit)
        .query((row, number) -> new Line(row.getLong("id"), row.getString("line")))
        .list();
  }

  void written(List<Line> lines) {
    jdbc.sql("delete from muster_siem_event where id = any(?)")
        .param(lines.stream().map(Line::id).toArray(Long[]::new))
        .update();
  }

  /** True if this was not told before; another node waits for the transaction. */
  boolean isFirst(String key, Instant now) {
    return jdbc.sql(
                "insert into muster_siem_told (key, kind, told_at) values (?, ?, ?) on conflict do nothing")
            .params(key, key.replaceFirst("/.*", ""), Timestamp.from(now))
            .update()
        == 1;
  }

  /** What began, of this kind, and has not ended. */
  List<String> lasting(String kind) {
    return jdbc.sql(
            "select key from muster_siem_told where kind = ? and over_at is null order by key")
        .param(kind)
        .query(String.class)
        .list();
  }

  /** True if it ends now; false if another node was first. */
  boolean ends(String key, Instant now) {
    return jdbc.sql("update muster_siem_told set over_at = ? where key = ? and over_at is null")
            .params(Timestamp.from(now), key)
            .update()
        == 1;
  }

  long waiting() {
    return jdbc.sql("select count(*) from muster_siem_event").query(Long.class).single();
  }
}
