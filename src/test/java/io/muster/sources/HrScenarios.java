package io.muster.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.sources.PlayedHr.Job;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What HR does, and what becomes of the people in the end: which cases have run, and whether their
 * account is open. The same whichever system HR does it in.
 *
 * @param <H> that system
 */
public abstract class HrScenarios<H extends PlayedHr> {
  /** A Monday evening in Berlin, and the same day in Pacific time. */
  protected static final Instant BEGIN = Instant.parse("2026-05-11T18:00:00Z");

  protected static final LocalDate TODAY = LocalDate.parse("2026-05-11");
  protected static final Job ENGINEER = new Job("Engineering", "Berlin");
  protected static final Job SELLER = new Job("Sales", "Berlin");

  private static final LocalDate WEDNESDAY = LocalDate.parse("2026-05-13");
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration QUARTER = Duration.ofMinutes(15);

  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private ProcessEngine engine;
  @Autowired private JdbcClient jdbc;

  private final List<String> people = new ArrayList<>();
  private final String ada = number();
  private H hr;

  /** A system with a few people in it, of whom nothing has been read yet; our time stands still. */
  protected abstract H open();

  @BeforeEach
  void hrHasBeenReadOnce() {
    walk.set(BEGIN);
    okta.clear();
    okta.clearRules();
    fleet.clear();
    for (var department : List.of("Engineering", "Sales")) {
      okta.rule(department, worker -> worker.department().equals(department));
    }
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    for (var policy :
        Set.of("Company baseline", "Engineering Wi-Fi and VPN", "Sales apps catalogue")) {
      fleet.policy(policy);
    }
    hr = open();
    read();
  }

  @AfterEach
  void close() {
    hr.close();
  }

  protected final H hr() {
    return hr;
  }

  /** The number of a person nobody has had. */
  protected final String number() {
    var number = "P%d".formatted(10_000 + NUMBER.incrementAndGet());
    people.add(number);
    return number;
  }

  // S04

  @Test
  void ofAHireThatIsCalledOffBeforeAnythingWasMadeNothingIsLeft() {
    var record = hr.hire(ada, TODAY.plusDays(20), ENGINEER);
    later();
    hr.callOff(record);
    later();
    at("2026-06-02T18:00:00Z");
    assertThat(account(ada)).isEqualTo("none");
    assertThat(cases(ada)).containsExactly("onboarding");
    assertThat(isAtWork(ada)).isFalse();
  }

  @Test
  void whatWasMadeForSomebodyWhoDoesNotComeIsBarred() {
    var record = hr.hire(ada, TODAY.plusDays(3), ENGINEER);
    at("2026-05-12T18:00:00Z");
    assertThat(account(ada)).as("within the three days before the first").isEqualTo("open");
    hr.callOff(record);
    later();
    assertThat(account(ada)).isEqualTo("barred");
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
    at("2026-05-20T18:00:00Z");
    assertThat(cases(ada)).as("and the first day passes by").hasSize(2);
    assertThat(account(ada)).isEqualTo("barred");
  }

  // S09

  @Test
  void whoeverIsThrownOutAtThreeInTheMorningIsOutByTheNextReading() {
    var record = works(ada, ENGINEER);
    at("2026-05-13T00:45:00Z"); // a quarter to three in Berlin
    hr.end(record, WEDNESDAY, true);
    at("2026-05-13T01:00:00Z");
    assertThat(account(ada)).isEqualTo("barred");
    assertThat(lane(ada)).isEqualTo("TERMINATED");
    at("2026-05-13T22:30:00Z");
    at("2026-05-14T18:00:00Z");
    assertThat(barrings(ada)).as("once").isEqualTo(1);
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
  }

  @Test
  void anAnnouncedEndWaitsForItsMidnightThoughTheRecordIsTouchedOnItsDay() {
    var record = works(ada, ENGINEER);
    hr.end(record, WEDNESDAY, true);
    later();
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
    at("2026-05-13T08:00:00Z");
    hr.touch(record);
    at("2026-05-13T08:15:00Z");
    at("2026-05-13T08:30:00Z");
    assertThat(account(ada)).isEqualTo("open");
    at("2026-05-13T21:58:00Z");
    assertThat(account(ada)).as("two minutes before midnight in Berlin").isEqualTo("open");
    at("2026-05-13T22:15:00Z");
    assertThat(account(ada)).isEqualTo("barred");
    at("2026-05-14T18:00:00Z");
    assertThat(barrings(ada)).isEqualTo(1);
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
  }

  @Test
  void whoseEndNobodyHadAnnouncedIsOutAtOnceThoughTheRecordWasTouchedSince() {
    var record = works(ada, ENGINEER);
    at("2026-05-13T08:00:00Z");
    hr.end(record, WEDNESDAY, true);
    pass(Duration.ofMinutes(5));
    hr.touch(record);
    at("2026-05-13T08:30:00Z");
    assertThat(account(ada)).isEqualTo("barred");
  }

  @ParameterizedTest
  @ValueSource(strings = {"entered anew", "corrected in its place", "made an earlier one"})
  void anAnnouncedEndThatHrMakesAnotherOneOnTheDayIsAtOnce(String how) {
    var record = works(ada, ENGINEER);
    var earlier = how.equals("made an earlier one");
    var announced = hr.end(record, earlier ? WEDNESDAY.plusDays(7) : WEDNESDAY, earlier);
    later();
    at("2026-05-13T08:00:00Z");
    assertThat(account(ada)).isEqualTo("open");
    if (how.equals("entered anew")) {
      hr.takeBack(record, announced);
      hr.end(record, WEDNESDAY, true);
    } else {
      hr.correct(record, announced, WEDNESDAY, true);
    }
    at("2026-05-13T08:15:00Z");
    assertThat(account(ada)).isEqualTo("barred");
    at("2026-05-14T18:00:00Z");
    assertThat(barrings(ada)).isEqualTo(1);
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
  }

  // S12

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConversionIsAMoveAndNobodyIsLetOutOrTakenInTwice(boolean onOneDay) {
    var contract = worksOnContract(ada, ENGINEER);
    at("2026-05-13T08:00:00Z");
    hr.end(contract, onOneDay ? WEDNESDAY : WEDNESDAY.minusDays(1), false);
    hr.hire(ada, WEDNESDAY, SELLER);
    at("2026-05-13T18:00:00Z");
    staysIn("Sales");
    for (int day = 14; day < 18; day++) {
      at("2026-05-%dT18:00:00Z".formatted(day));
    }
    staysIn("Sales");
    assertThat(cases(ada)).containsOnlyOnce("onboarding").doesNotContain("offboarding");
  }

  @Test
  void aConversionOfWhichThereIsFirstOnlyTheEndTakesTheLeavingBack() {
    var contract = worksOnContract(ada, ENGINEER);
    at("2026-05-13T08:00:00Z");
    hr.end(contract, WEDNESDAY, false);
    at("2026-05-13T08:15:00Z");
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
    hr.hire(ada, WEDNESDAY.plusDays(1), SELLER);
    at("2026-05-13T18:00:00Z");
    for (int day = 14; day < 17; day++) {
      at("2026-05-%dT18:00:00Z".formatted(day));
    }
    staysIn("Sales");
    assertThat(cases(ada)).containsOnlyOnce("onboarding").containsOnlyOnce("offboarding");
  }

  @Test
  void aConversionOfLaterLeavesTheContractInChargeUntilItsDay() {
    var contract = worksOnContract(ada, ENGINEER);
    hr.end(contract, LocalDate.parse("2026-05-31"), false);
    hr.hire(ada, LocalDate.parse("2026-06-01"), SELLER);
    later();
    at("2026-05-31T21:00:00Z");
    staysIn("Engineering");
    at("2026-05-31T22:30:00Z");
    assertThat(account(ada)).as("after midnight in Berlin").isEqualTo("open");
    at("2026-06-01T18:00:00Z");
    at("2026-06-02T18:00:00Z");
    staysIn("Sales");
    assertThat(cases(ada)).containsOnlyOnce("onboarding").doesNotContain("offboarding");
  }

  @Test
  void aConversionThatIsBackDatedIsAMove() {
    var contract = worksOnContract(ada, ENGINEER);
    at("2026-05-25T08:00:00Z");
    hr.end(contract, LocalDate.parse("2026-05-14"), false);
    hr.hire(ada, LocalDate.parse("2026-05-15"), SELLER);
    at("2026-05-25T18:00:00Z");
    at("2026-05-26T18:00:00Z");
    staysIn("Sales");
    assertThat(cases(ada)).containsOnlyOnce("onboarding").doesNotContain("offboarding");
  }

  @Test
  void theOldRecordOfSomebodyWhoIsThereByANewOneLetsNobodyOut() {
    var contract = worksOnContract(ada, ENGINEER);
    at("2026-05-13T08:00:00Z");
    hr.end(contract, WEDNESDAY.minusDays(1), false);
    hr.hire(ada, WEDNESDAY, SELLER);
    at("2026-05-13T18:00:00Z");
    var cases = cases(ada);
    at("2026-05-20T08:00:00Z");
    hr.touch(contract);
    at("2026-05-20T08:15:00Z");
    at("2026-05-21T18:00:00Z");
    staysIn("Sales");
    assertThat(cases(ada)).isEqualTo(cases);
  }

  // S16

  @Test
  void managersWhoManageEachOtherOrWhomNobodyKnowsKeepNobodyOut() {
    var grace = number();
    var alan = number();
    var first = hr.hire(ada, TODAY, ENGINEER);
    var second = hr.hire(grace, TODAY, new Job("Sales", "Berlin", first));
    hr.move(first, TODAY, new Job("Engineering", "Berlin", second));
    var gone = hr.hire(number(), TODAY, ENGINEER);
    hr.hire(alan, TODAY, new Job("Engineering", "Berlin", gone));
    hr.delete(gone);
    later();
    for (var person : List.of(ada, grace, alan)) {
      assertThat(account(person)).as(person).isEqualTo("open");
      assertThat(cases(person)).as(person).containsExactly("onboarding");
      assertThat(questions(person)).as(person).isEmpty();
    }
    assertThat(managerOf(ada)).contains(grace);
    assertThat(managerOf(grace)).contains(ada);
    assertThat(managerOf(alan)).isEmpty();
    at("2026-05-13T18:00:00Z");
    assertThat(cases(ada)).as("and it comes to rest").hasSize(1);
  }

  // S17

  @ParameterizedTest
  @CsvSource({
    "Honolulu, 2026-05-14T09:58:00Z, 2026-05-14T10:15:00Z",
    "Melbourne, 2026-05-13T13:58:00Z, 2026-05-13T14:15:00Z"
  })
  void theLastDayEndsWhereThePersonIsAndEndsOnce(String to, String before, String after) {
    var record = works(ada, ENGINEER);
    hr.end(record, WEDNESDAY, false);
    later();
    at("2026-05-13T09:30:00Z");
    hr.move(record, WEDNESDAY, new Job("Engineering", to));
    at("2026-05-13T10:00:00Z");
    at(before);
    assertThat(account(ada)).as("before midnight in " + to).isEqualTo("open");
    at(after);
    assertThat(account(ada)).as("after midnight in " + to).isEqualTo("barred");
    at("2026-05-15T18:00:00Z");
    assertThat(barrings(ada)).isEqualTo(1);
    assertThat(cases(ada)).containsOnlyOnce("offboarding");
  }

  // S18

  @Test
  void aDayWithoutMidnightBeginsWhenItBeginsThere() {
    // on 6 September clocks in Santiago go from 23:59:59 to 01:00
    var sunday = LocalDate.parse("2026-09-06");
    var leaver = works(ada, new Job("Engineering", "Santiago"));
    hr.end(leaver, sunday.minusDays(1), false);
    later();
    at("2026-09-01T18:00:00Z");
    var grace = number();
    hr.hire(grace, sunday, new Job("Sales", "Santiago"));
    later();
    at("2026-09-03T03:58:00Z");
    assertThat(account(grace)).as("three days and two minutes before").isEqualTo("none");
    at("2026-09-03T04:15:00Z");
    assertThat(account(grace)).isEqualTo("open");
    at("2026-09-06T03:58:00Z");
    assertThat(account(ada)).as("two minutes before the gap").isEqualTo("open");
    at("2026-09-06T04:15:00Z");
    assertThat(account(ada)).isEqualTo("barred");
    assertThat(barrings(ada)).isEqualTo(1);
    assertThat(cases(grace)).containsExactly("onboarding");
  }

  // S19

  @Test
  void onlyWhatTwoRecordsOfOneNumberAgreeInIsDoneAndOthersGoOn() {
    var record = works(ada, ENGINEER);
    var grace = number();
    var other = hr.hire(ada, TODAY, SELLER);
    hr.hire(grace, TODAY, SELLER);
    later();
    assertThat(questions(ada))
        .singleElement()
        .asString()
        .contains("records of this number are not the same", ada);
    assertThat(cases(grace)).containsExactly("onboarding");
    hr.move(record, TODAY.plusDays(1), SELLER);
    for (int day = 12; day < 20; day++) {
      at("2026-05-%dT18:00:00Z".formatted(day));
    }
    staysIn("Sales"); // both records say so by now
    assertThat(cases(ada)).containsExactly("onboarding", "transfer");
    assertThat(questions(ada)).as("asked once, and never called missing").hasSize(1);

    hr.delete(other);
    later();
    hr.move(record, LocalDate.parse("2026-05-19"), SELLER);
    at("2026-05-20T18:00:00Z");
    staysIn("Sales");
    assertThat(cases(ada)).containsExactly("onboarding", "transfer");
  }

  // what a scenario is made of

  /** Somebody who has been taken in, by an employment. */
  protected final String works(String number, Job job) {
    return takenIn(number, hr.hire(number, TODAY, job));
  }

  private String worksOnContract(String number, Job job) {
    return takenIn(number, hr.contract(number, TODAY, job));
  }

  private String takenIn(String number, String record) {
    later();
    assertThat(account(number)).isEqualTo("open");
    assertThat(cases(number)).containsExactly("onboarding");
    return record;
  }

  /** It is that moment, HR is read, and everything that is due is done. */
  protected final void at(String moment) {
    walk.set(Instant.parse(moment));
    read();
  }

  /** A quarter of an hour later HR is read, and everything that is due is done. */
  protected final void later() {
    pass(QUARTER);
    read();
  }

  protected final void pass(Duration time) {
    walk.set(walk.now().plus(time));
  }

  private void read() {
    hr.poll();
    settle();
  }

  /** It is that moment, and nothing else. */
  protected final void setClock(String moment) {
    walk.set(Instant.parse(moment));
  }

  /** Everything that is due is done. */
  protected final void settle() {
    walk.set(walk.now()); // reading may have taken a moment
    for (int round = 0; round < 3; round++) {
      people.stream().flatMap(person -> running(person).stream()).forEach(walk::run);
    }
  }

  private List<ProcessInstance> running(String number) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .variableValueEquals("employee", number)
        .list();
  }

  /** The cases that have been started for a person, in their order. */
  protected final List<String> cases(String number) {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKeyLike(number + "/%")
        .orderByProcessInstanceStartTime()
        .asc()
        .list()
        .stream()
        .filter(found -> found.getSuperProcessInstanceId() == null)
        .map(found -> found.getProcessDefinitionKey())
        .filter(key -> !key.equals("residueSweep"))
        .toList();
  }

  /** Whether somebody can sign in: {@code none}, {@code open} or {@code barred}. */
  protected final String account(String number) {
    return okta.find(new EmployeeId(number))
        .map(found -> found.barred() ? "barred" : "open")
        .orElse("none");
  }

  private void staysIn(String department) {
    assertThat(account(ada)).isEqualTo("open");
    assertThat(barrings(ada)).as("never let out").isZero();
    assertThat(okta.size()).as("one account").isEqualTo(accounts());
    assertThat(okta.groupsOf(accountOf(ada).id())).containsExactlyInAnyOrder(department, "Berlin");
    assertThat(isAtWork(ada)).isTrue();
  }

  private long accounts() {
    return people.stream().filter(person -> !account(person).equals("none")).count();
  }

  private Account accountOf(String number) {
    return okta.find(new EmployeeId(number)).orElseThrow();
  }

  private long barrings(String number) {
    var asked = "ensureSuspended " + accountOf(number).id();
    return okta.mishaps().asked().stream().filter(asked::equals).count();
  }

  /** What HR's last word was about somebody's employment. */
  protected final String lane(String number) {
    return jdbc.sql("select employment from muster_lane where employee = ?")
        .param(number)
        .query(String.class)
        .single();
  }

  private boolean isAtWork(String number) {
    return Set.of("HIRED", "TERMINATION_RESCINDED").contains(lane(number));
  }

  /** What operators have been asked about a person. */
  protected final List<String> questions(String number) {
    return jdbc.sql(
            "select reason from muster_inbox where employee = ? and fate = 'REFUSED' order by id")
        .param(number)
        .query(String.class)
        .list();
  }

  private Optional<String> managerOf(String number) {
    return workforce.find(new EmployeeId(number)).map(Worker::manager).map(EmployeeId::value);
  }
}
