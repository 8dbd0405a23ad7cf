package io.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.demo.PlayedEstate;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hr.HrFeed;
import io.muster.simulator.okta.OktaOptions;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What a joiner, a leaver and a webhook cost with 100 and with 5,000 people, in counts that are the
 * same on every machine.
 *
 * <p>Writes {@code target/bench.json} and fails where a count is more than 5 % over {@code
 * src/bench/costs.json}; {@code -Dbench.keep=true} writes that file anew.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "muster.safety.breaker.most=1000000",
      "muster.safety.breaker.least=1000000",
      "muster.safety.breaker.leavers.most=1000000",
      "muster.safety.breaker.leavers.least=1000000",
      "muster.budgets.connections.hexnode.per-minute=1000000",
      "muster.budgets.connections.hexnode.per-day=100000000",
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.metrics.enabled=false",
      "camunda.bpm.metrics.db-reporter-activate=false",
      "logging.level.root=warn",
      "logging.level.com.okta.sdk.impl.config=error"
    })
class CostBench {
  private static final int EACH = 5;
  private static final double MORE = 1.05;
  private static final Path KNOWN = Path.of("src/bench/costs.json");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
  private static final MovableClock CLOCK = new MovableClock(MORNING);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final PlayedEstate ESTATE =
      new PlayedEstate(
          OktaOptions::prompt,
          new HexnodeOptions()
              .unlimited()
              .deviceDelay(Duration.ofSeconds(2))
              .accessDelay(Duration.ofSeconds(5)),
          SimulatorSettings.onLoopback().in(SimulatedClock.following(CLOCK)));
  private static final CountedDatabase DATABASE = new CountedDatabase();

  @Autowired private ProcessEngine engine;
  @Autowired private Workforce workforce;
  @LocalServerPort private int port;

  private int people;
  private long jobs;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", Postgres::emptyDatabase);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("muster.webhook.sources.hr.secrets[0]", () -> SECRET);
    ESTATE.settings().entrySet().stream()
        .filter(setting -> !setting.getKey().startsWith("muster.budgets."))
        .forEach(setting -> registry.add(setting.getKey(), setting::getValue));
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Estate {
    @Bean
    @Primary
    MovableClock virtualClock() {
      ClockUtil.setCurrentTime(Date.from(MORNING));
      return CLOCK;
    }

    @Bean
    static CountedDatabase counted() {
      return DATABASE;
    }
  }

  @AfterAll
  static void end() {
    ClockUtil.reset();
    ESTATE.close();
  }

  @Test
  void costsNoMoreThanBefore() throws Exception {
    DATABASE.countThisThread();
    var measured = new TreeMap<String, Cost>();
    for (int company : List.of(100, 5_000)) {
      while (people < company) {
        employ(people++);
      }
      measure(company, measured);
      System.out.printf("%d people: measured%n", company);
    }
    measured.forEach((what, cost) -> System.out.printf("%-22s %s%n", what, cost));
    compare(measured);
  }

  private void measure(int company, Map<String, Cost> measured)
      throws IOException, InterruptedException {
    play(EACH, "warm" + company); // indexes are read, plans are made
    var costs = play(EACH, "P" + company);
    measured.put("webhook at " + company, costs.get(0));
    measured.put("joiner at " + company, costs.get(1));
    measured.put("leaver at " + company, costs.get(2));
  }

  /** So many are hired by webhook, work here, and leave again; their cost by kind. */
  private List<Cost> play(int many, String name) throws IOException, InterruptedException {
    var hr =
        new HrFeed(
            URI.create("http://127.0.0.1:" + port + "/hr/v1/sources/hr/events"), SECRET, CLOCK);
    var start = now();
    for (int number = 0; number < many; number++) {
      assertThat(hr.send("worker.hired", hired(name + "-" + number)).status()).isBetween(200, 202);
    }
    var webhook = now().since(start, many);
    start = now();
    until(CLOCK.instant().plus(Duration.ofHours(2)));
    var joiner = now().since(start, many);
    assertThat(DATABASE.aside(() -> onboarded(name))).isEqualTo(many);
    start = now();
    for (int number = 0; number < many; number++) {
      assertThat(hr.send("worker.terminated", left(name + "-" + number)).status())
          .isBetween(200, 202);
    }
    until(CLOCK.instant().plus(Duration.ofMinutes(30)));
    var questions =
        DATABASE.aside(
            () ->
                engine.getTaskService().createTaskQuery().taskDefinitionKey("approveWipe").list());
    assertThat(questions).hasSize(many);
    questions.forEach(this::approve);
    until(CLOCK.instant().plus(Duration.ofHours(2)));
    return List.of(webhook, joiner, now().since(start, many));
  }

  private long onboarded(String name) {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey("onboarding")
        .processInstanceBusinessKeyLike("%" + name + "-%")
        .finished()
        .count();
  }

  private Map<String, Object> hired(String number) {
    return Map.of(
        "employeeId", number,
        "givenName", "Given",
        "familyName", "Family " + number,
        "workEmail", number.toLowerCase(Locale.ROOT) + "@example.com",
        "department", "Engineering",
        "title", "Developer",
        "location", "Berlin",
        "costCenter", "CC-1",
        "timeZone", "Europe/Berlin",
        "startDate", LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC).toString());
  }

  private Map<String, Object> left(String number) {
    return Map.of(
        "employeeId",
        number,
        "lastDayOfWork",
        LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC).toString(),
        "timeZone",
        "Europe/Berlin",
        "reason",
        "voluntary",
        "immediate",
        true);
  }

  private void employ(int number) {
    var worker =
        new Worker(
            new EmployeeId("S" + number),
            "Staff",
            "Number" + number,
            "staff%d@example.com".formatted(number),
            "Engineering",
            "Developer",
            "Berlin",
            "CC-1",
            null,
            ZoneOffset.UTC,
            LocalDate.of(2020, 1, 1),
            false);
    workforce.know(worker);
    ESTATE.device(ESTATE.employee(worker), Machine.MAC, false);
  }

  private void approve(Task task) {
    var identity = engine.getIdentityService();
    if (identity.createUserQuery().userId("ann").count() == 0) {
      identity.saveUser(identity.newUser("ann"));
      identity.createMembership("ann", "approver");
    }
    identity.setAuthentication("ann", List.of("approver"));
    try {
      engine.getTaskService().claim(task.getId(), "ann");
      engine
          .getTaskService()
          .complete(task.getId(), Map.of("decision", "approve", "comment", "agreed"));
    } finally {
      identity.clearAuthentication();
    }
  }

  /** Runs what is due as the executor would; else people enrol, and time passes. */
  private void until(Instant end) {
    var management = engine.getManagementService();
    while (CLOCK.instant().isBefore(end)) {
      var due = DATABASE.aside(() -> management.createJobQuery().executable().listPage(0, 8));
      for (var job : due) {
        jobs++;
        try {
          management.executeJob(job.getId());
        } catch (RuntimeException again) {
          // it comes again
        }
      }
      if (due.isEmpty()) {
        ESTATE.enrolInvited();
        var next = DATABASE.aside(this::nextDue);
        CLOCK.set(next != null && next.isBefore(end) ? next : end);
        ClockUtil.setCurrentTime(Date.from(CLOCK.instant()));
      }
    }
  }

  private @Nullable Instant nextDue() {
    var next =
        engine
            .getManagementService()
            .createJobQuery()
            .withRetriesLeft()
            .duedateHigherThan(Date.from(CLOCK.instant()))
            .orderByJobDuedate()
            .asc()
            .listPage(0, 1);
    return next.isEmpty() ? null : next.get(0).getDuedate().toInstant().plusMillis(1);
  }

  private Cost now() {
    return new Cost(
        DATABASE.statements(),
        DATABASE.commits(),
        jobs,
        calls(ESTATE.okta().journal().tally()),
        calls(ESTATE.hexnode().journal().tally()),
        ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6);
  }

  private static long calls(Map<String, Long> tally) {
    return tally.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void compare(Map<String, Cost> measured) throws IOException {
    var counts = new TreeMap<String, Map<String, Double>>();
    measured.forEach((what, cost) -> counts.put(what, cost.counts()));
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(counts) + "\n";
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/bench.json"), text);
    if (Boolean.getBoolean("bench.keep")) {
      Files.writeString(KNOWN, text);
    }
    var known =
        JSON.readValue(
            KNOWN.toFile(), new TypeReference<TreeMap<String, Map<String, Double>>>() {});
    assertThat(counts.keySet()).isEqualTo(known.keySet());
    known.forEach(
        (what, before) ->
            before.forEach(
                (count, limit) ->
                    assertThat(Objects.requireNonNull(counts.get(what)).getOrDefault(count, 0.0))
                        .as("%s: %s, %s before", what, count, limit)
                        .isLessThanOrEqualTo(limit * MORE)));
  }
}
