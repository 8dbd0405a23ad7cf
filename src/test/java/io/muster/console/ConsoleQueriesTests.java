package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.doors.Role;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.TestPropertySource;

/**
 * Opens every page, and explains each query that it sends to the database, the engine's among them.
 * A plan that reads all of a table that grows with the years takes longer each year.
 */
@Import(ConsoleQueriesTests.Listening.class)
// a database of its own, as it is filled
@TestPropertySource(properties = "muster.console.queries=heard")
class ConsoleQueriesTests extends ConsoleStage {
  private static final int CASES = 5_000;
  private static final Pattern PARAMETER = Pattern.compile("'(?:[^']|'')*'|\\?");

  /**
   * What grows with the years and is the engine's. Of our own tables QueryPlanTests and
   * ReadByIndexTests see to it, with values that fit.
   */
  private static final Pattern GROWS = Pattern.compile("act_hi_.*");

  private static final Set<String> HEARD = new ConcurrentSkipListSet<>();

  @Autowired private DataSource database;
  private String ended;
  private String question;

  /** Writes down what the pages ask the database. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    static BeanPostProcessor listening() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof DataSource database ? new Heard(database) : bean;
        }
      };
    }
  }

  private static final class Heard extends DelegatingDataSource {
    private Heard(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      var connection = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              Heard.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("prepareStatement")
                    && Thread.currentThread().getName().contains("-exec-")) {
                  HEARD.add(String.valueOf(arguments[0]).strip());
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException failed) {
                  throw failed.getCause();
                }
              });
    }
  }

  @BeforeAll
  void yearsOfCases() {
    var leaver = worker("PLAN-1", "Planned", "Leaver");
    laptopOf(leaver);
    var first = fired(leaver);
    question = walk.task(first, "approveWipe").getId();
    var second = worker("PLAN-2", "Second", "Leaver");
    laptopOf(second);
    var answered = fired(second);
    walk.complete(
        walk.task(answered, "approveWipe"),
        "approver",
        Map.of("decision", "decline", "comment", "Kept."));
    ended = answered.getId();
    var jdbc = new JdbcTemplate(database);
    FillConsole.fill(jdbc, CASES, CASES * 5);
    jdbc.execute("analyze");
  }

  @Test
  void noPageReadsAWholeTableThatGrows() throws Exception {
    HEARD.clear();
    for (var path : pages()) {
      for (var role : List.of(Role.AUDITOR, Role.OPERATOR, Role.ADMINISTRATOR)) {
        var answer = as(role).get(path);
        assertThat(answer.statusCode()).as("%s as %s", path, role).isIn(200, 403);
      }
    }
    assertThat(HEARD).hasSizeGreaterThan(40);
    assertThat(HEARD).anyMatch(sql -> sql.toLowerCase(Locale.ROOT).contains("act_hi_procinst"));
    var growing = new ArrayList<String>();
    var unexplained = new ArrayList<String>();
    var alone = alone();
    for (var sql : List.copyOf(HEARD)) {
      if (!sql.toLowerCase(Locale.ROOT).matches("(?s)(select|with).*act_hi_.*")) {
        continue;
      }
      try {
        var whole = wholeReads(alone, sql);
        if (!whole.isEmpty()) {
          growing.add("reads all of %s: %s".formatted(whole, sql.replaceAll("\\s+", " ")));
        }
      } catch (org.springframework.dao.DataAccessException broken) {
        unexplained.add("%s: %s".formatted(broken.getMostSpecificCause().getMessage(), sql));
      }
    }
    assertThat(unexplained).as("queries that could not be explained").isEmpty();
    assertThat(growing).as("ask for each by something that has an index").isEmpty();
  }

  private List<String> pages() {
    return List.of(
        "/console",
        "/console/find?q=bench77",
        "/console/find?q=" + ended,
        "/console/people/BENCH77",
        "/console/people/PLAN-1",
        "/console/cases/" + ended,
        "/console/cases/bench77",
        "/console/events",
        "/console/events?source=bench",
        "/console/events?kind=worker.hired",
        "/console/events?fate=refused",
        "/console/events?employee=BENCH77&before=1000",
        "/console/leavers",
        "/console/leavers?secured=false&days=366",
        "/console/leavers?secured=true&before=100",
        "/console/audit",
        "/console/audit?from=2026-01-01&to=2026-01-31",
        "/console/approve",
        "/console/approve?show=everybodys",
        "/console/approve/" + question,
        "/console/drift",
        "/console/models",
        "/console/models/processes/offboarding",
        "/console/models/processes/offboarding?version=1",
        "/console/models/tables/wipeDecision");
  }

  /** Only a query that is sent as text may hold the parameters of a plan for any of them. */
  private JdbcTemplate alone() throws SQLException {
    try (var pooled = database.getConnection()) {
      var url = pooled.getMetaData().getURL();
      var alone =
          new JdbcTemplate(
              new SingleConnectionDataSource(
                  url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple",
                  "postgres",
                  "postgres",
                  true));
      // where an index can be used at all it is, so that the plan does not hang on guesses
      alone.execute("set enable_seqscan = off");
      return alone;
    }
  }

  private static Set<String> wholeReads(JdbcTemplate alone, String sql) throws Exception {
    var plan =
        alone.queryForObject("explain (generic_plan, format json) " + numbered(sql), String.class);
    var whole = new TreeMap<String, Boolean>();
    walk(new ObjectMapper().readTree(plan).get(0).get("Plan"), false, whole);
    return new TreeSet<>(whole.keySet());
  }

  private static String numbered(String sql) {
    var number = new AtomicInteger();
    return PARAMETER
        .matcher(sql)
        .replaceAll(
            match ->
                match.group().equals("?")
                    ? "\\$" + number.incrementAndGet()
                    : Matcher.quoteReplacement(match.group()));
  }

  private static void walk(JsonNode node, boolean limited, Map<String, Boolean> whole) {
    var type = node.path("Node Type").asText();
    var table = node.path("Relation Name").asText();
    var limit = limited || type.equals("Limit");
    var looksUp = node.has("Index Cond") || type.equals("Bitmap Heap Scan");
    var scans = type.contains("Scan") && !type.equals("Bitmap Index Scan") && !table.isEmpty();
    if (scans && !looksUp && GROWS.matcher(table).matches() && (!limit || node.has("Filter"))) {
      whole.put(table, true);
    }
    for (var below : node.path("Plans")) {
      walk(below, limit && !type.equals("Sort") && !type.equals("Aggregate"), whole);
    }
  }
}
