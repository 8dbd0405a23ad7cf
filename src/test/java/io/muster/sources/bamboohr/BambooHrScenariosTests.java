package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.Inbox;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.Workforce;
import io.muster.remote.Gates;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.simulator.bamboohr.BambooHrSimulator;
import io.muster.sources.Mappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.bamboohr.BambooHrConfiguration.Intake;
import io.muster.sources.bamboohr.BambooHrConfiguration.Parts;
import io.muster.sources.bamboohr.Feed.Turn;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What HR does in BambooHR, and the events that come of it in the inbox of the real service. */
@ProcessTest
class BambooHrScenariosTests {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired private Snapshots snapshots;
  @Autowired private SourceCursors bookmarks;
  @Autowired private SourceHealthRecorder news;
  @Autowired private Inbox inbox;
  @Autowired private Workforce workforce;
  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private MovableClock clock;
  @Autowired private Walk walk;
  @Autowired private ProcessEngine engine;
  @Autowired private InMemoryDirectory okta;

  private String source;
  private BambooHrSimulator company;
  private Feed feed;

  @BeforeEach
  void aCompanyThatHasBeenReadOnce() {
    source = "bamboo" + NUMBER.incrementAndGet();
    company =
        BambooHrSimulator.start(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY),
            SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
    feed = parts().feed();
    poll();
  }

  @AfterEach
  void close() {
    company.close();
  }

  @Test
  void aHireOfTodayIsHiredOnce() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    poll();
    nights(2);
    assertThat(events("E1")).containsExactly("worker.hired " + today().minusDays(2));
    assertThat(ada).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Melbourne", "Honolulu"})
  void aFutureHireIsHiredOnceInTheirZoneAndNothingElseComesOfTheFirstDay(String location) {
    var first = today().plusDays(4);
    hire("E1", first, location);
    poll();
    assertThat(events("E1")).containsExactly("worker.hired " + first);
    assertThat(event("E1", 0).path("timeZone").asText())
        .isEqualTo(location.equals("Melbourne") ? "Australia/Melbourne" : "Pacific/Honolulu");
    for (int hour = 0; hour < 6 * 24; hour += 3) {
      clock.advance(Duration.ofHours(3));
      poll();
    }
    assertThat(events("E1")).hasSize(1);
  }

  @Test
  void aStartThatIsMovedTwiceMovesTwice() {
    var ada = hire("E1", today().plusDays(20), "Berlin");
    poll();
    for (int days : new int[] {30, 10}) {
      tick();
      company.change(ada, "hireDate", today().plusDays(days).toString());
      poll();
    }
    assertThat(events("E1"))
        .hasSize(3)
        .startsWith("worker.hired " + today().plusDays(20))
        .allMatch(event -> event.startsWith("worker.hired") || event.startsWith("worker.changed"));
    assertThat(event("E1", 1).path("startDate").asText())
        .isEqualTo(today().plusDays(30).toString());
    assertThat(event("E1", 2).path("startDate").asText())
        .isEqualTo(today().plusDays(10).toString());
  }

  @Test
  void aHireThatIsCalledOffIsRescindedAndNotLetOut() {
    var ada = hire("E1", today().plusDays(20), "Berlin");
    poll();
    tick();
    company.change(ada, "hireDate", null);
    poll();
    nights(2);
    assertThat(events("E1"))
        .containsExactly("worker.hired " + today().plusDays(18), "worker.hireRescinded");
  }

  @Test
  void aMoveOfTodayIsAChangeAndOneThatIsPlannedIsAnnouncedAndCanBeTakenBack() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    tick();
    company.move(ada, today(), job("Sales", "Berlin"));
    poll();
    assertThat(events("E1").get(1)).startsWith("worker.changed");
    assertThat(event("E1", 1).path("department").asText()).isEqualTo("Sales");

    tick();
    var later = today().plusDays(10);
    int row = company.move(ada, later, job("Finance", "Berlin"));
    poll();
    assertThat(events("E1").get(2)).isEqualTo("worker.changed " + later);
    tick();
    company.withdraw(ada, row);
    poll();
    assertThat(events("E1")).hasSize(4);
    assertThat(events("E1").get(3)).startsWith("worker.changeRescinded");
    nights(12);
    assertThat(events("E1")).as("and the day passes by").hasSize(4);
  }

  @Test
  void aPlannedMoveThatComesIntoForceIsToldOnce() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    tick();
    var later = today().plusDays(3);
    company.move(ada, later, job("Finance", "Honolulu"));
    poll();
    nights(6);
    assertThat(events("E1")).hasSize(2);
    assertThat(events("E1").get(1)).isEqualTo("worker.changed " + later);
  }

  @Test
  void aLeaveAndAReturnAreSaidOnceEach() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    tick();
    var first = today();
    company.setEmployment(ada, first, "On Leave");
    poll();
    nights(3);
    var back = today();
    company.setEmployment(ada, back, "Full-Time");
    poll();
    nights(1);
    assertThat(events("E1"))
        .hasSize(3)
        .endsWith("worker.leaveStarted " + first, "worker.leaveEnded " + back);
  }

  @Test
  void aLeaveIsACaseThatEndsWithTheReturnAndLeavesTheAccountOpen() {
    anotherCompanyThatWasNeverRead();
    var ada = hire("E1", today().minusYears(1), "Berlin");
    poll();
    var account = okta.ensureAccount(workforce.find(new EmployeeId(number("E1"))).orElseThrow());
    tick();
    company.setEmployment(ada, today(), "On Leave");
    poll();
    walk.set(clock.instant());
    var leave = leaveOf("E1");
    walk.run(leave);
    assertThat(engine.getRuntimeService().getActiveActivityIds(leave.getId()))
        .containsExactly("wordOfReturn");

    nights(2);
    company.setEmployment(ada, today(), "Full-Time");
    poll();
    walk.set(clock.instant());
    walk.run(leave);
    assertThat(walk.runs(leave)).isFalse();
    assertThat(types("E1")).containsExactly("worker.leaveStarted", "worker.leaveEnded");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  private ProcessInstance leaveOf(String number) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("leave")
        .variableValueEquals("employee", number(number))
        .singleResult();
  }

  @Test
  void aFutureTerminationIsKnownWhenItIsEnteredAndStaysWhenItIsRescinded() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    tick();
    var last = today().plusDays(30);
    int row = company.terminate(ada, last, "Resignation (Voluntary)");
    poll();
    assertThat(events("E1").get(1)).isEqualTo("worker.terminated " + last);
    assertThat(event("E1", 1).path("reason").asText()).isEqualTo("voluntary");
    tick();
    company.withdraw(ada, row);
    poll();
    nights(2);
    assertThat(events("E1")).hasSize(3).element(2).isEqualTo("worker.terminationRescinded");
  }

  @Test
  void aTerminationThatComesIntoForceIsNoSecondOne() {
    var ada = hire("E1", today(), "Honolulu");
    poll();
    tick();
    var last = today().plusDays(2);
    company.terminate(ada, last, "Termination (Involuntary)");
    poll();
    nights(5);
    assertThat(events("E1")).hasSize(2).element(1).isEqualTo("worker.terminated " + last);
  }

  @Test
  void aTerminationForCauseIsImmediate() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    tick();
    company.terminate(ada, today(), "Termination (Involuntary)");
    poll();
    assertThat(event("E1", 1).path("immediate").asBoolean()).isTrue();
    nights(2);
    assertThat(events("E1")).hasSize(2);
  }

  @Test
  void aTerminationOfTenDaysAgoIsTakenInWithItsOwnDay() {
    var ada = hire("E1", today().minusYears(1), "Berlin");
    poll();
    tick();
    company.terminate(ada, today().minusDays(10), "Resignation (Voluntary)");
    poll();
    assertThat(events("E1"))
        .as("whoever began before the first reading is known")
        .containsExactly("worker.terminated " + today().minusDays(10));
  }

  @Test
  void aRehireAfterFiveMonthsIsHiredAgainUnderTheSameNumber() {
    var ada = hire("E1", today().minusYears(1), "Berlin");
    poll();
    tick();
    company.terminate(ada, today().minusMonths(5), "Resignation (Voluntary)");
    poll();
    tick();
    var back = today().plusDays(7);
    company.change(ada, "hireDate", back.toString());
    company.setEmployment(ada, back, "Full-Time");
    poll();
    nights(9);
    assertThat(types("E1")).containsExactly("worker.terminated", "worker.hired");
    assertThat(event("E1", 1).path("startDate").asText()).isEqualTo(back.toString());
  }

  @Test
  void aDeletedRecordEndsNothingAndIsAskedAbout() {
    var ada = hire("E1", today(), "Berlin");
    poll();
    tick();
    company.delete(ada);
    poll();
    assertThat(types("E1")).containsExactly("worker.hired");
    assertThat(questions("E1"))
        .singleElement()
        .asString()
        .contains("deleted the record of " + number("E1"), "not a termination");
  }

  @Test
  void whoWasThereBeforeIsKnownAndCanBeLetOut() {
    anotherCompanyThatWasNeverRead();
    var ada = hire("E1", today().minusYears(1), "Berlin");
    poll();
    assertThat(types("E1")).isEmpty();
    assertThat(workforce.find(new EmployeeId(number("E1")))).isPresent();
    tick();
    company.terminate(ada, today(), "Resignation (Voluntary)");
    poll();
    assertThat(types("E1")).containsExactly("worker.terminated");
  }

  @Test
  void webhooksThatComeTwiceInAnyOrderOrNeverMakeNoDifference() throws IOException {
    try (var door = new HookDoor(source, feed)) {
      var key = company.addHook(door.address());
      feed = parts(key).feed();
      door.put(feed);
      company.deliverTwice(true);
      company.deliverBackwards(true);
      var ada = hire("E1", today(), "Berlin");
      company.terminate(ada, today().plusDays(9), "Resignation (Voluntary)");
      assertThat(company.deliver()).as("created and updated, twice each").hasSizeGreaterThan(3);
      while (feed.isRung()) {
        assertThat(feed.answerRings()).isEqualTo(Turn.DONE);
      }
      assertThat(types("E1")).containsExactly("worker.hired", "worker.terminated");
      assertThat(company.deliver()).isEmpty();

      var grace = hire("E2", today().plusDays(5), "Berlin");
      company.loseHooks();
      assertThat(types("E2")).isEmpty();
      poll();
      assertThat(types("E2")).containsExactly("worker.hired");
      assertThat(grace).isNotEqualTo(ada);
      assertThat(types("E1")).hasSize(2);
    }
  }

  @Test
  void aWebhookKeyIsReplacedUnderLoadWithoutOneChangeLost() throws IOException {
    try (var door = new HookDoor(source, feed)) {
      var oldKey = company.addHook(door.address());
      feed = parts(oldKey).feed();
      door.put(feed);
      hire("E1", today(), "Berlin");
      assertThat(company.deliver()).isNotEmpty().allMatch(status -> status == 204);

      var newKey = company.addHook(door.address());
      tick();
      hire("E2", today(), "Berlin");
      assertThat(company.deliver())
          .as("those of the new webhook are refused until its key is set")
          .contains(204, 401);
      feed = parts(oldKey, newKey).feed();
      door.put(feed);
      tick();
      hire("E3", today(), "Berlin");
      assertThat(company.deliver()).isNotEmpty().allMatch(status -> status == 204);
      while (feed.isRung()) {
        assertThat(feed.answerRings()).isEqualTo(Turn.DONE);
      }
      poll();
      for (var number : List.of("E1", "E2", "E3")) {
        assertThat(types(number)).as(number).containsExactly("worker.hired");
      }
    }
  }

  @Test
  void twoNodesThatPollTheSameCompanyTellEverythingOnce() {
    var other = parts().feed();
    for (int person = 0; person < 6; person++) {
      hire("E" + person, today(), "Berlin");
    }
    poll();
    assertThat(other.poll()).isEqualTo(Turn.DONE);
    for (int person = 0; person < 6; person++) {
      assertThat(types("E" + person)).containsExactly("worker.hired");
    }
  }

  private void anotherCompanyThatWasNeverRead() {
    company.close();
    source = source + "b";
    company =
        BambooHrSimulator.start(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY),
            SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
    feed = parts().feed();
  }

  private Parts parts(String... keys) {
    var settings = new HashMap<String, String>();
    settings.put("url", company.base().toString());
    settings.put("api-key", SimulatedBambooHr.KEY);
    for (int i = 0; i < keys.length; i++) {
      settings.put("webhook-keys[%d]".formatted(i), keys[i]);
    }
    return BambooHrConfiguration.parts(
        source,
        SimulatedBambooHr.connection(source, settings),
        Gates.open(),
        Mappings.of(source, SimulatedBambooHr.SYDNEY_AND_HONOLULU),
        new Intake(snapshots, bookmarks, news, inbox, database, jdbc, clock));
  }

  private void poll() {
    assertThat(feed.poll()).isEqualTo(Turn.DONE);
  }

  /** So many nights with a poll before and after each, the full reading among them. */
  private void nights(int nights) {
    for (int night = 0; night < 2 * nights; night++) {
      clock.advance(Duration.ofHours(12));
      poll();
    }
  }

  /** BambooHR counts in seconds. */
  private void tick() {
    clock.advance(Duration.ofSeconds(1));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private String number(String number) {
    return source + "-" + number;
  }

  private String hire(String number, LocalDate day, String location) {
    return company.hire(
        Map.of(
            "firstName",
            "Ada",
            "lastName",
            "Lovelace",
            "employeeNumber",
            number(number),
            "workEmail",
            number(number).toLowerCase(Locale.ROOT) + "@example.com"),
        day,
        job("Engineering", location));
  }

  private static Map<String, String> job(String department, String location) {
    return Map.of("department", department, "jobTitle", "Developer", "location", location);
  }

  /** Type and day of each event about a person that was not refused. */
  private List<String> events(String number) {
    return payloads(number).stream()
        .map(
            event -> {
              var data = event.path("data");
              var day =
                  switch (event.path("type").asText()) {
                    case "worker.hired" -> data.path("startDate");
                    case "worker.terminated" -> data.path("lastDayOfWork");
                    case "worker.changed" -> data.path("effectiveDate");
                    case "worker.leaveStarted" -> data.path("firstDay");
                    case "worker.leaveEnded" -> data.path("returnDay");
                    default -> data.path("none");
                  };
              return (event.path("type").asText() + " " + day.asText()).strip();
            })
        .toList();
  }

  private List<String> types(String number) {
    return payloads(number).stream().map(event -> event.path("type").asText()).toList();
  }

  private JsonNode event(String number, int place) {
    return payloads(number).get(place).path("data");
  }

  private List<JsonNode> payloads(String number) {
    var events = new ArrayList<JsonNode>();
    for (var payload :
        jdbc.sql(
                "select payload from muster_inbox where source = ? and employee = ? and fate <>"
                    + " 'REFUSED' order by id")
            .params(source, number(number))
            .query(String.class)
            .list()) {
      try {
        events.add(JSON.readTree(payload));
      } catch (IOException notJson) {
        throw new AssertionError(payload, notJson);
      }
    }
    return events;
  }

  private List<String> questions(String number) {
    return jdbc.sql(
            "select reason from muster_inbox where source = ? and employee = ? and fate = 'REFUSED'"
                + " order by id")
        .params(source, number(number))
        .query(String.class)
        .list();
  }
}
