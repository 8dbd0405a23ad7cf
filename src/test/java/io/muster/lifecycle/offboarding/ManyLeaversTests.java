package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.DeviceFleet;
import io.muster.directory.AccountId;
import io.muster.directory.DirectorySource;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Many who leave at once, and one who has to go at once, in virtual time and with the limits that
 * Hexnode publishes. It has a context of its own: the real adapter on a simulated portal.
 *
 * <p>{@code -Dmuster.leavers=200 -Dmuster.devices=5000} measures another crowd.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "muster.safety.breaker.leavers.most=1000000",
      "muster.safety.breaker.leavers.least=1000000",
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.metrics.enabled=false",
      "camunda.bpm.metrics.db-reporter-activate=false"
    })
@DirtiesContext
class ManyLeaversTests {
  private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
  private static final int LEAVERS = Integer.getInteger("muster.leavers", 40);
  private static final int DEVICES = Integer.getInteger("muster.devices", 1000);
  private static final boolean SYNC = Boolean.getBoolean("muster.sync");
  private static final MovableClock CLOCK = new MovableClock(MORNING);
  private static final HexnodeSimulator PORTAL =
      HexnodeSimulator.start(
          new HexnodeOptions(), SimulatorSettings.onLoopback().in(SimulatedClock.following(CLOCK)));

  @Autowired private ProcessEngine engine;
  @Autowired private Lifecycle lifecycle;
  @Autowired private Workforce workforce;
  @Autowired private InMemoryDirectory okta;
  @Autowired private DeviceFleet fleet;

  private final Map<String, LeaverVariables> byEmployee = new HashMap<>();
  private final Set<Long> locked = new HashSet<>();
  private final Set<Long> isolated = new HashSet<>();
  private final List<String> inverted = new ArrayList<>();
  private int read;
  private int jobs;
  private int turnedAway;
  private int syncCalls;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    PORTAL.addPolicy("Leaver lockdown");
    registry.add("spring.datasource.url", Postgres::emptyDatabase);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("muster.hexnode.url", () -> PORTAL.base().toString());
    registry.add("muster.hexnode.api-key", PORTAL::apiKey);
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
    InMemoryDirectory okta(MovableClock clock) {
      return new InMemoryDirectory("okta", clock);
    }

    @Bean
    DirectorySource directoryInMemory(InMemoryDirectory okta) {
      return () -> List.of(okta);
    }
  }

  /** A person who leaves. */
  private static final class LeaverVariables {
    private final Worker worker;
    private final AccountId account;
    private final int user;
    private final long device;
    private @Nullable Instant containedAt;
    private boolean disabled;

    private LeaverVariables(Worker worker, AccountId account, int user, long device) {
      this.worker = worker;
      this.account = account;
      this.user = user;
      this.device = device;
    }
  }

  @Test
  void areContainedWithinAMinuteInAFewCalls() {
    for (int number = 0; number < DEVICES; number++) {
      person(number, number < LEAVERS + 1);
    }
    var urgent = Objects.requireNonNull(byEmployee.get("P" + LEAVERS));
    for (int number = 0; number < LEAVERS; number++) {
      leaves(Objects.requireNonNull(byEmployee.get("P" + number)).worker, false);
    }
    // it has taken its share of the minute when they leave
    sync();
    leaves(urgent.worker, true);

    var until = MORNING.plus(Duration.ofMinutes(10));
    while (!allContained() && CLOCK.instant().isBefore(until)) {
      step();
    }
    var took = Duration.between(MORNING, CLOCK.instant());
    var calls = PORTAL.journal().calls().size() - syncCalls;
    var throttled = PORTAL.journal().calls().stream().filter(call -> call.status() == 429).count();
    System.out.printf(
        "%d leavers and 1 urgent, %d devices%s: all contained after %s in %d Hexnode calls (%d of the sync's), urgent after %s, %d x 429, %d of %d jobs turned away, %d accounts shut before their device%n",
        LEAVERS,
        DEVICES,
        SYNC ? ", a sync in the middle" : "",
        took,
        calls,
        syncCalls,
        urgent.containedAt == null ? "never" : Duration.between(MORNING, urgent.containedAt),
        throttled,
        turnedAway,
        jobs,
        inverted.size());
    assertThat(allContained()).as("all contained").isTrue();
    assertThat(throttled).isZero();
    assertThat(inverted).as("accounts shut before their device was locked").isEmpty();
    assertThat(calls).isLessThanOrEqualTo(DEVICES <= 1000 ? 20 : 50);
    assertThat(took).isLessThanOrEqualTo(Duration.ofMinutes(DEVICES <= 1000 && !SYNC ? 1 : 2));
    // the accounts follow within the promise of a minute
    while (byEmployee.values().stream().anyMatch(leaver -> !leaver.disabled)
        && CLOCK.instant().isBefore(until)) {
      step();
    }
    assertThat(Duration.between(MORNING, CLOCK.instant()))
        .isLessThanOrEqualTo(Duration.ofMinutes(DEVICES <= 1000 && !SYNC ? 1 : 2));
    assertThat(inverted).isEmpty();
  }

  private boolean allContained() {
    return byEmployee.values().stream().allMatch(leaver -> leaver.containedAt != null);
  }

  private void person(int number, boolean leaves) {
    var email = "person%d@example.com".formatted(number);
    var user = PORTAL.addDirectoryUser("Person Number" + number, email, "example.com");
    long device =
        PORTAL.addDevice(NewDevice.of(Machine.MAC, "SN" + number).corporate().ownedBy(user));
    if (!leaves) {
      return;
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
            false);
    workforce.know(worker);
    byEmployee.put(
        "P" + number, new LeaverVariables(worker, okta.ensureAccount(worker), user, device));
  }

  private void leaves(Worker worker, boolean atOnce) {
    var lastDay = LocalDate.ofInstant(MORNING, ZoneOffset.UTC);
    lifecycle.accept(
        new Terminated(
            new Origin("test", "leaves-" + worker.id(), CLOCK.instant()),
            worker.id(),
            atOnce ? lastDay : lastDay.minusDays(1),
            null,
            atOnce ? Reason.INVOLUNTARY : Reason.VOLUNTARY,
            atOnce,
            false));
  }

  /** Does what is due, the most urgent first, as the executor would; else lets time pass. */
  private void step() {
    var due =
        engine
            .getManagementService()
            .createJobQuery()
            .executable()
            .orderByJobPriority()
            .desc()
            .orderByJobDuedate()
            .asc()
            .listPage(0, 8);
    if (due.isEmpty()) {
      sync();
      var next =
          engine
              .getManagementService()
              .createJobQuery()
              .withRetriesLeft()
              .duedateHigherThan(Date.from(CLOCK.instant()))
              .orderByJobDuedate()
              .asc()
              .listPage(0, 1)
              .get(0)
              .getDuedate()
              .toInstant();
      CLOCK.set(next.plusMillis(1));
      ClockUtil.setCurrentTime(Date.from(CLOCK.instant()));
      return;
    }
    due.forEach(this::execute);
  }

  private void execute(Job job) {
    var employee =
        job.getExecutionId() == null
            ? null
            : (String) engine.getRuntimeService().getVariable(job.getExecutionId(), "employee");
    jobs++;
    try {
      engine.getManagementService().executeJob(job.getId());
    } catch (RuntimeException failed) {
      turnedAway++;
    }
    look();
    var leaver = employee == null ? null : byEmployee.get(employee);
    if (leaver != null && !leaver.disabled && isDisabled(leaver)) {
      leaver.disabled = true;
      if (!locked.contains(leaver.device)) {
        inverted.add(employee);
      }
      if (SYNC) {
        // the directory's own sync with Hexnode drops the user at once, and the link with them
        PORTAL.dropFromDirectory(leaver.user);
      }
    }
  }

  private boolean isDisabled(LeaverVariables leaver) {
    return okta.read(leaver.account).filter(account -> !account.barred()).isEmpty();
  }

  /** Which devices were told what since the last look. */
  private void look() {
    var calls = PORTAL.journal().calls();
    for (; read < calls.size(); read++) {
      var call = calls.get(read);
      if (call.call().path().contains("/actions/lock_devices/")) {
        call.json().path("devices").forEach(device -> locked.add(device.asLong()));
        contained();
      } else if (call.call().path().contains("/actions/associate_policy/")) {
        call.json().path("devices").forEach(device -> isolated.add(device.asLong()));
        contained();
      }
    }
  }

  private void contained() {
    for (var leaver : byEmployee.values()) {
      if (leaver.containedAt == null
          && locked.contains(leaver.device)
          && isolated.contains(leaver.device)) {
        leaver.containedAt = CLOCK.instant();
      }
    }
  }

  /** A sync of the directory that takes all the calls it may. */
  private void sync() {
    if (!SYNC) {
      return;
    }
    var before = PORTAL.journal().calls().size();
    try {
      for (int calls = 0; calls < 20; calls++) {
        CallPriority.SYNC.during(() -> fleet.mirror().users(null));
      }
    } catch (RemoteFailure turned) {
      assertThat(turned).isInstanceOf(RemoteFailure.Unavailable.class);
    }
    syncCalls += PORTAL.journal().calls().size() - before;
  }
}
