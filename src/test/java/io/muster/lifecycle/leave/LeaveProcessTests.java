package io.muster.lifecycle.leave;

import static io.muster.testing.Workers.inDepartment;
import static io.muster.testing.Workers.startingOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.Owned;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaveProcessTests {
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory acquired;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private WalkedPaths paths;
  @Autowired private Owned owned;

  private Worker ada;
  private AccountId account;

  @BeforeEach
  void anEngineerInBerlinWithALaptop() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    owned.by(null);
    okta.clear();
    acquired.clear();
    fleet.clear();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Sales", worker -> worker.department().equals("Sales"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    for (var policy :
        Set.of("Company baseline", "Engineering Wi-Fi and VPN", "Sales apps catalogue")) {
      fleet.policy(policy);
    }
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
    fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.CORPORATE);
  }

  @AfterEach
  void noLeaveTouchesADevice() {
    // whose employment ends meanwhile does lose them
    if (offboardings() == 0) {
      assertThat(fleet.locked()).isEmpty();
      assertThat(fleet.isolated()).isEmpty();
    }
  }

  private long offboardings() {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey("offboarding")
        .processInstanceBusinessKeyLike(ada.id() + "/%")
        .count();
  }

  @AfterAll
  void everyPathOfTheDiagramIsWalked() {
    assertThat(paths.notWalked(engine.getRepositoryService(), Leave.KEY)).isEmpty();
  }

  @Test
  void barsTheAccountOnTheFirstDayAndOpensItOnTheDayOfReturn() {
    var leave = away("2026-03-09", Kind.GARDEN);
    walk.run(leave);
    walk.set(Instant.parse("2026-03-08T22:59:00Z"));
    walk.run(leave);
    assertThat(leave).isWaitingAt("leaveBegins");
    assertThat(isBarred()).isFalse();

    walk.set(Instant.parse("2026-03-08T23:00:01Z")); // midnight in Berlin has passed
    walk.run(leave);
    assertThat(leave).isWaitingAt("wordOfReturn").hasPassed("verifyAccounts_barred");
    assertThat(isBarred()).isTrue();
    assertThat(okta.mishaps().asked()).contains("ensureSessionsEnded " + account);
    assertThat(fleet.groupsOf(fleet.findUser(ada.workEmail()).orElseThrow()))
        .containsExactlyInAnyOrder("Engineering", "Berlin");

    assertThat(back("2026-04-01").getId()).isEqualTo(leave.getId());
    walk.set(Instant.parse("2026-03-31T21:59:00Z"));
    walk.run(leave);
    assertThat(leave).isWaitingAt("dayOfReturn");
    assertThat(isBarred()).isTrue();
    walk.set(Instant.parse("2026-03-31T22:00:01Z"));
    walk.run(leave);
    assertThat(leave).isEnded().hasPassed("verifyAccounts_open", "backAtWork");
    assertThat(isBarred()).isFalse();
  }

  @Test
  void countsTheDaysInTheZoneThatHrNames() {
    var leave =
        walk.start(
            new LeaveStarted(
                walk.origin(),
                ada.id(),
                LocalDate.parse("2026-03-09"),
                ZoneId.of("Pacific/Auckland"),
                Kind.GARDEN));
    walk.set(Instant.parse("2026-03-08T11:00:01Z")); // midnight there has passed
    walk.run(leave);
    assertThat(isBarred()).isTrue();
  }

  @Test
  void onlyNotesALeaveForWhichTheTableKeepsTheAccount() {
    var leave = away("2026-03-02", Kind.UNKNOWN);
    walk.run(leave);
    assertThat(leave).isWaitingAt("wordOfReturn").hasNotPassed("findAccounts");
    assertThat(isBarred()).isFalse();
    back("2026-03-02");
    walk.run(leave);
    assertThat(leave).isEnded().hasPassed("backAtWork").hasNotPassed("reopenAccounts");
    assertThat(okta.mishaps().asked()).noneMatch(call -> call.startsWith("ensureActive"));
  }

  @Test
  void barsNobodyInWhoseNameSomethingRuns() {
    owned.by(ada.id());
    walk.run(away("2026-03-02", Kind.GARDEN));
    assertThat(isBarred()).isFalse();
  }

  @Test
  void leavesAnAccountBarredThatWasBarredBefore() {
    var other = acquired.ensureAccount(ada);
    acquired.set(other, Account.Status.SUSPENDED);
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    back("2026-03-02");
    walk.run(leave);
    assertThat(leave).isEnded();
    assertThat(isBarred()).isFalse();
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
  }

  @Test
  void movesTheFirstDayBothWaysAsLongAsItWaits() {
    var leave = away("2026-03-09", Kind.GARDEN);
    walk.run(leave);
    away("2026-03-20", Kind.GARDEN);
    walk.set(Instant.parse("2026-03-15T09:00:00Z"));
    walk.run(leave);
    assertThat(leave).isWaitingAt("leaveBegins");
    assertThat(timers(leave)).isEqualTo(1);
    away("2026-03-16", Kind.GARDEN);
    walk.set(Instant.parse("2026-03-16T09:00:00Z"));
    walk.run(leave);
    assertThat(isBarred()).isTrue();
    assertThat(timesPassed(leave, "suspendAccount")).isEqualTo(1);
  }

  @Test
  void hasNothingToDoWhereTheLeaveIsTakenBackBeforeItsFirstDay() {
    var leave = away("2026-03-09", Kind.GARDEN);
    walk.run(leave);
    back("2026-03-09");
    walk.run(leave);
    assertThat(leave).isEnded().hasPassed("noLeave");
    assertThat(okta.mishaps().asked()).noneMatch(call -> call.startsWith("ensureSuspended"));
  }

  @Test
  void opensTheAccountAgainWhereTheFirstDayIsMovedAwayAfterItHasCome() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(isBarred()).isTrue();
    away("2026-03-09", Kind.GARDEN);
    walk.run(leave);
    assertThat(leave).isWaitingAt("leaveBegins").hasPassed("isThereAnother");
    assertThat(isBarred()).isFalse();
    walk.set(Instant.parse("2026-03-09T09:00:00Z"));
    walk.run(leave);
    assertThat(leave).isWaitingAt("wordOfReturn");
    assertThat(isBarred()).isTrue();
  }

  @Test
  void movesTheDayOfReturnBothWaysAndForgetsItWhereTheLeaveGoesOn() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    back("2026-04-01");
    walk.run(leave);
    back("2026-05-01");
    walk.run(leave);
    assertThat(timers(leave)).isEqualTo(1);
    walk.set(Instant.parse("2026-04-10T09:00:00Z"));
    walk.run(leave);
    assertThat(leave).isWaitingAt("dayOfReturn");
    assertThat(isBarred()).isTrue();

    away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(leave).isWaitingAt("wordOfReturn");
    walk.set(Instant.parse("2026-05-02T09:00:00Z"));
    walk.run(leave);
    assertThat(isBarred()).isTrue();

    back("2026-05-03");
    walk.run(leave);
    back("2026-05-02");
    walk.run(leave);
    assertThat(leave).isEnded();
    assertThat(isBarred()).isFalse();
    assertThat(timesPassed(leave, "reopenAccounts")).isEqualTo(1);
  }

  @Test
  void asksAPersonWhenTheAccountsAreUnclearOrCannotBeBarred() {
    okta.mishaps().refuseNext("find");
    okta.mishaps().refuseNext("ensureSuspended");
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(leave).isWaitingAt("resolveBarring").hasPassed("accountsUnclear");
    walk.decide(leave, "resolveBarring", "tryAgain");
    assertThat(leave).isWaitingAt("resolveBarring").hasPassed("barringRefused");
    walk.decide(leave, "resolveBarring", "goOn");
    assertThat(leave).isWaitingAt("wordOfReturn");
    assertThat(isBarred()).isFalse();
    back("2026-03-02");
    walk.run(leave);
    assertThat(leave).isEnded().hasPassed("backAtWork");
  }

  @Test
  void opensWhatAnEarlierTryHasBarred() {
    var other = acquired.ensureAccount(ada);
    acquired.mishaps().refuseNext("ensureSuspended");
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(leave).isWaitingAt("resolveBarring");
    assertThat(isBarred()).isTrue();
    walk.decide(leave, "resolveBarring", "tryAgain");
    assertThat(leave).isWaitingAt("wordOfReturn");
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
    back("2026-03-02");
    walk.run(leave);
    assertThat(isBarred()).isFalse();
    assertThat(acquired.read(other).orElseThrow().barred()).isFalse();
  }

  @Test
  void asksAPersonWhenReadingBackShowsThatTheAccountIsOpen() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.runUntil(leave, "verifyAccounts_barred");
    okta.set(account, Account.Status.ACTIVE);
    walk.run(leave);
    assertThat(leave).isWaitingAt("resolveBarring");
    assertThat((String) engine.getRuntimeService().getVariable(leave.getId(), "contradictions"))
        .contains("can still sign in");
    walk.decide(leave, "resolveBarring", "tryAgain");
    assertThat(leave).isWaitingAt("wordOfReturn");
    assertThat(isBarred()).isTrue();
  }

  @Test
  void asksAPersonAboutAnAccountAtTheAddressThatBearsNoNumber() {
    var bare = acquired.take(ada.workEmail());
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(isBarred()).isTrue();
    assertThat(leave).isWaitingAt("resolveBarring");
    assertThat((String) engine.getRuntimeService().getVariable(leave.getId(), "contradictions"))
        .contains(bare.value(), "bears no employee number");
    acquired.number(bare, ada.id());
    walk.decide(leave, "resolveBarring", "tryAgain");
    assertThat(acquired.read(bare).orElseThrow().barred()).isTrue();
    assertThat(leave).isWaitingAt("wordOfReturn");
  }

  @Test
  void asksAPersonWhenWhoeverIsBackCannotBeLetIn() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    okta.mishaps().refuseNext("ensureActive");
    back("2026-03-02");
    walk.run(leave);
    assertThat(leave).isWaitingAt("resolveReturn").hasPassed("reopeningRefused");
    walk.complete(walk.task(leave, "resolveReturn"), "operator", "tryAgain");
    walk.runUntil(leave, "verifyAccounts_open");
    okta.set(account, Account.Status.SUSPENDED);
    walk.run(leave);
    assertThat(leave).isWaitingAt("resolveReturn").hasPassed("isItOpen");
    assertThat((String) engine.getRuntimeService().getVariable(leave.getId(), "contradictions"))
        .contains("is still barred");
    walk.decide(leave, "resolveReturn", "goOn");
    assertThat(leave).isEnded().hasPassed("backAtWork");
  }

  @Test
  void isOvertakenByLeaving() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-31"));
    walk.run(offboarding);
    assertThat(leave).isWaitingAt("wordOfReturn");
    walk.set(Instant.parse("2026-03-31T23:00:01Z"));
    walk.runUntil(offboarding, "findLeaver");
    assertThat(leave).isEnded().hasPassed("overtaken").hasNotPassed("reopenAccounts");
    assertThat(isBarred()).isTrue();
    assertThat(walk.accept(ended("2026-04-02")).fate()).isEqualTo(Fate.NOTED);
    assertThat(walk.accept(started("2026-04-02", Kind.GARDEN)).fate()).isEqualTo(Fate.NOTED);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
  }

  @Test
  void goesOnWhereTheLeavingIsTakenBack() {
    walk.run(away("2026-03-02", Kind.GARDEN));
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.set(Instant.parse("2026-03-02T23:00:01Z"));
    walk.runUntil(offboarding, "findLeaver");
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    var leave = running().orElseThrow();
    walk.run(leave);
    assertThat(leave).isWaitingAt("waitForOthers");
    walk.run(offboarding);
    assertThat(offboarding).isEnded().hasPassed("backAtWork");
    assertThat(isBarred()).isFalse();
    walk.pass(leave, Duration.ofMinutes(10));
    assertThat(leave).isWaitingAt("wordOfReturn");
    assertThat(isBarred()).isTrue();
  }

  @Test
  void letsThePersonWorkWhoStaysAndIsBackMeanwhile() {
    walk.run(away("2026-03-02", Kind.GARDEN));
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.set(Instant.parse("2026-03-02T23:00:01Z"));
    walk.runUntil(offboarding, "findLeaver");
    walk.accept(ended("2026-03-03"));
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    assertThat(running()).isEmpty();
    assertThat(isBarred()).isFalse();
  }

  @Test
  void letsOnboardingFinishWithTheGroupsFirst() {
    var bob = walk.person("Engineering", "Developer", "Berlin");
    okta.holdRules(true);
    var onboarding = walk.hire(bob);
    walk.run(onboarding);
    var leave =
        walk.start(
            new LeaveStarted(
                walk.origin(), bob.id(), LocalDate.parse("2026-03-02"), null, Kind.GARDEN));
    walk.run(leave);
    assertThat(leave).isWaitingAt("waitForOthers");
    okta.holdRules(false);
    walk.pass(onboarding, Duration.ofMinutes(1));
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    walk.pass(leave, Duration.ofMinutes(10));
    assertThat(leave).isWaitingAt("wordOfReturn");
    assertThat(okta.find(bob.id()).orElseThrow().barred()).isTrue();
  }

  @Test
  void isNoContradictionToAnOnboardingThatReadsEverythingBack() {
    var onboarding = walk.hire(ada);
    walk.runUntil(onboarding, "readBack");
    walk.run(away("2026-03-02", Kind.GARDEN));
    assertThat(isBarred()).isTrue();
    walk.run(onboarding);
    assertThat(onboarding).isEnded().hasNotPassed("resolveReadBack");
  }

  @Test
  void stepsAsideForAHireThatComesLateAndBarsTheAccountAfterIt() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(isBarred()).isTrue();
    var late = new EmploymentChange.Origin("test", "late-" + ada.id(), walk.now().minusSeconds(60));
    var onboarding = walk.start(new Hired(late, ada));
    walk.run(leave);
    assertThat(leave).isWaitingAt("waitForOthers").hasPassed("reopenAccounts");
    walk.run(onboarding);
    assertThat(onboarding).isEnded().hasPassed("createAccount");
    walk.pass(leave, Duration.ofMinutes(10));
    assertThat(isBarred()).isTrue();
  }

  @Test
  void endsWithTheEmploymentWhereANewerHireBeginsAnother() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    walk.set(walk.now().plusSeconds(60));
    var onboarding = walk.hire(ada);
    walk.run(leave);
    assertThat(leave).isEnded().hasPassed("backAtWork");
    walk.run(onboarding);
    assertThat(isBarred()).isFalse();
  }

  @Test
  void keepsNobodyAwayWhoDoesNotComeAtAll() {
    var bob = walk.person("Engineering", "Developer", "Berlin");
    var later = LocalDate.parse("2026-06-01");
    walk.run(walk.hire(startingOn(bob, later)));
    var leave = walk.start(new LeaveStarted(walk.origin(), bob.id(), later, null, Kind.GARDEN));
    walk.run(leave);
    walk.accept(new HireRescinded(walk.origin(), bob.id()));
    walk.set(Instant.parse("2026-06-01T09:00:00Z"));
    walk.run(leave);
    assertThat(leave).isEnded().hasPassed("noLeave");
  }

  @Test
  void keepsAChangeUntilTheReturn() {
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    var transfer = moveToSales();
    walk.pass(transfer, Duration.ofDays(3));
    assertThat(transfer).isWaitingAt("waitForOtherCase");
    assertThat(isBarred()).isTrue();
    assertThat(timesPassed(transfer, "checkOtherCases")).isLessThan(6);

    back("2026-03-02");
    walk.run(leave);
    assertThat(leave).isEnded();
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(isBarred()).isFalse();
    assertThat(okta.groupsOf(account)).containsExactlyInAnyOrder("Sales", "Berlin");
  }

  @Test
  void carriesAChangeOutAtOnceWhereTheAccountIsKept() {
    walk.run(away("2026-03-02", Kind.PAID));
    var transfer = moveToSales();
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
  }

  @Test
  void waitsUntilAChangeIsCarriedOut() {
    okta.holdRules(true);
    var transfer = moveToSales();
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("waitForRules");
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.run(leave);
    assertThat(leave).isWaitingAt("waitForOthers");
    okta.holdRules(false);
    walk.pass(transfer, Duration.ofMinutes(1));
    assertThat(transfer).isEnded().hasPassed("transferred");
    walk.pass(leave, Duration.ofMinutes(10));
    assertThat(isBarred()).isTrue();
  }

  @Test
  void barsTheAccountDuringATransferThatOnlyWaitsForItsDay() {
    walk.run(walk.start(new Changed(walk.origin(), inSales(), LocalDate.parse("2026-06-01"))));
    walk.run(away("2026-03-02", Kind.GARDEN));
    assertThat(isBarred()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ensureSuspended", "ensureSessionsEnded", "ensureActive"})
  void endsTheSameWhereTheAnswerToACallIsLost(String operation) {
    okta.mishaps().loseNextAnswer(operation);
    var leave = away("2026-03-02", Kind.GARDEN);
    walk.passDespite(leave);
    assertThat(isBarred()).isTrue();
    back("2026-03-02");
    walk.passDespite(leave);
    assertThat(leave).isEnded().hasPassed("backAtWork");
    assertThat(isBarred()).isFalse();
  }

  @Test
  void leavesTheAccountOpenWhereverTheLeaveIsTakenBack() {
    var passed = new TreeSet<String>();
    for (int steps = 0; ; steps++) {
      anEngineerInBerlinWithALaptop();
      var leave = away("2026-03-03", Kind.GARDEN);
      for (int step = 0; step < steps && walk.runs(leave); step++) {
        if (!walk.isDue(leave)) {
          walk.set(walk.now().plus(Duration.ofHours(24)));
        }
        if (!walk.isDue(leave)) {
          break;
        }
        walk.step(leave);
      }
      var at = engine.getRuntimeService().getActiveActivityIds(leave.getId());
      var sawAll = !passed.addAll(at);
      back("2026-03-03");
      walk.run(leave);
      assertThat(leave).as("taken back at %s", at).isEnded();
      assertThat(isBarred()).as("taken back at %s", at).isFalse();
      if (sawAll && at.contains("wordOfReturn")) {
        break;
      }
    }
    assertThat(passed)
        .contains(
            "leaveStarted",
            "leaveBegins",
            "checkLeave",
            "decideLeave",
            "findAccounts",
            "suspendAccount",
            "endSessions",
            "verifyAccounts_barred",
            "seeReturn",
            "wordOfReturn");
  }

  private ProcessInstance away(String firstDay, Kind kind) {
    return walk.start(started(firstDay, kind));
  }

  private LeaveStarted started(String firstDay, Kind kind) {
    return new LeaveStarted(walk.origin(), ada.id(), LocalDate.parse(firstDay), null, kind);
  }

  private ProcessInstance back(String day) {
    return walk.start(ended(day));
  }

  private LeaveEnded ended(String day) {
    return new LeaveEnded(walk.origin(), ada.id(), LocalDate.parse(day), null);
  }

  private ProcessInstance moveToSales() {
    return walk.start(new Changed(walk.origin(), inSales(), null));
  }

  private Worker inSales() {
    return inDepartment(ada, "Sales");
  }

  private boolean isBarred() {
    return okta.read(account).orElseThrow().barred();
  }

  private Optional<ProcessInstance> running() {
    return Optional.ofNullable(
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey(Leave.KEY)
            .variableValueEquals("employee", ada.id().value())
            .singleResult());
  }

  private long timers(ProcessInstance leave) {
    return engine.getManagementService().createJobQuery().processInstanceId(leave.getId()).count();
  }

  private long timesPassed(ProcessInstance instance, String activity) {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance.getId())
        .activityId(activity)
        .count();
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Owners {
    @Bean
    Owned owned() {
      return new Owned();
    }
  }
}
