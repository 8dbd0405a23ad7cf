package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static io.muster.testing.Workers.inDepartment;
import static io.muster.testing.Workers.startingOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.FleetUserId;
import io.muster.devices.KnownDevice;
import io.muster.devices.KnownDevices;
import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
class OnboardingProcessTests {
  private static final Duration CHECK = Duration.ofHours(6);

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory acquired;
  @Autowired private InMemoryFleet fleet;
  @Autowired private KnownDevices known;
  @Autowired private Workforce workforce;
  @Autowired private WalkedPaths paths;

  @BeforeEach
  void anEstateInOrder() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    acquired.clear();
    fleet.clear();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    fleet.policy("Hexnode Access for Mac");
    fleet.policy("Hexnode Access for Windows");
  }

  @AfterAll
  void everyPathOfTheDiagramIsWalked() {
    assertThat(paths.notWalked(engine.getRepositoryService(), Onboarding.KEY)).isEmpty();
    assertThat(paths.notWalked(engine.getRepositoryService(), OnboardingParts.EACH_COMPUTER))
        .isEmpty();
  }

  @Test
  void takesAPersonInFromThePreHireWindowToTheLoginScreen() {
    var ada = engineer();
    var starts = LocalDate.parse("2026-03-20");
    var future = startingOn(ada, starts);
    okta.holdRules(true);
    var onboarding = walk.hire(future);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("preHireWindowOpens");
    walk.pass(onboarding, Duration.ofDays(10));
    assertThat(okta.size()).isZero();

    walk.set(Instant.parse("2026-03-16T23:00:00Z")); // three days before midnight in Berlin
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForRules");
    okta.holdRules(false);
    walk.pass(onboarding, Duration.ofSeconds(30));
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(fleet.messages()).containsExactly(ada.workEmail() + " CORPORATE request 1");

    fleet.accessArrives(false);
    var mac = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    walk.pass(onboarding, CHECK);
    assertThat(walk.whole(onboarding)).isWaitingAt("waitForAccess");
    fleet.accessArrives(true);
    walk.pass(onboarding, CHECK);

    assertThat(onboarding).isEnded().hasPassed("onboarded");
    var account = okta.find(ada.id()).orElseThrow();
    assertThat(account.status()).isEqualTo(Account.Status.ACTIVE);
    var user = fleet.findUser(ada.workEmail()).orElseThrow();
    assertThat(fleet.groupsOf(user)).containsExactlyInAnyOrder("Engineering", "Berlin");
    assertThat(fleet.policiesOf("Engineering"))
        .contains("Company baseline", "Engineering Wi-Fi and VPN");
    assertThat(fleet.policiesOn(mac)).containsExactly("Hexnode Access for Mac");
    assertThat(known.usersOf(ada.id()))
        .as("remembered for the day they leave")
        .containsExactly(user);
    assertThat(known.devicesOf(ada.id())).extracting(KnownDevice::device).containsExactly(mac);
  }

  @Test
  void givesNoDeviceToWhoeverIsDueNone() {
    var director = walk.person("Board", "Chair", "Berlin");
    var onboarding = walk.hire(director);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveNoRule");
    walk.decide(onboarding, "resolveNoRule", "goOn");
    assertThat(onboarding).isEnded().hasPassed("onboarded").hasNotPassed("askEnrolment");
    assertThat(fleet.messages()).isEmpty();
  }

  @Test
  void needsNoLoginWindowOnAPhone() {
    var contractor = walk.person("Engineering", "Contractor", "Berlin");
    var onboarding = walk.hire(contractor);
    walk.run(onboarding);
    fleet.enrol(contractor.workEmail(), Platform.ANDROID, Ownership.PERSONAL);
    walk.pass(onboarding, CHECK);
    assertThat(walk.whole(onboarding))
        .isEnded()
        .hasPassed("onboarded")
        .hasNotPassed("machineFound", "deployAccess");
    assertThat(fleet.messages()).containsExactly(contractor.workEmail() + " PERSONAL request 1");
  }

  @Test
  void asksWhatAnUnknownDepartmentMeansAndLooksAgainWhenHrHasCorrectedIt() {
    var lost = walk.person("Enginering", "Developer", "Berlin");
    var onboarding = walk.hire(lost);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveNoRule");
    assertThat(okta.size()).isZero();
    workforce.know(inDepartment(lost, "Engineering"));
    walk.decide(onboarding, "resolveNoRule", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void stopsWhereNobodyKnowsTheDepartment() {
    var onboarding = walk.hire(walk.person("Nowhere", "Developer", "Berlin"));
    walk.run(onboarding);
    walk.decide(onboarding, "resolveNoRule", "stop");
    assertThat(onboarding).isEnded().hasPassed("stoppedWithoutRule");
    assertThat(okta.size()).isZero();
  }

  @Test
  void keepsTheMembershipsItselfWhereTheConnectionIsTold() {
    okta.musterKeepsMembership(true);
    okta.clearRules();
    okta.group("Engineering");
    okta.group("Sales");
    var ada = engineer();
    okta.ensureMembership(okta.ensureAccount(ada), Set.of("Sales"), Set.of());
    okta.group("Berlin");
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(okta.groupsOf(okta.find(ada.id()).orElseThrow().id()))
        .as("in what the table expects, and out of what it expects of others")
        .containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void bringsARefusedMembershipToAPerson() {
    okta.musterKeepsMembership(true);
    okta.clearRules();
    okta.group("Engineering");
    var onboarding = walk.hire(engineer());
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveGroups");
    assertThat(
            (String)
                engine.getRuntimeService().getVariable(onboarding.getId(), "missingGroupsReason"))
        .contains("no group Berlin");
    okta.group("Berlin");
    walk.decide(onboarding, "resolveGroups", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void givesNobodyASecondLiveAccountBehindAnotherConnection() {
    var ada = engineer();
    var old = acquired.ensureAccount(ada);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveAccount");
    assertThat((String) engine.getRuntimeService().getVariable(onboarding.getId(), "problem"))
        .contains("belongs in 'okta'", "account " + old + " in 'acquired'", "Disable it there");
    assertThat(okta.size()).isZero();

    acquired.ensureSuspended(old);
    walk.decide(onboarding, "resolveAccount", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(okta.find(ada.id())).isPresent();
  }

  @Test
  void waitsRatherThanGuessWhileAnotherConnectionCannotBeAsked() {
    var ada = engineer();
    acquired.mishaps().failAlways("find", down());
    var onboarding = walk.hire(ada);
    assertThatThrownBy(() -> walk.run(onboarding)).isInstanceOf(RemoteFailure.Unavailable.class);
    assertThat(okta.size()).isZero();
    acquired.mishaps().mend("find");
    walk.pass(onboarding, Duration.ofMinutes(1));
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void goesOnOnceTheTableThatRoutedToNoConnectionIsCorrected() throws IOException {
    var table = Files.readString(Path.of("processes/onboarding/connection-routing.dmn"));
    var wrong = route(table.replace("\"okta\"", "\"oktaa\""));
    try {
      var onboarding = walk.hire(engineer());
      walk.runUntil(onboarding, "createAccount");
      assertThatThrownBy(() -> walk.run(onboarding))
          .isInstanceOf(RemoteFailure.Misconfigured.class);
      assertThat(
              engine
                  .getRuntimeService()
                  .createIncidentQuery()
                  .processInstanceId(onboarding.getId())
                  .singleResult()
                  .getIncidentMessage())
          .contains("'oktaa'", "[acquired, okta]", "connection-routing.dmn", "retries");

      // what the message says
      engine.getRepositoryService().deleteDeployment(wrong, true);
      var stuck =
          engine
              .getManagementService()
              .createJobQuery()
              .processInstanceId(onboarding.getId())
              .noRetriesLeft()
              .singleResult();
      engine.getManagementService().setJobRetries(stuck.getId(), 1);
      walk.runUntil(onboarding, "checkGroups");

      assertThat(engine.getRuntimeService().getVariable(onboarding.getId(), "connection"))
          .isEqualTo("okta");
      assertThat(
              engine
                  .getRuntimeService()
                  .createIncidentQuery()
                  .processInstanceId(onboarding.getId())
                  .count())
          .isZero();
    } finally {
      engine.getRepositoryService().createDeploymentQuery().deploymentId(wrong).list().stream()
          .forEach(it -> engine.getRepositoryService().deleteDeployment(it.getId(), true));
    }
  }

  private String route(String table) {
    return engine
        .getRepositoryService()
        .createDeployment()
        .name("wrong-routing")
        .addString("onboarding/connection-routing.dmn", table)
        .deploy()
        .getId();
  }

  @Test
  void asksForHelpWhileAnotherPersonHoldsTheAddress() {
    var ada = engineer();
    var other = okta.take(ada.workEmail());
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveAccount");
    assertThat(problemOf(onboarding)).contains("Another person holds the address");
    okta.remove(other);
    walk.decide(onboarding, "resolveAccount", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(okta.find(ada.id())).isPresent();
  }

  @Test
  void stopsWithoutAnAccountWhenToldSo() {
    var ada = engineer();
    okta.take(ada.workEmail());
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    walk.decide(onboarding, "resolveAccount", "stop");
    assertThat(onboarding).isEnded().hasPassed("stoppedWithoutAccount");
    assertThat(fleet.userCount()).isZero();
  }

  @Test
  void bringsGroupRulesThatTakeTooLongToAPerson() {
    okta.holdRules(true);
    var onboarding = walk.hire(engineer());
    walk.pass(onboarding, Duration.ofMinutes(15));
    assertThat(onboarding).isWaitingAt("resolveGroups");
    assertThat(onboarding).variables().containsEntry("missingGroups", "Berlin, Engineering");
    assertThat((String) variable(onboarding, "missingGroupsReason"))
        .contains("still being evaluated");
    walk.decide(onboarding, "resolveGroups", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForRules");
    walk.pass(onboarding, Duration.ofMinutes(15));
    walk.decide(onboarding, "resolveGroups", "goOn");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void bringsARefusedDeviceUserToAPerson() {
    var ada = engineer();
    fleet.user(ada.workEmail());
    var twin = fleet.user(ada.workEmail());
    assertThat(twin).isInstanceOf(FleetUserId.class);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveDeviceUser");
    fleet.mishaps().refuseNext("ensureUser");
    walk.decide(onboarding, "resolveDeviceUser", "tryAgain");
    assertThat(onboarding).isWaitingAt("resolveDeviceUser");
    walk.decide(onboarding, "resolveDeviceUser", "stop");
    assertThat(onboarding).isEnded().hasPassed("stoppedWithoutDeviceUser");
  }

  @Test
  void bringsAMissingPolicyToAPersonAndGoesOnWhenItIsThere() {
    fleet.clear();
    fleet.policy("Company baseline");
    var onboarding = walk.hire(engineer());
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolvePolicies");
    assertThat(problemOf(onboarding)).contains("Engineering Wi-Fi and VPN");
    fleet.policy("Engineering Wi-Fi and VPN");
    walk.decide(onboarding, "resolvePolicies", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(fleet.policiesOf("Engineering")).contains("Engineering Wi-Fi and VPN");
  }

  @Test
  void goesOnWithoutAPolicyWhenToldSo() {
    fleet.clear();
    var onboarding = walk.hire(engineer());
    walk.run(onboarding);
    walk.decide(onboarding, "resolvePolicies", "goOn");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void remindsThriceThenAsksAPersonToHelpWithTheEnrolment() {
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.pass(onboarding, Duration.ofDays(10));
    assertThat(onboarding).isWaitingAt("chaseEnrolment");
    assertThat(fleet.messages())
        .extracting(message -> message.substring(message.indexOf("CORPORATE")))
        .containsExactly(
            "CORPORATE request 1",
            "CORPORATE reminder 1",
            "CORPORATE reminder 2",
            "CORPORATE reminder 3");
    walk.decide(onboarding, "chaseEnrolment", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(fleet.messages()).last().asString().endsWith("request 2");
    walk.pass(onboarding, Duration.ofDays(10));
    walk.decide(onboarding, "chaseEnrolment", "goOn");
    assertThat(onboarding).isEnded().hasPassed("onboarded");
  }

  @Test
  void doesNotCountADeviceEnrolledWithABarredAccount() {
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    okta.set(okta.find(ada.id()).orElseThrow().id(), Account.Status.SUSPENDED);
    fleet.enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    walk.pass(onboarding, CHECK);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void bringsARefusedAccessPolicyToAPerson() {
    var ada = engineer();
    fleet.clear();
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    var pc = fleet.enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    walk.pass(onboarding, CHECK);
    assertThat(walk.whole(onboarding)).isWaitingAt("resolveAccess");
    fleet.policy("Hexnode Access for Windows");
    walk.decide(onboarding, "resolveAccess", "tryAgain");
    assertThat(onboarding).isEnded().hasPassed("onboarded");
    assertThat(fleet.policiesOn(pc)).containsExactly("Hexnode Access for Windows");
  }

  @Test
  void showsNobodyWhoHelpsWithAccessWhatHadGoneWrongBefore() {
    var ada = engineer();
    fleet.clear();
    fleet.policy("Company baseline");
    fleet.policy("Hexnode Access for Mac");
    fleet.accessArrives(false);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(problemOf(onboarding)).contains("Engineering Wi-Fi and VPN");
    walk.decide(onboarding, "resolvePolicies", "goOn");
    fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    walk.pass(onboarding, Duration.ofDays(2).plus(CHECK));

    var asked =
        engine.getTaskService().getVariables(walk.task(onboarding, "resolveAccess").getId());
    assertThat(asked).containsEntry("problem", null).containsEntry("comment", null);
    assertThat((String) asked.get("deviceLabel")).startsWith("macos:");
    assertThat(problemOf(onboarding)).contains("Engineering Wi-Fi and VPN");
  }

  @Test
  void stopsWaitingForAccessWhenThePersonLeaves() {
    var ada = engineer();
    fleet.accessArrives(false);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    fleet.enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    walk.pass(onboarding, CHECK);
    assertThat(walk.parts(onboarding)).as("the case and each machine").hasSize(3);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);

    assertThat(walk.whole(onboarding)).isEnded().hasPassed("overtaken");
  }

  @Test
  void callsNothingDoneThatWasNotSeenOnTheDevice() {
    var ada = engineer();
    fleet.accessArrives(false);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    fleet.enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    walk.pass(onboarding, Duration.ofDays(2).plus(CHECK));
    var tasks = walk.tasks(onboarding, "resolveAccess");
    assertThat(tasks).hasSize(2);
    tasks.forEach(task -> walk.complete(task, "operator", "goOn"));
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveReadBack");
    assertThat((String) variable(onboarding, "contradictions"))
        .contains("Access is not on the device macos:")
        .contains("Access is not on the device windows:");
    walk.decide(onboarding, "resolveReadBack", "tryAgain");
    assertThat(onboarding).isWaitingAt("resolveReadBack");
    walk.decide(onboarding, "resolveReadBack", "goOn");
    assertThat(onboarding).isEnded().hasPassed("onboarded");
  }

  @Test
  void stopsTakingInWhoeverLeavesBeforehand() {
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(onboarding).isEnded().hasPassed("overtaken");
    assertThat(okta.find(ada.id()).orElseThrow().barred()).isTrue();
  }

  @Test
  void goesOnTakingInWhoeverLeavesMuchLater() {
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-08-31"));
    walk.run(offboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(offboarding).isWaitingAt("effective");
  }

  @Test
  void forgetsAHireThatIsTakenBackBeforeAnythingWasDone() {
    var ada = startingOn(engineer(), LocalDate.parse("2026-04-01"));
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    walk.accept(new HireRescinded(walk.origin(), ada.id()));
    assertThat(onboarding).isEnded().hasPassed("neverStarted");
    assertThat(okta.size()).isZero();
  }

  @Test
  void letsOutWhoeverWasTakenInWhenTheHireIsTakenBack() {
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    var mac = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var offboarding = walk.start(new HireRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    assertThat(onboarding).isEnded().hasPassed("overtaken");
    assertThat(okta.find(ada.id()).orElseThrow().barred()).isTrue();
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void leavesNothingBehindAndWipesNothingWhereverTheHireIsTakenBack() {
    var passed = new TreeSet<String>();
    for (int steps = 0; ; steps++) {
      var ada = engineer();
      var onboarding = walk.hire(ada);
      var mac = takeSteps(onboarding, ada, steps);
      var at = walk.whole(onboarding).active();
      passed.addAll(at);

      walk.accept(new HireRescinded(walk.origin(), ada.id()));
      walk.run(onboarding);
      finishLettingOut(ada);

      assertThat(onboarding).as("taken back at %s", at).isEnded();
      assertThat(okta.find(ada.id()).map(Account::barred).orElse(true)).as("at %s", at).isTrue();
      fleet
          .findUser(ada.workEmail())
          .ifPresent(user -> assertThat(fleet.groupsOf(user)).as("at %s", at).isEmpty());
      if (mac != null) {
        assertThat(fleet.wipes(mac)).as("at %s, nobody agreed to a wipe", at).isZero();
      }
      if (at.isEmpty()) {
        break;
      }
    }
    assertThat(passed)
        .contains("hired", "createAccount", "checkGroups", "askEnrolment", "checkAccess");
  }

  /** Does one thing after the other, and enrols a Mac when it is asked for. */
  private @Nullable DeviceId takeSteps(ProcessInstance onboarding, Worker ada, int steps) {
    DeviceId mac = null;
    for (int step = 0; step < steps; step++) {
      if (walk.isDue(onboarding)) {
        walk.step(onboarding);
      } else if (mac == null && fleet.findUser(ada.workEmail()).isPresent()) {
        mac = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
        walk.set(walk.now().plus(CHECK));
      } else {
        walk.set(walk.now().plus(CHECK));
      }
    }
    return mac;
  }

  /** Lets the person out, agreeing to no wipe. */
  private void finishLettingOut(Worker ada) {
    for (var offboarding :
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("offboarding")
            .variableValueEquals("employee", ada.id().value())
            .list()) {
      walk.run(offboarding);
      var approval = walk.task(offboarding, "approveWipe");
      if (approval != null) {
        walk.complete(approval, "approver", "decline");
        walk.run(offboarding);
      }
    }
  }

  @Test
  void movesItsDayWithTheFirstDayOfWork() {
    var ada = startingOn(engineer(), LocalDate.parse("2026-04-01"));
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    walk.accept(new Changed(walk.origin(), startingOn(ada, LocalDate.parse("2026-05-01")), null));
    walk.set(Instant.parse("2026-04-01T09:00:00Z"));
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("preHireWindowOpens");
    walk.accept(new Changed(walk.origin(), startingOn(ada, LocalDate.parse("2026-04-03")), null));
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ensureAccount",
        "ensureUser",
        "ensureInGroups",
        "ensurePoliciesOnGroup",
        "askToEnrol",
        "ensurePolicyOnDevices"
      })
  void endsTheSameWhereTheAnswerToACallIsLost(String operation) {
    var ada = engineer();
    okta.mishaps().loseNextAnswer(operation);
    fleet.mishaps().loseNextAnswer(operation);
    var onboarding = walk.hire(ada);
    if (!operation.equals("ensurePolicyOnDevices")) {
      assertThatThrownBy(() -> walk.run(onboarding)).isInstanceOf(RemoteFailure.Unavailable.class);
    }
    walk.pass(onboarding, Duration.ofSeconds(10));
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    var mac = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    if (operation.equals("ensurePolicyOnDevices")) {
      assertThatThrownBy(() -> walk.pass(onboarding, CHECK))
          .isInstanceOf(RemoteFailure.Unavailable.class);
    }
    walk.pass(onboarding, CHECK.plusMinutes(1));

    assertThat(onboarding).isEnded().hasPassed("onboarded");
    assertThat(okta.size()).isEqualTo(1);
    assertThat(fleet.userCount()).isEqualTo(1);
    assertThat(fleet.messages()).hasSize(1);
    assertThat(fleet.policiesOn(new DeviceId(mac.value()))).hasSize(1);
  }

  private Worker engineer() {
    return walk.person("Engineering", "Developer", "Berlin");
  }

  private String problemOf(ProcessInstance instance) {
    return (String) variable(instance, "problem");
  }

  private Object variable(ProcessInstance instance, String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }

  private static RemoteFailure down() {
    return RemoteFailure.Unavailable.turnedAway("down", null, null);
  }
}
