package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.Forecast.When;
import io.muster.lifecycle.LeaverForecast;
import io.muster.lifecycle.LeaverForecast.Leave;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What was foretold of leavers beside what then happened to them, in virtual time, with the limits
 * that the vendors publish and the real adapters on simulators.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      // calls are counted by the job that makes them
      "muster.jobs.shared=false",
      "muster.safety.breaker.most=1000000",
      "muster.safety.breaker.least=1000000",
      "muster.safety.breaker.leavers.most=1000000",
      "muster.safety.breaker.leavers.least=1000000",
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.metrics.enabled=false",
      "camunda.bpm.metrics.db-reporter-activate=false"
    })
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForecastTests {
  private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
  private static final MovableClock CLOCK = new MovableClock(MORNING);
  private static final SimulatorSettings LOOPBACK =
      SimulatorSettings.onLoopback().in(SimulatedClock.following(CLOCK));
  private static final HexnodeSimulator PORTAL =
      HexnodeSimulator.start(new HexnodeOptions(), LOOPBACK);
  private static final OktaSimulator OKTA =
      OktaSimulator.start(OktaOptions.realistic("token"), LOOPBACK);
  private static final Map<When, Set<String>> STEPS =
      Map.of(
          When.CONTAINMENT,
          Set.of(
              "snapshotDevices",
              "lockDevices",
              "isolateDevices",
              "findLeaver",
              "suspendAccount",
              "endSessions",
              "seeAccountsShut"),
          When.DECISION,
          Set.of("inspectDevice", "planWipe"),
          When.WIPE,
          Set.of("issueWarrant", "wakeDevice", "checkAwake", "wipeDevice", "checkWipe"));

  private static int people;

  @Autowired private ProcessEngine engine;
  @Autowired private Lifecycle lifecycle;
  @Autowired private Workforce workforce;
  @Autowired private LeaverForecast forecasts;

  /** Calls by system and step. */
  private final Map<String, Integer> made = new HashMap<>();

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    PORTAL.addPolicy("Leaver lockdown");
    for (int number = 0; number < 400; number++) {
      var email = "staff%d@example.com".formatted(number);
      var user = PORTAL.addDirectoryUser("Staff Number" + number, email, "example.com");
      PORTAL.addDevice(NewDevice.of(Machine.MAC, "ST" + number).corporate().ownedBy(user));
    }
    registry.add("spring.datasource.url", Postgres::emptyDatabase);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("muster.hexnode.url", () -> PORTAL.base().toString());
    registry.add("muster.hexnode.api-key", PORTAL::apiKey);
    registry.add("muster.okta.connections.okta.org-url", () -> OKTA.base().toString());
    registry.add("muster.okta.connections.okta.api-token", () -> "token");
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Estate {
    @Bean
    @Primary
    MovableClock virtualClock() {
      ClockUtil.setCurrentTime(Date.from(MORNING));
      return CLOCK;
    }
  }

  @Test
  @Order(1)
  void foretellsOneLeaver() {
    var leavers = List.of(person("mac", "phone"));
    aDayAndAHalfPass();
    var forecast = foretold(leavers);
    var person = forecast.people().get(0);
    assertThat(person.devices())
        .extracting(Forecast.OnDevice::wipe, Forecast.OnDevice::approval)
        .containsExactlyInAnyOrder(tuple("complete", "one"), tuple("corporate", "none"));
    assertThat(forecast.approvals()).isEqualTo(new Forecast.Approvals(1, 1, 0));
    assertThat(forecast.breaker().wipes()).isEqualTo(2);
    comesTrue(forecast, leavers);
  }

  @Test
  @Order(2)
  void foretellsFortyWithAMixedEstate() {
    var leavers =
        IntStream.range(0, 40)
            .mapToObj(
                number ->
                    switch (number % 8) {
                      case 1 -> person("mac", "phone");
                      case 2 -> person("shared");
                      case 3 -> person();
                      case 4 -> person("held");
                      case 5 -> person("asleep");
                      default -> person("mac");
                    })
            .toList();
    aDayAndAHalfPass();
    var forecast = foretold(leavers);
    assertThat(forecast.breaker().wipes()).isEqualTo(30);
    assertThat(forecast.people().stream().filter(Forecast.Person::legalHold)).hasSize(5);
    assertThat(
            forecast.people().stream()
                .flatMap(person -> person.devices().stream())
                .filter(Forecast.OnDevice::asleep))
        .hasSize(5);
    comesTrue(forecast, leavers);
  }

  /** Asks until all is read, as whoever waits for the answer does. */
  private Forecast foretold(List<Worker> leavers) {
    var asked = leavers.stream().map(who -> new Leave(who.id(), Reason.VOLUNTARY, false)).toList();
    var before = PORTAL.journal().calls().size();
    var cases = engine.getRuntimeService().createProcessInstanceQuery().count();
    var forecast = forecasts.of(asked);
    for (int minutes = 0; !forecast.complete(); minutes++) {
      assertThat(minutes).isLessThan(5);
      assertThat(forecast.again()).isAfter(CLOCK.instant());
      move(Objects.requireNonNull(forecast.again()));
      forecast = forecasts.of(asked);
    }
    assertThat(PORTAL.journal().calls().stream().skip(before))
        .as("only reads")
        .allMatch(call -> call.call().method().equals("GET"));
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isEqualTo(cases);
    // what it read is not held against what comes
    move(CLOCK.instant().plus(Duration.ofMinutes(2)));
    return forecast;
  }

  private void comesTrue(Forecast forecast, List<Worker> leavers) {
    var start = CLOCK.instant();
    leavers.forEach(this::leaves);
    until(start.plus(Duration.ofMinutes(30)));
    var questions = engine.getTaskService().createTaskQuery().taskDefinitionKey("approveWipe");
    assertThat((double) questions.count())
        .as("questions")
        .isCloseTo(forecast.approvals().questions(), tenth(forecast.approvals().questions()));
    questions.list().forEach(task -> approve(task.getId()));
    until(start.plus(Duration.ofMinutes(60)));
    for (var stage : forecast.stages()) {
      var calls = calls(stage);
      System.out.printf(
          "%d leavers: %s %s: %d calls foretold in %d minutes, %d made%n",
          leavers.size(), stage.connection(), stage.when(), stage.calls(), stage.minutes(), calls);
    }
    assertThat(forecast.stages())
        .hasSize(4)
        .allSatisfy(
            stage ->
                assertThat((double) calls(stage))
                    .as("%s", stage)
                    .isCloseTo(stage.calls(), tenth(stage.calls())));
  }

  private static Offset<Double> tenth(int number) {
    return within(Math.max(1, number * 0.1));
  }

  private int calls(Forecast.Stage stage) {
    return Objects.requireNonNull(STEPS.get(stage.when())).stream()
        .mapToInt(step -> made.getOrDefault(stage.connection() + " " + step, 0))
        .sum();
  }

  private void approve(String task) {
    var identity = engine.getIdentityService();
    if (identity.createUserQuery().userId("ann").count() == 0) {
      identity.saveUser(identity.newUser("ann"));
      identity.createMembership("ann", "approver");
    }
    identity.setAuthentication("ann", List.of("approver"));
    try {
      engine.getTaskService().claim(task, "ann");
      engine
          .getTaskService()
          .complete(task, Map.of("decision", "approve", "comment", "compared with the list"));
    } finally {
      identity.clearAuthentication();
    }
  }

  private Worker person(String... devices) {
    int number = people++;
    var email = "person%d@example.com".formatted(number);
    var user = PORTAL.addDirectoryUser("Person Number" + number, email, "example.com");
    for (var kind : devices) {
      var serial = "SN%d-%s".formatted(number, kind);
      var mac = NewDevice.of(Machine.MAC, serial).corporate().ownedBy(user);
      switch (kind) {
        case "phone" ->
            PORTAL.addDevice(NewDevice.of(Machine.IPHONE, serial).personal().ownedBy(user));
        case "asleep" -> PORTAL.addDevice(mac.offline());
        case "shared" -> PORTAL.setShared(PORTAL.addDevice(mac), true);
        default -> PORTAL.addDevice(mac);
      }
    }
    var worker =
        new Worker(
            new EmployeeId("P" + number),
            "Person",
            "Number" + number,
            email,
            "Engineering",
            "Developer",
            "Berlin",
            "CC-1",
            null,
            ZoneOffset.UTC,
            LocalDate.of(2020, 1, 1),
            List.of(devices).contains("held"));
    workforce.know(worker);
    OKTA.addUser(email, worker.id().value());
    return worker;
  }

  private void leaves(Worker worker) {
    lifecycle.accept(
        new Terminated(
            new Origin("test", "leaves-" + worker.id(), CLOCK.instant()),
            worker.id(),
            LocalDate.ofInstant(MORNING, ZoneOffset.UTC).minusDays(1),
            null,
            Reason.VOLUNTARY,
            false,
            false));
  }

  private void aDayAndAHalfPass() {
    move(CLOCK.instant().plus(Duration.ofHours(36)));
  }

  private void move(Instant to) {
    CLOCK.set(to);
    ClockUtil.setCurrentTime(Date.from(to));
  }

  /** Does what is due, the most urgent first, as the executor would; else lets time pass. */
  private void until(Instant end) {
    while (CLOCK.instant().isBefore(end)) {
      var jobs = engine.getManagementService();
      var due =
          jobs.createJobQuery()
              .executable()
              .orderByJobPriority()
              .desc()
              .orderByJobDuedate()
              .asc()
              .listPage(0, 8);
      due.forEach(this::execute);
      if (due.isEmpty()) {
        var next =
            jobs.createJobQuery()
                .withRetriesLeft()
                .duedateHigherThan(Date.from(CLOCK.instant()))
                .orderByJobDuedate()
                .asc()
                .listPage(0, 1);
        var at = next.isEmpty() ? end : next.get(0).getDuedate().toInstant().plusMillis(1);
        move(at.isBefore(end) ? at : end);
      }
    }
  }

  private void execute(Job job) {
    // a job of none of the diagrams calls nobody
    var step =
        job.getJobDefinitionId() == null
            ? ""
            : engine
                .getManagementService()
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult()
                .getActivityId();
    int hexnode = PORTAL.journal().calls().size();
    int okta = OKTA.journal().calls().size();
    try {
      engine.getManagementService().executeJob(job.getId());
    } catch (RuntimeException turnedAway) {
      // it comes again
    }
    made.merge("hexnode " + step, PORTAL.journal().calls().size() - hexnode, Integer::sum);
    made.merge("okta " + step, OKTA.journal().calls().size() - okta, Integer::sum);
  }
}
