package io.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
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
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
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
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What a joiner, a leaver and a webhook cost with 100 and with 5,000 people, in counts that are the
 * same on every machine; and what the bare engine costs for a joiner.
 *
 * <p>Writes {@code target/bench.json} and fails where a count is more than 5 % over {@code
 * src/bench/costs.json}; {@code -Dbench.keep=true} writes that file anew. {@code
 * -Dbench.people=100} leaves the 5,000 out, {@code -Dbench.explain=true} writes for each of them
 * into {@code target/cost-*.txt} which statements were sent and by whom.
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
  private static final List<Integer> COMPANIES =
      Integer.getInteger("bench.people", 5_000) < 5_000 ? List.of(100) : List.of(100, 5_000);
  private static final String BARE = "joiner, bare engine";
  private static final int MOST_FOR_A_HIRE = 600;
  private static final int COMMITS_FOR_A_HIRE = 30;
  private static final int MOST_FOR_A_WEBHOOK = 45;
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
    for (int company : COMPANIES) {
      while (people < company) {
        employ(people++);
      }
      measure(company, measured);
      System.out.printf("%d people: measured%n", company);
    }
    measured.put(BARE, bare());
    measured.forEach((what, cost) -> System.out.printf("%-22s %s%n", what, cost));
    var joiner = Objects.requireNonNull(measured.get("joiner at 100"));
    var bare = Objects.requireNonNull(measured.get(BARE));
    System.out.printf(
        "a joiner takes %.1f times the CPU time of the bare engine, %.1f times its statements, %.1f times its commits%n",
        joiner.cpuMillis() / bare.cpuMillis(),
        joiner.statements() / bare.statements(),
        joiner.commits() / bare.commits());
    write(measured);
    keepsTheLimits(measured);
    compare(measured);
  }

  /** What a hire and a webhook may cost; with more people, the lists of all of them are read. */
  private static void keepsTheLimits(Map<String, Cost> measured) {
    measured.forEach(
        (what, cost) -> {
          if (what.equals("joiner at 100")) {
            assertThat(cost.statements()).as(what).isLessThanOrEqualTo(MOST_FOR_A_HIRE);
            assertThat(cost.commits()).as(what).isLessThanOrEqualTo(COMMITS_FOR_A_HIRE);
          } else if (what.startsWith("webhook")) {
            assertThat(cost.statements()).as(what).isLessThanOrEqualTo(MOST_FOR_A_WEBHOOK);
          }
        });
  }

  /** The same diagrams without our steps, on the same PostgreSQL. */
  private Cost bare() throws IOException {
    var database = new DriverManagerDataSource(Postgres.emptyDatabase(), "postgres", "postgres");
    try (var pool = new HikariDataSource()) {
      pool.setDataSource(database);
      try (var bare = new BareEngine(DATABASE.around(pool))) {
        playBare(bare, "warm");
        return playBare(bare, "bare");
      }
    }
  }

  private Cost playBare(BareEngine bare, String name) throws IOException {
    var before = bare.onboarded();
    DATABASE.explained(1);
    var start = now();
    for (int number = 0; number < EACH; number++) {
      bare.hire(name + "-" + number, CLOCK.instant());
    }
    until(bare.engine(), CLOCK.instant().plus(Duration.ofHours(2)));
    var cost = now().since(start, EACH);
    explain("bare " + name, EACH);
    assertThat(DATABASE.aside(bare::onboarded)).isEqualTo(before + EACH);
    // it calls nobody; what was called meanwhile the service did by itself
    return new Cost(cost.statements(), cost.commits(), cost.jobs(), 0, 0, cost.cpuMillis());
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
    explain("webhook " + name, many);
    start = now();
    until(CLOCK.instant().plus(Duration.ofHours(2)));
    var joiner = now().since(start, many);
    explain("joiner " + name, many);
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
    var leaver = now().since(start, many);
    explain("leaver " + name, many);
    return List.of(webhook, joiner, leaver);
  }

  private static void explain(String what, int many) throws IOException {
    var text = DATABASE.explained(many);
    if (!text.isEmpty()) {
      Files.createDirectories(Path.of("target"));
      Files.writeString(Path.of("target", "cost-" + what.replace(' ', '-') + ".txt"), text + "\n");
    }
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
    until(engine, end);
  }

  private void until(ProcessEngine at, Instant end) {
    var management = at.getManagementService();
    // as the job executor does it, without what the API checks of whoever asks
    var commands =
        ((ProcessEngineConfigurationImpl) at.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
    while (CLOCK.instant().isBefore(end)) {
      var due = DATABASE.aside(() -> management.createJobQuery().executable().listPage(0, 8));
      for (var job : due) {
        jobs++;
        try {
          ExecuteJobHelper.executeJob(job.getId(), commands);
        } catch (RuntimeException again) {
          // it comes again
        }
      }
      if (due.isEmpty()) {
        ESTATE.enrolInvited();
        var next = DATABASE.aside(() -> nextDue(at));
        CLOCK.set(next != null && next.isBefore(end) ? next : end);
        ClockUtil.setCurrentTime(Date.from(CLOCK.instant()));
      }
    }
  }

  private static @Nullable Instant nextDue(ProcessEngine at) {
    var next =
        at.getManagementService()
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

  private static Map<String, Map<String, Double>> counts(Map<String, Cost> measured) {
    var counts = new TreeMap<String, Map<String, Double>>();
    measured.forEach((what, cost) -> counts.put(what, cost.counts()));
    return counts;
  }

  private static void write(Map<String, Cost> measured) throws IOException {
    var writer = JSON.writerWithDefaultPrettyPrinter();
    Files.createDirectories(Path.of("target"));
    Files.writeString(
        Path.of("target/bench.json"), writer.writeValueAsString(new TreeMap<>(measured)) + "\n");
    if (Boolean.getBoolean("bench.keep")) {
      Files.writeString(KNOWN, writer.writeValueAsString(counts(measured)) + "\n");
    }
  }

  private static void compare(Map<String, Cost> measured) throws IOException {
    var counts = counts(measured);
    var known =
        JSON.readValue(
            KNOWN.toFile(), new TypeReference<TreeMap<String, Map<String, Double>>>() {});
    assertThat(known.keySet()).containsAll(counts.keySet());
    counts.forEach(
        (what, costs) ->
            costs.forEach(
                (count, cost) ->
                    assertThat(cost)
                        .as("%s: %s", what, count)
                        .isLessThanOrEqualTo(
                            Objects.requireNonNull(known.get(what)).getOrDefault(count, 0.0)
                                * MORE)));
  }
}
