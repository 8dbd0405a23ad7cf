package io.muster.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Searches {@code muster_inbox}. Each filter stands in the query only where it is asked for. */
@Component
class JdbcEventHistory implements EventHistory {
  private final JdbcClient jdbc;

  JdbcEventHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Event> newest(Filter filter) {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    asked(filter)
        .forEach(
            (condition, value) -> {
              if (value != null) {
                conditions.add(condition);
                values.add(value);
              }
            });
    var where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    values.add(filter.limit());
    return jdbc.sql("select * from muster_inbox %s order by id desc limit ?".formatted(where))
        .params(values)
        .query((row, number) -> event(row))
        .list();
  }

  @Override
  public List<Event> between(Instant from, Instant until, int limit) {
    return jdbc.sql(
            """
            select * from muster_inbox where taken_at >= ? and taken_at < ?
            order by taken_at, id limit ?
            """)
        .params(Timestamp.from(from), Timestamp.from(until), limit)
        .query((row, number) -> event(row))
        .list();
  }

  @Override
  public Map<String, Event> thatStarted(Collection<String> caseIds) {
    var started = new LinkedHashMap<String, Event>();
    jdbc.sql("select * from muster_inbox where case_id = any(?) and fate = 'STARTED'")
        .param(caseIds.toArray(String[]::new))
        .query((row, number) -> event(row))
        .list()
        .forEach(event -> started.put(String.valueOf(event.receipt().caseId()), event));
    return started;
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(JdbcInbox.read(row, false), row.getString("kind"));
  }

  @Override
  public List<String> senders() {
    // from one name to the next by the index; there are few, and many events
    return jdbc
        .sql(
            """
            with recursive sender(source) as (
              (select source from muster_inbox order by source limit 1)
              union all
              select (select i.source from muster_inbox i where i.source > s.source
                order by i.source limit 1)
              from sender s where s.source is not null)
            select source from sender where source is not null order by source
            """)
        .query(String.class)
        .list()
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  private static Map<String, @Nullable Object> asked(Filter filter) {
    var asked = new LinkedHashMap<String, @Nullable Object>();
    asked.put("source = ?", filter.source());
    asked.put("kind = ?", filter.kind());
    asked.put("fate = ?", filter.fate() == null ? null : filter.fate().name());
    asked.put("employee = ?", filter.employee() == null ? null : filter.employee().value());
    asked.put("id < ?", filter.before());
    return asked;
  }
}
