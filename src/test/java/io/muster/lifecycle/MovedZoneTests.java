package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A person who moves to another time zone takes along what waits for a day. */
@ProcessTest
class MovedZoneTests {
  private static final String LOS_ANGELES = "America/Los_Angeles";
  private static final LocalDate LAST_DAY = LocalDate.parse("2026-03-20");

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;

  private Worker ada;

  @BeforeEach
  void anEngineerInBerlin() {
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    fleet.clear();
    for (var department : Set.of("Engineering", "Sales")) {
      okta.rule(department, worker -> worker.department().equals(department));
    }
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    for (var policy :
        Set.of("Company baseline", "Engineering Wi-Fi and VPN", "Sales apps catalogue")) {
      fleet.policy(policy);
    }
    ada = walk.person("Engineering", "Developer", "Berlin");
  }

  @Test
  void theLastDayOfALeaverEndsWhereTheyAreByThen() {
    deliver(new Hired(walk.origin(), ada));
    deliver(leaving(null));
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-20T23:00:00Z");

    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), null));
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-21T07:00:00Z");
    goTo("2026-03-21T06:59:00Z");
    assertThat(barred()).isFalse();
    goTo("2026-03-21T07:00:01Z");
    assertThat(barred()).isTrue();
  }

  @Test
  void aLastDayThatHasEndedThereIsOverAtOnce() {
    var far = in(ada, LOS_ANGELES);
    deliver(new Hired(walk.origin(), far));
    deliver(leaving(null));
    goTo("2026-03-21T03:00:00Z");
    assertThat(barred()).isFalse();
    deliver(new Changed(walk.origin(), in(ada, "Asia/Tokyo"), null));
    assertThat(barred()).isTrue();
  }

  @Test
  void aLastDayWhoseZoneHrNamesStaysThere() {
    deliver(new Hired(walk.origin(), ada));
    deliver(leaving(ZoneId.of("Europe/Berlin")));
    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), null));
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-20T23:00:00Z");
  }

  @Test
  void aMoveThatIsStillToComeMovesTheLastDayOnItsOwnDay() {
    deliver(new Hired(walk.origin(), ada));
    deliver(leaving(null));
    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), LocalDate.parse("2026-03-10")));
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-20T23:00:00Z");
    goTo("2026-03-10T12:00:00Z");
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-21T07:00:00Z");
  }

  @Test
  void whoeverHasNotBegunBeginsAndEndsWhereTheyWillBe() {
    deliver(leaving(null)); // a contract with an end, heard of before its beginning
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-21T00:00:00Z");
    var starting = startingOn(ada, "2026-03-16");
    var enteredBefore = ProcessEstate.MORNING.minus(Duration.ofDays(1));
    deliver(new Hired(new Origin("test", ada.id() + "-hired", enteredBefore), starting));
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-20T23:00:00Z");
    assertThat(beginning("onboarding", "preHireWindowOpens"))
        .containsExactly("2026-03-12T23:00:00Z");

    deliver(new Changed(walk.origin(), in(starting, LOS_ANGELES), null));
    assertThat(beginning("onboarding", "preHireWindowOpens"))
        .containsExactly("2026-03-13T07:00:00Z");
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-21T07:00:00Z");
  }

  @Test
  void anAnnouncedChangeBeginsWhereThePersonIsByThenAndCanBeCalledOff() {
    deliver(new Hired(walk.origin(), ada));
    var day = LocalDate.parse("2026-03-16");
    deliver(new Changed(walk.origin(), inSales(ada), day));
    assertThat(beginning("transfer", "changeTakesEffect")).containsExactly("2026-03-15T23:00:00Z");

    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), LocalDate.parse("2026-03-10")));
    goTo("2026-03-10T12:00:00Z");
    assertThat(beginning("transfer", "changeTakesEffect")).containsExactly("2026-03-16T07:00:00Z");

    deliver(new ChangeRescinded(walk.origin(), ada.id(), day));
    goTo("2026-03-17T12:00:00Z");
    assertThat(groups()).contains("Engineering").doesNotContain("Sales");
  }

  @Test
  void anAnnouncedMoveToAnotherZoneCanBeCalledOff() {
    deliver(new Hired(walk.origin(), ada));
    var day = LocalDate.parse("2026-03-16");
    deliver(new Changed(walk.origin(), in(inSales(ada), LOS_ANGELES), day));
    assertThat(beginning("transfer", "changeTakesEffect")).containsExactly("2026-03-16T07:00:00Z");
    deliver(new ChangeRescinded(walk.origin(), ada.id(), day));
    goTo("2026-03-17T12:00:00Z");
    assertThat(workforce.find(ada.id()).orElseThrow().zone()).isEqualTo(ada.zone());
    assertThat(groups()).contains("Engineering").doesNotContain("Sales");
  }

  @Test
  void aLeaveBeginsAndEndsWhereThePersonIs() {
    deliver(new Hired(walk.origin(), ada));
    var away = LocalDate.parse("2026-03-10");
    deliver(new LeaveStarted(walk.origin(), ada.id(), away, null, LeaveStarted.Kind.GARDEN));
    deliver(new LeaveEnded(walk.origin(), ada.id(), LocalDate.parse("2026-03-16"), null));
    assertThat(beginning("leave", "leaveBegins")).containsExactly("2026-03-09T23:00:00Z");
    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), null));
    assertThat(beginning("leave", "leaveBegins")).containsExactly("2026-03-10T07:00:00Z");
    goTo("2026-03-10T12:00:00Z");
    assertThat(barred()).isTrue();
    goTo("2026-03-16T06:00:00Z");
    assertThat(barred()).isTrue();
    goTo("2026-03-16T07:00:01Z");
    assertThat(barred()).isFalse();
  }

  @Test
  void aLeaveThatBarsNobodyEndsWhereThePersonIsToo() {
    deliver(new Hired(walk.origin(), ada));
    var day = LocalDate.parse("2026-03-01");
    deliver(new LeaveStarted(walk.origin(), ada.id(), day, null, LeaveStarted.Kind.PAID));
    deliver(new LeaveEnded(walk.origin(), ada.id(), LocalDate.parse("2026-03-16"), null));
    assertThat(beginning("leave", "dayOfReturn")).containsExactly("2026-03-15T23:00:00Z");
    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), null));
    assertThat(beginning("leave", "dayOfReturn")).containsExactly("2026-03-16T07:00:00Z");
  }

  @Test
  void aChangeForADayAfterTheFirstWaitsForThatDayThoughNobodyHasBegunYet() {
    var starting = startingOn(ada, "2026-03-16");
    deliver(new Hired(walk.origin(), starting));
    deliver(new Changed(walk.origin(), inSales(starting), LocalDate.parse("2026-03-23")));
    deliver(new Changed(walk.origin(), in(starting, LOS_ANGELES), null));
    goTo("2026-03-17T12:00:00Z");
    assertThat(groups()).contains("Engineering").doesNotContain("Sales");
    goTo("2026-03-23T12:00:00Z");
    assertThat(groups()).contains("Sales").doesNotContain("Engineering");
  }

  @Test
  void aChangeOfWhoeverDoesNotComeAfterAllComesToNothing() {
    var starting = startingOn(ada, "2026-03-16");
    deliver(new Hired(walk.origin(), starting));
    deliver(new Changed(walk.origin(), inSales(starting), LocalDate.parse("2026-03-23")));
    deliver(new HireRescinded(walk.origin(), ada.id()));
    assertThat(running()).isEmpty();
    assertThat(okta.find(ada.id())).isEmpty();
  }

  @Test
  void aRepeatedMoveIsNoNews() {
    deliver(new Hired(walk.origin(), ada));
    deliver(leaving(null));
    deliver(new Changed(walk.origin(), in(ada, LOS_ANGELES), null));
    assertThat(walk.accept(new Changed(walk.origin(), in(ada, LOS_ANGELES), null)).fate())
        .isEqualTo(Fate.STARTED);
    settle();
    assertThat(beginning("offboarding", "effective")).containsExactly("2026-03-21T07:00:00Z");
  }

  private Terminated leaving(@Nullable ZoneId zone) {
    return new Terminated(
        walk.origin(), ada.id(), LAST_DAY, zone, Terminated.Reason.VOLUNTARY, false, false);
  }

  private void deliver(EmploymentChange change) {
    walk.accept(change);
    settle();
  }

  /** Lets time pass, doing everything just after it falls due. */
  private void goTo(String moment) {
    var end = Instant.parse(moment);
    for (var next = nextDue(end); next.isPresent(); next = nextDue(end)) {
      walk.set(next.get().plusMillis(1));
      settle();
    }
    walk.set(end);
    settle();
  }

  private Optional<Instant> nextDue(Instant end) {
    return running().stream()
        .flatMap(
            instance ->
                engine
                    .getManagementService()
                    .createJobQuery()
                    .processInstanceId(instance.getId())
                    .timers()
                    .list()
                    .stream())
        .map(job -> job.getDuedate().toInstant())
        .filter(due -> due.isAfter(walk.now()) && due.isBefore(end))
        .min(Instant::compareTo);
  }

  private void settle() {
    for (var round = 0; round < 3; round++) {
      running().forEach(walk::run);
    }
  }

  private List<ProcessInstance> running() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .variableValueEquals("employee", ada.id().value())
        .list();
  }

  /** When the timers of this name in the person's cases of this process fall due. */
  private List<String> beginning(String process, String timer) {
    return running().stream()
        .filter(instance -> instance.getProcessDefinitionId().startsWith(process + ":"))
        .flatMap(instance -> timers(instance, timer).stream())
        .map(job -> job.getDuedate().toInstant().toString())
        .toList();
  }

  private List<Job> timers(ProcessInstance instance, String timer) {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(instance.getId())
        .activityId(timer)
        .timers()
        .list();
  }

  private boolean barred() {
    return okta.find(ada.id()).map(Account::barred).orElseThrow();
  }

  private Set<String> groups() {
    return new TreeSet<>(okta.groupsOf(okta.find(ada.id()).orElseThrow().id()));
  }

  private static Worker in(Worker worker, String zone) {
    return copy(worker, worker.department(), ZoneId.of(zone), worker.startDate());
  }

  private static Worker inSales(Worker worker) {
    return copy(worker, "Sales", worker.zone(), worker.startDate());
  }

  private static Worker startingOn(Worker worker, String day) {
    return copy(worker, worker.department(), worker.zone(), LocalDate.parse(day));
  }

  private static Worker copy(Worker worker, String department, ZoneId zone, LocalDate startDate) {
    return new Worker(
        worker.id(),
        worker.givenName(),
        worker.familyName(),
        worker.workEmail(),
        department,
        worker.title(),
        worker.location(),
        worker.costCenter(),
        worker.manager(),
        zone,
        startDate,
        worker.legalHold());
  }
}
