package io.muster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Explains every query of the service on filled tables. A plan that reads a whole table, or a whole
 * index without looking anything up in it, takes longer the larger the table is.
 */
class QueryPlanTests {
  private static final int ROWS = 5_000;

  /** How many queries are put together while the service runs, and are not looked into. */
  private static final int COMPOSED = 31;

  /** What a column holds few different values of, however many rows there are. */
  private static final Set<String> FEW =
      Set.of(
          "connection", "source", "client", "process", "fate", "kind", "status", "feed", "state");

  /** Tables with a row for each connection, source, client, node, feed or setting. */
  private static final Set<String> SMALL =
      Set.of(
          "muster_source",
          "muster_sync_group",
          "muster_scim_reader",
          "muster_recovery",
          "muster_kept_setting");

  /** Queries that read everything on purpose, by the beginning of their place, and why. */
  private static final Map<String, String> ON_PURPOSE =
      Map.ofEntries(
          Map.entry("JdbcLegalHolds.java:78", "it lists every hold that stands"),
          Map.entry(
              "Retention.java", "once an hour it leaves out the events of all cases that run"),
          Map.entry(
              "ChangeRows.java:38",
              "has its index; which one is best hangs on how busy the client is"),
          Map.entry(
              "SerialNumbers.java", "by a beginning: ReadByIndexTests sees its plan with a value"),
          Map.entry(
              "JdbcPeopleSearch.java",
              "by a beginning: ReadByIndexTests sees its plan with a value"),
          Map.entry("JdbcWorkforce.java:51", "counts everybody, which a share of them is taken of"),
          Map.entry(
              "BreakerStore.java:94",
              "one opening at most is not closed, and has an index to itself"),
          Map.entry("BreakerStore.java:183", "lists what waits now"),
          Map.entry(
              "PauseStore.java:34", "one pause at most is not over, and has an index to itself"),
          Map.entry("HeldLeavers.java", "lists what is held now, by an index of that alone"),
          Map.entry("JdbcInbox.java:390", "counts what is held now, by an index of that alone"),
          Map.entry("DecidingAccounts.java:8", "asks whether there is any, and stops at the first"),
          Map.entry("NoticeStore.java:200", "counts what waits now, by an index of that alone"),
          Map.entry(
              "OrderStore.java:49",
              "by one person's plans, which are few and have their index; the filled table has many"),
          Map.entry("SiemStore.java:67", "counts what is not written out yet; the rest is deleted"),
          Map.entry("KeptDelay.java", "one row at most"),
          Map.entry("KeptConnections.java", "reads every connection there is, once at start"));

  private static final JdbcTemplate DATABASE = database();

  /** Only a query that is sent as text may hold the parameters of a plan for any of them. */
  private static JdbcTemplate database() {
    try (var pooled = Postgres.dataSource().getConnection()) {
      var url = pooled.getMetaData().getURL();
      return new JdbcTemplate(
          new SingleConnectionDataSource(
              url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple",
              "postgres",
              "postgres",
              true));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @BeforeAll
  static void fill() {
    DATABASE.execute("set session_replication_role = replica");
    for (var table :
        DATABASE.queryForList(
            """
            select table_name from information_schema.tables t
            where table_schema = 'public' and table_name like 'muster%' and not exists (
              -- the one row there may ever be
              select 1 from pg_constraint where conrelid = cast(t.table_name as regclass)
                and (pg_get_constraintdef(oid) like '%(id = 1)%' or pg_get_constraintdef(oid) = 'CHECK (one)'))
            """,
            String.class)) {
      fill(table);
    }
    DATABASE.execute("update muster_inbox set fate = 'REFUSED' where id % 500 = 0");
    DATABASE.execute("analyze");
    // where an index can be used at all it is, so that the plan does not hang on guesses
    DATABASE.execute("set enable_seqscan = off");
  }

  private static void fill(String table) {
    var values = new TreeMap<String, String>();
    for (var column :
        DATABASE.queryForList(
            """
            select column_name, data_type, character_maximum_length, is_nullable from information_schema.columns
            where table_schema = 'public' and table_name = ? and is_identity = 'NO' and is_generated = 'NEVER'
            """,
            table)) {
      var name = String.valueOf(column.get("column_name"));
      values.put(name, value(table, name, column));
    }
    DATABASE.execute(
        "insert into %s (%s) select %s from generate_series(1, %d) g on conflict do nothing"
            .formatted(
                table,
                String.join(", ", values.keySet()),
                String.join(", ", values.values()),
                ROWS));
  }

  /** What a check of the table lets a column be, where that is a list of words. */
  private static List<String> allowed(String table, String column) {
    return DATABASE.queryForList(
        """
        select distinct m[1] from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
        cross join lateral regexp_matches(pg_get_constraintdef(c.oid), '(''[^'']*'')::character varying', 'g') m
        where c.contype = 'c' and c.conrelid = cast(? as regclass) and a.attname = ?
        """,
        String.class,
        table,
        column);
  }

  private static String value(String table, String name, Map<String, Object> column) {
    var allowed = allowed(table, name);
    if (!allowed.isEmpty()) {
      return "(array[%s])[1 + g %% %d]".formatted(String.join(", ", allowed), allowed.size());
    }
    var value =
        value(
            name,
            String.valueOf(column.get("data_type")),
            column.get("character_maximum_length") instanceof Integer length ? length : 200);
    // nearly everything that can be over is
    return "YES".equals(column.get("is_nullable")) && value.startsWith("now()")
        ? "case when g %% 10 > 0 then %s end".formatted(value)
        : value;
  }

  private static String value(String name, String type, int length) {
    var number = FEW.contains(name) ? "g % 20" : "g";
    return switch (type) {
      case "character varying", "text", "character" ->
          "left('v' || %s, %d)".formatted(number, length);
      case "boolean" -> "g % 2 = 0";
      case "smallint" -> "g % 1000";
      case "timestamp with time zone" -> "now() - g * interval '1 minute'";
      case "date" -> "current_date - g % 1000";
      case "bytea" -> "'\\x00'::bytea";
      case "json", "jsonb" -> "'{}'";
      case "ARRAY" -> "'{}'";
      case "uuid" -> "gen_random_uuid()";
      case "interval" -> "interval '1 hour'";
      default -> number;
    };
  }

  @Test
  void noQueryTakesLongerTheLargerItsTableIs() throws IOException {
    var growing = new ArrayList<String>();
    var unexplained = new ArrayList<String>();
    OurQueries.read()
        .byPlace()
        .forEach(
            (place, sql) -> {
              if (!sql.contains("muster_") || sql.startsWith("lock table")) {
                return;
              }
              try {
                var whole = wholeReads(sql);
                if (!whole.isEmpty() && ON_PURPOSE.keySet().stream().noneMatch(place::startsWith)) {
                  growing.add(
                      place + " reads all of " + whole + ": " + sql.replaceAll("\\s+", " "));
                }
              } catch (org.springframework.dao.DataAccessException broken) {
                unexplained.add(place + ": " + broken.getMostSpecificCause().getMessage());
              }
            });
    assertThat(unexplained).as("queries that could not be explained").isEmpty();
    assertThat(growing).as("give each an index, or a reason in ON_PURPOSE").isEmpty();
  }

  @Test
  void looksIntoNearlyEveryQuery() throws IOException {
    var found = OurQueries.read();
    assertThat(found.byPlace()).hasSizeGreaterThan(100);
    assertThat(found.composed())
        .as("write a query where it can be read, or a plan that grows goes unseen")
        .hasSizeLessThanOrEqualTo(COMPOSED);
  }

  @Test
  void theWatchTheRefusedTheNamesakesAndTheCasesUseTheirIndex() {
    assertThat(plan("select max(taken_at) from muster_inbox where source = $1"))
        .contains("muster_inbox_heard");
    assertThat(plan("select * from muster_inbox where fate = 'REFUSED' order by id desc limit 50"))
        .contains("muster_inbox_fate");
    assertThat(plan("delete from muster_case where case_id = $1")).contains("muster_case_case");
    assertThat(plan("select * from muster_drift order by found_at desc limit 50"))
        .contains("muster_drift_newest");
  }

  private static String plan(String sql) {
    return String.join("\n", DATABASE.queryForList("explain (generic_plan) " + sql, String.class));
  }

  private static Set<String> wholeReads(String sql) {
    var plan =
        DATABASE.queryForObject(
            "explain (generic_plan, format json) " + OurQueries.numbered(sql), String.class);
    try {
      var whole = new java.util.TreeSet<String>();
      walk(new ObjectMapper().readTree(plan).get(0).get("Plan"), false, whole);
      return whole;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void walk(JsonNode node, boolean limited, Set<String> whole) {
    var type = node.path("Node Type").asText();
    var table = node.path("Relation Name").asText();
    var limit = limited || type.equals("Limit");
    var looksUp = node.has("Index Cond") || type.equals("Bitmap Heap Scan");
    var scans = type.contains("Scan") && !type.equals("Bitmap Index Scan") && !table.isEmpty();
    if (scans && !looksUp && !SMALL.contains(table) && (!limit || node.has("Filter"))) {
      whole.add(table);
    }
    for (var below : node.path("Plans")) {
      walk(below, limit && !type.equals("Sort") && !type.equals("Aggregate"), whole);
    }
  }
}
