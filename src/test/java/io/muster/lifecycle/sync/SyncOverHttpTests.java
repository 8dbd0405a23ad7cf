package io.muster.lifecycle.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.simulator.Journal;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/**
 * Directory sync through the adapter of each vendor and that of Hexnode, over HTTP: what arrives in
 * the fleet, and what it costs.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.metrics.db-reporter-activate=false",
      "muster.sync.poll=9999h",
      "muster.budgets.connections.hexnode.per-minute=10000",
      "muster.budgets.connections.hexnode.per-day=100000"
    })
@ContextConfiguration(initializers = SyncOverHttpTests.Outside.class)
@Import(SyncOverHttpTests.Time.class)
class SyncOverHttpTests {
  private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
  private static final MovableClock CLOCK = new MovableClock(MORNING);
  private static final SimulatorSettings HERE =
      SimulatorSettings.onLoopback().in(SimulatedClock.following(CLOCK));

  private static final List<MirroredVendor> FILLED =
      List.of(
          MirroredVendor.okta("okta", HERE),
          MirroredVendor.entra("tenant", HERE),
          MirroredVendor.google("workspace", HERE));

  /** Hexnode copies what is in this one by itself. */
  private static final MirroredVendor COPIED = MirroredVendor.okta("copied", HERE);

  private static final HexnodeSimulator HEXNODE =
      HexnodeSimulator.start(new HexnodeOptions().unlimited(), HERE);

  /** More than any passing wait there is, and less than any question to a person lasts. */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  @Autowired private Syncs syncs;
  @Autowired private ProcessEngine engine;
  @Autowired private JdbcClient jdbc;

  static Stream<MirroredVendor> filled() {
    return FILLED.stream();
  }

  @BeforeEach
  void policies() {
    for (var policy : List.of("Company baseline", "Leaver lockdown")) {
      HEXNODE.addPolicy(policy);
    }
    moveTo(CLOCK.instant());
  }

  @AfterAll
  static void stop() {
    FILLED.forEach(vendor -> vendor.server().close());
    COPIED.server().close();
    HEXNODE.close();
  }

  @ParameterizedTest
  @MethodSource("filled")
  void fillsTheFleetAndFollowsWhoComesAndGoes(MirroredVendor vendor) {
    var crew = vendor.addGroup().apply(vendor + " crew");
    var night = vendor.addGroup().apply(vendor + " night");
    var people = people(vendor, 10);
    people.subList(0, 6).forEach(person -> vendor.join().accept(crew, person.id()));
    people.subList(5, 10).forEach(person -> vendor.join().accept(night, person.id()));
    vendor.join().accept(crew, vendor.addUser().apply("svc-backup@" + vendor + ".example"));
    later();

    assertSynced(vendor, sync(vendor));
    assertThat(inGroup(vendor + " crew", people)).isEqualTo(people.subList(0, 6));
    assertThat(inGroup(vendor + " night", people)).isEqualTo(people.subList(5, 10));
    assertThat(HEXNODE.usersWith("svc-backup@" + vendor + ".example"))
        .as("a service account")
        .isEmpty();

    forgetCalls(vendor);
    later();
    assertSynced(vendor, sync(vendor));
    assertThat(written()).as("what a run writes in which nothing has changed").isEmpty();
    assertThat(vendor.calls())
        .as("asked of %s".formatted(vendor))
        .isLessThanOrEqualTo(vendor.callsAtRest());
    assertThat(HEXNODE.journal().calls().size()).as("asked of Hexnode").isLessThanOrEqualTo(2);

    var joiner = person(vendor, "joan");
    vendor.join().accept(crew, joiner.id());
    vendor.leave().accept(crew, people.get(0).id());
    vendor.rename().accept(night, vendor + " night shift");
    forgetCalls(vendor);
    later();
    assertSynced(vendor, sync(vendor));
    var now = new ArrayList<>(people);
    now.add(joiner);
    assertThat(inGroup(vendor + " crew", now))
        .containsExactlyElementsOf(
            Stream.concat(people.subList(1, 6).stream(), Stream.of(joiner)).toList());
    assertThat(inGroup(vendor + " night shift", now)).isEqualTo(people.subList(5, 10));
    assertThat(inGroup(vendor + " night", now)).as("under its old name").isEmpty();
    assertThat(HEXNODE.usersWith(people.get(0).mail()))
        .as("to delete a user would disenrol the devices")
        .hasSize(1);
    assertThat(written().size())
        .as("a user made, one put in, one taken out, a group renamed: %s", written())
        .isLessThanOrEqualTo(4);
    assertThat(vendor.isUnchanged()).as("a directory is only read").isTrue();
    assertThat(vendor.calls()).as("asked of %s".formatted(vendor)).isLessThanOrEqualTo(12);

    forgetCalls(vendor);
    later();
    assertSynced(vendor, sync(vendor));
    assertThat(written()).isEmpty();
  }

  @Test
  void waitsForWhatHexnodeCopiesByItselfAndWritesNothing() {
    var crew = COPIED.addGroup().apply("copied crew");
    var unused = COPIED.addGroup().apply("copied night");
    var people = people(COPIED, 3);
    people.forEach(person -> COPIED.join().accept(crew, person.id()));
    later();
    forgetCalls(COPIED);
    assertThat(sync(COPIED)).as("Hexnode has not copied anybody: %s", wayOf(COPIED)).isFalse();

    var copy = HEXNODE.addUserGroup("copied crew");
    HEXNODE.addUserGroup("copied night");
    for (var person : people) {
      HEXNODE.addMember(
          copy, HEXNODE.addDirectoryUser("Some Body", person.mail(), "copied.example"));
    }
    later();
    assertSynced(COPIED, goOn(COPIED));
    assertThat(written())
        .as("policies follow groups; users and memberships are Hexnode's own business")
        .allMatch(call -> call.contains("polic"));

    COPIED.leave().accept(crew, people.get(0).id());
    later();
    assertThat(sync(COPIED)).as("Hexnode still has whoever left").isFalse();
    HEXNODE.dropFromDirectory(HEXNODE.usersWith(people.get(0).mail()).get(0));
    later();
    assertSynced(COPIED, goOn(COPIED));
    assertThat(inGroup("copied crew", people)).isEqualTo(people.subList(1, 3));
  }

  // people

  private record Person(String id, String mail) {}

  private static List<Person> people(MirroredVendor vendor, int many) {
    return IntStream.range(0, many).mapToObj(number -> person(vendor, "person" + number)).toList();
  }

  private static Person person(MirroredVendor vendor, String name) {
    var mail = "%s@%s.example".formatted(name, vendor);
    return new Person(vendor.addUser().apply(mail), mail);
  }

  /** Those of them who are in the fleet's group of this name. */
  private static List<Person> inGroup(String group, Collection<Person> people) {
    return people.stream()
        .filter(
            person ->
                HEXNODE.usersWith(person.mail()).stream()
                    .anyMatch(user -> HEXNODE.groupsOf(user).contains(group)))
        .toList();
  }

  private static void forgetCalls(MirroredVendor vendor) {
    vendor.server().journal().clear();
    HEXNODE.journal().clear();
  }

  private static List<String> written() {
    return HEXNODE.journal().calls().stream()
        .filter(entry -> !entry.call().method().equals("GET"))
        .map(Journal.Entry::toString)
        .toList();
  }

  // time and work

  /** Long enough for whatever a directory works out or writes down late. */
  private static void later() {
    moveTo(CLOCK.instant().plus(Duration.ofMinutes(10)));
  }

  private static void moveTo(Instant now) {
    CLOCK.set(now);
    ClockUtil.setCurrentTime(Date.from(now));
  }

  /** Starts the sync, now; true if it ends within the hour, and by itself. */
  private boolean sync(MirroredVendor vendor) {
    for (var any : syncs.connections()) {
      var due = CLOCK.instant().plusSeconds(any.equals(vendor.connection()) ? 0 : 1_000_000);
      jdbc.sql(
              """
              insert into muster_sync (connection, due_at) values (?, ?)
              on conflict (connection) do update set due_at = excluded.due_at
              """)
          .params(any, Timestamp.from(due))
          .update();
    }
    syncs.startDue();
    return goOn(vendor);
  }

  private void assertSynced(MirroredVendor vendor, boolean ended) {
    var way = wayOf(vendor);
    assertThat(ended).as(way.toString()).isTrue();
    assertThat(way).contains("synced");
  }

  /** The steps that the newest run of this sync has gone through, and what keeps it. */
  private List<String> wayOf(MirroredVendor vendor) {
    var history = engine.getHistoryService();
    var run =
        history
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey(DirectorySync.KEY)
            .variableValueEquals("connection", vendor.connection())
            .orderByProcessInstanceStartTime()
            .desc()
            .list();
    if (run.isEmpty()) {
      return List.of("never started");
    }
    var way = new ArrayList<String>();
    history
        .createHistoricActivityInstanceQuery()
        .processInstanceId(run.get(0).getId())
        .orderByHistoricActivityInstanceStartTime()
        .asc()
        .list()
        .forEach(step -> way.add(step.getActivityId()));
    engine
        .getRuntimeService()
        .createIncidentQuery()
        .processInstanceId(run.get(0).getId())
        .list()
        .forEach(incident -> way.add(incident.getIncidentMessage()));
    return way;
  }

  /** Does everything that falls due within the hour; true if the sync has ended then. */
  private boolean goOn(MirroredVendor vendor) {
    var end = CLOCK.instant().plus(LONGEST_RUN);
    for (var next = next(vendor, end); next != null; next = next(vendor, end)) {
      var due = next.getDuedate();
      if (due != null && due.toInstant().isAfter(CLOCK.instant())) {
        moveTo(due.toInstant().plusMillis(1));
      }
      engine.getManagementService().executeJob(next.getId());
    }
    return running(vendor).isEmpty();
  }

  private @org.jspecify.annotations.Nullable Job next(MirroredVendor vendor, Instant end) {
    return running(vendor).stream()
        .flatMap(
            id ->
                engine
                    .getManagementService()
                    .createJobQuery()
                    .processInstanceId(id)
                    .withRetriesLeft()
                    .orderByJobDuedate()
                    .asc()
                    .list()
                    .stream())
        .filter(job -> job.getDuedate() == null || !job.getDuedate().toInstant().isAfter(end))
        .findFirst()
        .orElse(null);
  }

  private List<String> running(MirroredVendor vendor) {
    return jdbc.sql("select case_id from muster_case where process = ? and employee = ?")
        .params(DirectorySync.KEY, DirectorySync.standingFor(vendor.connection()).value())
        .query(String.class)
        .list();
  }

  /** The clock that everything here goes by. */
  static class Time {
    @Bean
    MovableClock clock() {
      ClockUtil.setCurrentTime(Date.from(CLOCK.instant()));
      return CLOCK;
    }
  }

  /** A database, and where everybody outside is. */
  static final class Outside
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      var settings = new HashMap<String, Object>();
      settings.put("spring.datasource.url", Postgres.emptyDatabase());
      settings.put("spring.datasource.username", "postgres");
      settings.put("spring.datasource.password", "postgres");
      settings.put("muster.hexnode.url", HEXNODE.api().toString());
      settings.put("muster.hexnode.api-key", HEXNODE.apiKey());
      Stream.concat(FILLED.stream(), Stream.of(COPIED))
          .forEach(
              vendor -> {
                settings.putAll(vendor.settings());
                var sync = "muster.sync.connections.%s.".formatted(vendor);
                settings.put(sync + "drift-task-from", "1000"); // HR knows nobody here
                settings.put(sync + "groups", "%s crew,%1$s night".formatted(vendor));
                settings.put(
                    sync + "mode", vendor.equals(COPIED) ? "directory-users" : "local-users");
              });
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("outside", settings));
    }
  }
}
