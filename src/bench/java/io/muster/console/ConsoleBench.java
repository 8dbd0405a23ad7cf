package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/**
 * How long each page takes with 50,000 people, 200,000 ended cases and 5 million rows in the
 * ledger: at most 300 ms for 95 of 100 requests, 50 ms for looking somebody up. {@code
 * -Dbench.cases=} plays it with fewer.
 */
// a database of its own, as it is filled
@TestPropertySource(properties = "muster.console.bench=filled")
class ConsoleBench extends ConsoleStage {
  private static final int CASES = Integer.getInteger("bench.cases", 200_000);
  private static final int EFFECTS = CASES * 25;
  private static final int REQUESTS = 40;
  private static final Duration PAGE = Duration.ofMillis(300);
  private static final Duration LOOK_UP = Duration.ofMillis(50);

  @Autowired private DataSource database;
  private String running;
  private String question;

  @BeforeAll
  void yearsOfCases() {
    var leaver = worker("BENCHED", "Benched", "Leaver");
    laptopOf(leaver);
    var first = fired(leaver);
    running = first.getId();
    question = walk.task(first, "approveWipe").getId();
    var jdbc = new JdbcTemplate(database);
    var began = System.nanoTime();
    FillConsole.fill(jdbc, CASES, EFFECTS);
    jdbc.execute("vacuum analyze");
    System.out.printf(
        "%d people, %d ended cases, %d rows in the ledger: filled in %d s%n",
        CASES / 4, CASES, EFFECTS, Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  @Test
  void everyPageIsThereInTime() throws Exception {
    var slow = new ArrayList<String>();
    for (var page : pages().entrySet()) {
      var limit = page.getKey().startsWith("find") ? LOOK_UP : PAGE;
      var times = new ArrayList<Long>();
      for (int at = -5; at < REQUESTS; at++) {
        var began = System.nanoTime();
        var answer = as(Role.ADMINISTRATOR).get(page.getValue().apply(Math.abs(at) + 1));
        var took = System.nanoTime() - began;
        assertThat(answer.statusCode()).as(page.getKey()).isEqualTo(200);
        if (at >= 0) {
          times.add(took);
        }
      }
      times.sort(null);
      var p95 = Duration.ofNanos(times.get(REQUESTS * 95 / 100));
      System.out.printf(
          "%-28s p50 %5.1f ms  p95 %6.1f ms%n",
          page.getKey(), times.get(REQUESTS / 2) / 1e6, p95.toNanos() / 1e6);
      if (p95.compareTo(limit) > 0) {
        slow.add(
            "%s: %d ms, at most %d".formatted(page.getKey(), p95.toMillis(), limit.toMillis()));
      }
    }
    assertThat(slow).isEmpty();
  }

  private Map<String, IntFunction<String>> pages() {
    var pages = new LinkedHashMap<String, IntFunction<String>>();
    pages.put("today", at -> "/console");
    pages.put("find by number", at -> "/console/find?q=BENCH" + 77 * at);
    pages.put("find by name", at -> "/console/find?q=family" + 77 * at);
    pages.put("find by mail", at -> "/console/find?q=bench%d@example.com".formatted(77 * at));
    pages.put("find by login", at -> "/console/find?q=benchlogin" + 77 * at);
    pages.put("find by serial", at -> "/console/find?q=BENCHSN" + 77 * at);
    pages.put("find by account", at -> "/console/find?q=bench00u" + 77 * at);
    pages.put("find by case", at -> "/console/find?q=bench" + 77 * at);
    pages.put("find, two keys", at -> "/console/find?q=be");
    pages.put("person", at -> "/console/people/BENCH" + 77 * at);
    pages.put("case that ended", at -> "/console/cases/bench" + 77 * at);
    pages.put("case that runs", at -> "/console/cases/" + running);
    pages.put("events", at -> "/console/events");
    pages.put("events of a source", at -> "/console/events?source=bench&before=" + 7_000 * at);
    pages.put("events refused", at -> "/console/events?fate=refused");
    pages.put("events of a kind", at -> "/console/events?kind=worker.hired");
    pages.put("events of a person", at -> "/console/events?employee=BENCH" + 77 * at);
    pages.put("leavers", at -> "/console/leavers");
    pages.put("leavers of a year", at -> "/console/leavers?days=366");
    pages.put("leavers not secured", at -> "/console/leavers?secured=false");
    pages.put("audit", at -> "/console/audit");
    pages.put("approve", at -> "/console/approve");
    pages.put("question", at -> "/console/approve/" + question);
    pages.put("drift", at -> "/console/drift");
    pages.put("models", at -> "/console/models");
    pages.put("process", at -> "/console/models/processes/offboarding");
    pages.put("table", at -> "/console/models/tables/wipeDecision");
    return pages;
  }
}
