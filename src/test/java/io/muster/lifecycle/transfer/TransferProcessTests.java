package io.muster.lifecycle.transfer;

import static io.muster.testing.Workers.ledBy;
import static io.muster.testing.Workers.moved;
import static io.muster.testing.Workers.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.FleetUserId;
import io.muster.devices.KnownDevices;
import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.lifecycle.shared.Managers;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferProcessTests {
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private KnownDevices known;
  @Autowired private Managers managers;
  @Autowired private Workforce workforce;
  @Autowired private WalkedPaths paths;

  private Worker ada;
  private AccountId account;

  @BeforeEach
  void anEngineerInBerlin() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    fleet.clear();
    for (var department : Set.of("Engineering", "Sales")) {
      okta.rule(department, worker -> worker.department().equals(department));
    }
    for (var site : Set.of("Berlin", "New York")) {
      okta.rule(site, worker -> worker.location().equals(site));
    }
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    fleet.policy("Sales apps catalogue");
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
  }

  @AfterAll
  void everyPathOfTheDiagramIsWalked() {
    assertThat(paths.notWalked(engine.getRepositoryService(), Transfer.KEY)).isEmpty();
  }

  @Test
  void movesAPersonFromTheOldGroupsToTheNewOnTheDayAndNotBefore() {
    var transfer = change(moved(ada, "Sales", "Account manager", "Berlin"), "2026-03-09");
    walk.run(transfer);
    walk.set(Instant.parse("2026-03-08T22:59:00Z"));
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("changeTakesEffect");
    assertThat(workforce.find(ada.id()).orElseThrow().department()).isEqualTo("Engineering");

    okta.holdRules(true);
    walk.set(Instant.parse("2026-03-08T23:00:01Z")); // midnight in Berlin has passed
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("waitForRules");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
    okta.holdRules(false);
    walk.pass(transfer, Duration.ofMinutes(1));

    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(workforce.find(ada.id()).orElseThrow().title()).isEqualTo("Account manager");
    assertThat(okta.groupsOf(account)).containsExactlyInAnyOrder("Sales", "Berlin");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Sales", "Berlin");
    assertThat(fleet.policiesOf("Sales")).contains("Company baseline", "Sales apps catalogue");
    assertThat(known.usersOf(ada.id()))
        .as("remembered for the day they leave")
        .containsExactly(user());
  }

  @Test
  void leavesGroupsAloneThatNoTableGives() {
    fleet.ensureInGroups(user(), Set.of("Works council"));
    var transfer = change(moved(ada, "Sales", "Agent", "New York"), null);
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(fleet.groupsOf(user()))
        .containsExactlyInAnyOrder("Sales", "New York", "Works council");
  }

  @Test
  void letsOnboardingFinishWithTheGroupsFirst() {
    var bob = walk.person("Engineering", "Developer", "Berlin");
    okta.holdRules(true);
    var onboarding = walk.hire(bob);
    walk.run(onboarding);
    var transfer = change(moved(bob, "Sales", "Agent", "Berlin"), null);
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("waitForOtherCase");
    okta.holdRules(false);
    walk.pass(onboarding, Duration.ofMinutes(1));
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    walk.pass(transfer, Duration.ofMinutes(10));
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(fleet.groupsOf(fleet.findUser(bob.workEmail()).orElseThrow()))
        .containsExactlyInAnyOrder("Sales", "Berlin");
  }

  @Test
  void worksOffWhatWasAnnouncedInTheOrderInWhichItTakesEffect() {
    var later = change(moved(ada, "Sales", "Developer", "Berlin"), "2026-05-01");
    walk.run(later);
    var sooner = change(moved(ada, "Engineering", "Developer", "New York"), "2026-04-01");
    assertThat(sooner.getId()).isEqualTo(later.getId());

    walk.set(Instant.parse("2026-04-01T09:00:00Z"));
    walk.run(sooner);
    assertThat(sooner).isWaitingAt("changeTakesEffect").hasPassed("isAnotherAnnounced");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "New York");

    walk.set(Instant.parse("2026-05-01T09:00:00Z"));
    walk.run(sooner);
    assertThat(sooner).isEnded().hasPassed("transferred");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Sales", "New York");
  }

  @Test
  void asksWhatAnUnknownDepartmentMeans() {
    var transfer = change(moved(ada, "Board", "Chair", "Paris"), null);
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolveNoRule");
    walk.decide(transfer, "resolveNoRule", "tryAgain");
    assertThat(transfer).isWaitingAt("resolveNoRule");
    walk.decide(transfer, "resolveNoRule", "goOn");
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(fleet.groupsOf(user())).isEmpty();
  }

  @Test
  void stopsWhereNoRuleFitsAndAPersonSaysSo() {
    var transfer = change(moved(ada, "Board", "Chair", "Berlin"), null);
    walk.run(transfer);
    walk.decide(transfer, "resolveNoRule", "stop");
    assertThat(transfer).isEnded().hasPassed("stoppedWithoutRule");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void asksAPersonWhenTheAccountIsRefused() {
    okta.mishaps().refuseNext("ensureAccount");
    okta.mishaps().refuseNext("ensureAccount");
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"), null);
    walk.run(transfer);
    walk.decide(transfer, "resolveAccount", "tryAgain");
    assertThat(transfer).isWaitingAt("resolveAccount");
    walk.decide(transfer, "resolveAccount", "stop");
    assertThat(transfer).isEnded().hasPassed("stoppedWithoutAccount");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void asksAPersonWhenTheRulesDoNotMoveAnybody() {
    okta.rule("Engineering", worker -> true);
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"), null);
    walk.pass(transfer, Duration.ofMinutes(16));
    assertThat(transfer).isWaitingAt("resolveGroups");
    assertThat((String) engine.getRuntimeService().getVariable(transfer.getId(), "remainingGroups"))
        .isEqualTo("Engineering");
    walk.decide(transfer, "resolveGroups", "tryAgain");
    walk.pass(transfer, Duration.ofMinutes(16));
    walk.decide(transfer, "resolveGroups", "goOn");
    assertThat(transfer).isWaitingAt("resolveMove");
    assertThat((String) engine.getRuntimeService().getVariable(transfer.getId(), "contradictions"))
        .contains("still in the group Engineering");
    walk.decide(transfer, "resolveMove", "tryAgain");
    walk.decide(transfer, "resolveMove", "goOn");
    assertThat(transfer).isEnded().hasPassed("transferred");
  }

  @Test
  void asksAPersonWhichDeviceUserItIs() {
    var twin = fleet.user(ada.workEmail());
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"), null);
    walk.run(transfer);
    walk.decide(transfer, "resolveDeviceUser", "tryAgain");
    assertThat(transfer).isWaitingAt("resolveDeviceUser");
    walk.decide(transfer, "resolveDeviceUser", "stop");
    assertThat(transfer).isEnded().hasPassed("stoppedWithoutDeviceUser");
    assertThat(fleet.groupsOf(twin)).isEmpty();
  }

  @Test
  void asksAPersonForAMissingPolicy() {
    var bob = moved(ada, "Finance", "Controller", "Berlin");
    okta.rule("Finance", worker -> worker.department().equals("Finance"));
    var transfer = change(bob, null);
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolvePolicies");
    walk.decide(transfer, "resolvePolicies", "tryAgain");
    assertThat(transfer).isWaitingAt("resolvePolicies");
    walk.decide(transfer, "resolvePolicies", "goOn");
    assertThat(transfer).isEnded().hasPassed("transferred");
  }

  @Test
  void saysWhereAccessIsMissing() {
    fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"), null);
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolveMove");
    assertThat((String) engine.getRuntimeService().getVariable(transfer.getId(), "contradictions"))
        .containsOnlyOnce("Access is not on the device");
    walk.decide(transfer, "resolveMove", "goOn");
    assertThat(transfer).isEnded();
  }

  @Test
  void movesNoDeviceUserWhereThereIsNone() {
    var bob = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(bob);
    okta.ensureAccount(bob);
    var transfer = change(moved(bob, "Sales", "Agent", "Berlin"), null);
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(fleet.findUser(bob.workEmail())).isEmpty();
  }

  @Test
  void writesANewNameAndSaysThatTheLoginIsKept() {
    var transfer = change(renamed(ada, "King", "ada.king@example.com"), null);
    walk.runUntil(transfer, "verifyMove");
    assertThat((String) engine.getRuntimeService().getVariable(transfer.getId(), "leftOpen"))
        .contains("keeps its login", "muster.transfer.login-on-rename");
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(okta.read(account).orElseThrow().login()).isEqualTo(ada.workEmail());
    assertThat(workforce.addressesOf(ada.id())).contains(ada.workEmail(), "ada.king@example.com");
  }

  @Test
  void saysThatTheManagerHasNoAccountYetAndWritesItOnceThereIsOne() {
    var boss = walk.person("Engineering", "Lead", "Berlin");
    var transfer = change(ledBy(ada, boss.id()), null);
    walk.runUntil(transfer, "verifyMove");
    assertThat((String) engine.getRuntimeService().getVariable(transfer.getId(), "leftOpen"))
        .contains("manager " + boss.id(), "'okta'");
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(okta.managerOf(account)).isEmpty();
    assertThat(managers.newest(10)).anyMatch(missing -> missing.employee().equals(ada.id()));

    var onboarding = walk.hire(boss);
    walk.runUntil(onboarding, "keepMembership");
    assertThat(okta.managerOf(account)).isEqualTo(okta.find(boss.id()).map(Account::id));
    assertThat(managers.newest(10)).noneMatch(missing -> missing.employee().equals(ada.id()));
  }

  @Test
  void putsAnotherManagerInThePlaceOfTheFormerOneAndNobodyAfterThat() {
    var former = walk.person("Engineering", "Lead", "Berlin");
    okta.ensureAccount(former);
    var second = walk.person("Engineering", "Lead", "Berlin");
    var secondAccount = okta.ensureAccount(second);
    okta.ensureManager(account, former.id());
    walk.run(change(ledBy(ada, second.id()), null));
    assertThat(okta.managerOf(account)).contains(secondAccount);
    walk.run(change(ledBy(ada, new EmployeeId("elsewhere")), null));
    assertThat(okta.managerOf(account)).isEmpty();
    walk.run(change(ledBy(ada, null), null));
    assertThat(managers.newest(10)).noneMatch(missing -> missing.employee().equals(ada.id()));
  }

  @Test
  void goesOnThoughTheManagerOfAnotherCannotBeWrittenNow() {
    var boss = walk.person("Engineering", "Lead", "Berlin");
    walk.run(change(ledBy(ada, boss.id()), null));
    okta.mishaps().failNext("ensureManager", Unavailable.turnedAway("down", null, null));
    var onboarding = walk.hire(boss);
    walk.runUntil(onboarding, "keepMembership");
    assertThat(okta.managerOf(account)).isEmpty();
    managers.makeUp("okta", 20);
    assertThat(okta.managerOf(account)).isPresent();
  }

  @Test
  void isOvertakenByLeaving() {
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"), "2026-05-01");
    walk.run(transfer);
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(transfer).isEnded().hasPassed("overtaken");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void endsAsItBeganWhereverTheMoveIsTakenBack() {
    var passed = new TreeSet<String>();
    for (int steps = 0; ; steps++) {
      anEngineerInBerlin();
      var transfer = change(moved(ada, "Sales", "Agent", "New York"), "2026-03-03");
      takeSteps(transfer, steps);
      var running = walk.runs(transfer);
      passed.addAll(
          running
              ? engine.getRuntimeService().getActiveActivityIds(transfer.getId())
              : List.of("ended"));

      walk.accept(new ChangeRescinded(walk.origin(), ada.id(), LocalDate.parse("2026-03-03")));
      if (workforce.find(ada.id()).orElseThrow().department().equals("Sales")) {
        // it had taken effect, so HR says how things are now
        walk.pass(change(ada, null), Duration.ofMinutes(5));
      }
      if (walk.runs(transfer)) {
        walk.pass(transfer, Duration.ofDays(2));
      }

      assertThat(transfer).as("taken back at step %d", steps).isEnded();
      assertThat(workforce.find(ada.id())).as("at step %d", steps).contains(ada);
      assertThat(okta.groupsOf(account)).containsExactlyInAnyOrder("Engineering", "Berlin");
      assertThat(fleet.groupsOf(user()))
          .as("at step %d of %s", steps, passed)
          .containsExactlyInAnyOrder("Engineering", "Berlin");
      assertThat(okta.read(account).orElseThrow().barred()).isFalse();
      if (!running) {
        break;
      }
    }
    assertThat(passed)
        .contains(
            "changed",
            "changeTakesEffect",
            "checkOtherCases",
            "adoptChange",
            "updateAccount",
            "checkMove",
            "moveGroups",
            "tiePolicies",
            "verifyMove",
            "ended");
  }

  /** Does one thing after the other; where nothing is due, a day passes. */
  private void takeSteps(ProcessInstance transfer, int steps) {
    for (int step = 0; step < steps && walk.runs(transfer); step++) {
      if (!walk.isDue(transfer)) {
        walk.set(walk.now().plus(Duration.ofHours(24)));
      }
      walk.step(transfer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ensureAccount", "ensureInGroups", "ensureOutOfGroups", "ensurePoliciesOnGroup"})
  void endsTheSameWhereTheAnswerToACallIsLost(String operation) {
    okta.mishaps().loseNextAnswer(operation);
    fleet.mishaps().loseNextAnswer(operation);
    var transfer = change(moved(ada, "Sales", "Agent", "New York"), null);
    try {
      walk.pass(transfer, Duration.ofMinutes(1));
    } catch (Unavailable lost) {
      walk.pass(transfer, Duration.ofMinutes(1));
    }
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Sales", "New York");
    assertThat(fleet.policiesOf("Sales")).contains("Sales apps catalogue");
  }

  private ProcessInstance change(Worker worker, @Nullable String day) {
    return walk.start(
        new Changed(walk.origin(), worker, day == null ? null : LocalDate.parse(day)));
  }

  private FleetUserId user() {
    return fleet.findUser(ada.workEmail()).orElseThrow();
  }
}
