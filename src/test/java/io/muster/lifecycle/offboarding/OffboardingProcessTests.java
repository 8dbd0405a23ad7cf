package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static io.muster.testing.Workers.another;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.directory.AccountAt;
import io.muster.directory.AccountId;
import io.muster.directory.KnownAccounts;
import io.muster.lifecycle.Owned;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.PreflightSource;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;

@ProcessTest
@TestPropertySource(
    properties = {"muster.owners.okta=OWNER-2", "muster.sources.workday.owner=OWNER-2"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OffboardingProcessTests {
  private static final Duration DAY = Duration.ofDays(1);

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory acquired;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private LegalHolds holds;
  @Autowired private WalkedPaths paths;
  @Autowired private Owned owned;
  @Autowired private KnownAccounts known;
  @Autowired private List<PreflightSource> preflights;
  @Autowired private Expectations expectations;

  private Worker ada;
  private AccountId account;

  @BeforeEach
  void aPersonWhoWorksHere() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    owned.by(null);
    okta.clear();
    acquired.clear();
    fleet.clear();
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    var user = fleet.ensureUser(ada);
    fleet.ensureInGroups(user, Set.of("Engineering", "Berlin"));
  }

  @AfterAll
  void everyPathOfTheDiagramIsWalked() {
    assertThat(paths.notWalked(engine.getRepositoryService(), Offboarding.KEY)).isEmpty();
  }

  @Test
  void locksFirstThenBarsThenAsksThenWipesThenDropsTheScope() {
    var mac = laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-06"));
    walk.pass(offboarding, Duration.ofDays(4));
    assertThat(walk.whole(offboarding)).isWaitingAt("effective");
    assertThat(fleet.locked()).isEmpty();

    walk.set(Instant.parse("2026-03-06T23:00:01Z")); // midnight in Berlin has passed
    walk.run(offboarding);
    assertThat(walk.whole(offboarding))
        .isWaitingAt("approveWipe")
        .hasPassedInOrder(
            "snapshotDevices", "lockDevices", "isolateDevices", "suspendAccount", "endSessions");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(fleet.groupsOf(user())).isNotEmpty();
    var task = walk.task(offboarding, "approveWipe");
    assertThat(task.getDueDate().toInstant()).isEqualTo(walk.now().plus(Duration.ofDays(3)));

    fleet.setOnline(mac, false);
    walk.complete(task, "approver", "approve");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForWipe");
    fleet.setOnline(mac, true);
    walk.pass(offboarding, Duration.ofMinutes(1));

    assertThat(walk.whole(offboarding))
        .isEnded()
        .hasPassedInOrder(
            "wipeDevice", "deviceWiped", "leaveGroups", "retireAccount", "offboarded");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.groupsOf(user())).isEmpty();
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void takesBackOnlyTheCompanysThingsFromAPrivatePhoneAndAsksNobody() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding))
        .isEnded()
        .hasPassed("deviceWiped")
        .hasNotPassed("approveWipe");
    assertThat(fleet.wipes(phone)).isEqualTo(1);
  }

  @Test
  void keepsEachDeviceOfTheSamePersonToItsOwnPlanAndAnswer() {
    var mac = laptop();
    var pc = fleet.enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    var tasks = approvals(offboarding);
    assertThat(tasks).hasSize(2);
    var aboutMac = aboutDevice(tasks, mac);
    var aboutPc = aboutDevice(tasks, pc);
    walk.complete(aboutMac, "approver", "approve");
    walk.complete(aboutPc, "approver", "decline");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("declined", "deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.wipes(pc)).isZero();
  }

  @Test
  void asksWhoALeaverIsWhomNobodyKnowsAndLooksAgain() {
    var stranger = walk.person("Sales", "Rep", "Berlin");
    var offboarding = walk.fireNow(stranger.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("identifyLeaver");
    okta.ensureAccount(stranger);
    walk.decide(offboarding, "identifyLeaver", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.find(stranger.id()).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void closesTheCaseOfALeaverWhoIsNobody() {
    var offboarding = walk.fireNow(new EmployeeId("E-nobody"), Reason.VOLUNTARY);
    walk.run(offboarding);
    walk.decide(offboarding, "identifyLeaver", "close");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("nobodyToOffboard");
  }

  @ParameterizedTest
  @ValueSource(strings = {"devicesOf", "ensureLocked", "ensureIsolated"})
  void barsTheAccountAtOnceEvenWhileHexnodeIsDown(String operation) {
    var mac = laptop();
    fleet.mishaps().failAlways(operation, down());
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Unavailable.class);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasPassed("endSessions");
    fleet.mishaps().mend(operation);
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void barsTheAccountEvenWhereTheFleetRefusesOrIsWronglySetUp() {
    laptop();
    fleet.mishaps().refuseNext("ensureLocked");
    fleet.mishaps().failAlways("ensureIsolated", new Misconfigured("The key is not valid."));
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Misconfigured.class);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasPassed("endSessions", "lockDevices_again");
  }

  @Test
  void locksTheDevicesEvenWhileTheDirectoryIsDown() {
    var mac = laptop();
    okta.mishaps().failAlways("find", down());
    okta.mishaps().failAlways("ensureSuspended", down());
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Unavailable.class);
    assertThat(fleet.locked()).containsExactly(mac);
    okta.mishaps().mend("find");
    okta.mishaps().mend("ensureSuspended");
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void raisesAnIncidentAtOnceWhereTheConnectionIsWrong() {
    var mac = laptop();
    var wrong = new Misconfigured("The token of 'okta' is not valid.");
    okta.mishaps().failAlways("find", wrong);
    okta.mishaps().failAlways("ensureSuspended", wrong);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Misconfigured.class);
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(
            engine
                .getRuntimeService()
                .createIncidentQuery()
                .processInstanceId(offboarding.getId())
                .list())
        .singleElement()
        .satisfies(
            incident -> assertThat(incident.getIncidentMessage()).contains("token of 'okta'"));
  }

  @Test
  void bringsARefusedSuspensionToAPerson() {
    okta.mishaps().refuseNext("ensureSuspended");
    okta.mishaps().refuseNext("ensureSuspended");
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    walk.decide(offboarding, "resolveSuspend", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    walk.decide(offboarding, "resolveSuspend", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
  }

  @Test
  void barsAndRetiresTheLeaverBehindEveryConnection() {
    var other = acquired.ensureAccount(ada);
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.runUntil(offboarding, "endSessions");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.mishaps().asked()).contains("ensureSessionsEnded " + account);
    assertThat(acquired.mishaps().asked()).contains("ensureSessionsEnded " + other);
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(acquired.read(other).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void looksAgainForAnAccountThatTheSearchDidNotShowYet() {
    okta.clear();
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.runUntil(offboarding, "suspendAccount");
    account = okta.ensureAccount(ada);
    walk.runUntil(offboarding, "endSessions");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void findsALeaverWhomTheTableWouldRouteElsewhere() {
    okta.clear();
    var other = acquired.ensureAccount(ada);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(acquired.read(other).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(okta.mishaps().asked()).isEmpty();
  }

  @Test
  void barsTheAccountsItCanReachWhileAnotherConnectionIsDown() {
    var other = acquired.ensureAccount(ada);
    okta.mishaps().failAlways("find", down());
    okta.mishaps().failAlways("read", down());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Unavailable.class);
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
    okta.mishaps().mend("find");
    okta.mishaps().mend("read");
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void barsEveryOtherAccountBeforeAPersonIsAskedAboutTheOneThatWasRefused() {
    var other = acquired.ensureAccount(ada);
    acquired.mishaps().refuseNext("ensureSuspended");
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(acquired.read(other).orElseThrow().barred()).isFalse();
    walk.decide(offboarding, "resolveSuspend", "tryAgain");
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
  }

  @Test
  void callsNobodyGoneWhoCameBackBehindAnotherConnection() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "verifyDeparture");
    var other = acquired.ensureAccount(ada);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    assertThat(
            (String) engine.getRuntimeService().getVariable(offboarding.getId(), "contradictions"))
        .isEqualTo("the account %s in 'acquired' can still sign in", other);
    acquired.set(other, Account.Status.SUSPENDED);
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
  }

  @Test
  void hasNothingToWipeWhereTheDeviceIsGone() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    fleet.lose(mac);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("notInFleet");
  }

  @Test
  void keepsWhatIsUnderLegalHoldLockedAndWhole() {
    var mac = laptop();
    holds.place(ada.id(), "counsel", "a lawsuit");
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("keptLocked");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void keepsWhatIsUnderLegalHoldWholeThoughHrNeverToldUsAboutThePerson() {
    var stranger = walk.person("Engineering", "Developer", "Berlin"); // in the directory, not in HR
    okta.ensureAccount(stranger);
    fleet.ensureUser(stranger);
    var mac = fleet.enrol(stranger.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var offboarding =
        walk.start(
            new Terminated(
                walk.origin(),
                stranger.id(),
                LocalDate.parse("2026-03-02"),
                null,
                Reason.INVOLUNTARY,
                true,
                true));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("keptLocked");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void wipesNothingThatBelongsToNobodyUntilAPersonHasLooked() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(mac, null);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolvePlan");
    fleet.hand(mac, ada.workEmail());
    walk.decide(offboarding, "resolvePlan", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void keepsADeviceThatCannotBePlanned() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(mac, null);
    walk.run(offboarding);
    walk.decide(offboarding, "resolvePlan", "keep");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("keptUnplanned");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void remindsTheApproversAndThenKeepsTheDeviceLocked() {
    var mac = laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-01"));
    walk.run(offboarding);
    var before = walk.task(offboarding, "approveWipe").getPriority();
    walk.pass(offboarding, DAY);
    assertThat(walk.task(offboarding, "approveWipe").getPriority()).isGreaterThan(before);
    assertThat(walk.task(offboarding, "approveWipe")).hasCandidateGroup("operator");
    walk.pass(offboarding, Duration.ofDays(2));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("keptInSilence", "approversReminded");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void asksTheAdministratorsWhenTheApproversOfAnInvoluntaryLeaverAreSilent() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.task(offboarding, "approveWipe")).hasCandidateGroup("approver");
    walk.pass(offboarding, DAY);
    var task = walk.task(offboarding, "approveWipe");
    assertThat(task).hasCandidateGroup("administrator");
    walk.complete(task, "administrator", "approve");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void letsSilenceCountWhereTheTableSaysSo() throws IOException {
    SilenceMeansWipe.during(
        engine,
        () -> {
          var mac = laptop();
          var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
          walk.pass(offboarding, DAY);
          walk.run(offboarding);
          assertThat(walk.whole(offboarding)).isEnded().hasPassed("letSilenceCount", "deviceWiped");
          assertThat(fleet.wipes(mac)).isEqualTo(1);
        });
  }

  @Test
  void doesNotLetSilenceCountOnceALegalHoldHasCome() throws IOException {
    SilenceMeansWipe.during(
        engine,
        () -> {
          var mac = laptop();
          var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
          walk.run(offboarding);
          holds.place(ada.id(), "counsel", "a lawsuit");
          walk.pass(offboarding, DAY);
          assertThat(walk.whole(offboarding))
              .hasPassed("silenceRefused")
              .isWaitingAt("resolveWarrant");
          walk.decide(offboarding, "resolveWarrant", "keep");
          assertThat(walk.whole(offboarding)).isEnded().hasPassed("keptAfterRefusal");
          assertThat(fleet.wipes(mac)).isZero();
        });
  }

  @Test
  void asksAgainWhereTheDeviceChangedHandsAfterTheApproval() {
    var mac = laptop();
    fleet.user("someone.else@example.com");
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    fleet.hand(mac, "someone.else@example.com");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).hasPassed("warrantRefused").isWaitingAt("resolveWarrant");
    assertThat(fleet.wipes(mac)).isZero();
    fleet.hand(mac, ada.workEmail());
    walk.pass(offboarding, Duration.ofMinutes(5));
    walk.decide(offboarding, "resolveWarrant", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void doesNotWipeADeviceThatChangedHandsAtTheLastInstant() {
    var mac = laptop();
    fleet.user("someone.else@example.com");
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.runUntil(offboarding, "wipeDevice");
    fleet.hand(mac, "someone.else@example.com");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).hasPassed("wipeRefused").isWaitingAt("resolveWarrant");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void bringsAFailedWipeToAPerson() {
    var mac = laptop();
    fleet.failWipe(mac);
    var offboarding = approved();
    assertThat(walk.whole(offboarding)).hasPassed("wipeFailed").isWaitingAt("resolveWarrant");
    walk.decide(offboarding, "resolveWarrant", "keep");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("keptAfterRefusal");
  }

  @Test
  void doesNotForgetADeviceThatStaysOffline() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(7));
    assertThat(walk.whole(offboarding)).isWaitingAt("chaseDevice");
    walk.decide(offboarding, "chaseDevice", "keepWaiting");
    fleet.setOnline(mac, true);
    walk.pass(offboarding, DAY);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void writesALostDeviceOffWhenToldSo() {
    fleet.setOnline(laptop(), false);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(7));
    walk.decide(offboarding, "chaseDevice", "writeOff");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("writtenOff", "offboarded");
  }

  @Test
  void bringsARefusedRetirementToAPerson() {
    okta.mishaps().refuseNext("ensureRetired");
    okta.mishaps().refuseNext("ensureRetired");
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveRetire");
    walk.decide(offboarding, "resolveRetire", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveRetire");
    walk.decide(offboarding, "resolveRetire", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
  }

  @Test
  void callsNobodyGoneWhoseAccountCanStillSignIn() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "verifyDeparture");
    okta.set(account, Account.Status.ACTIVE);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ensureLocked",
        "ensureIsolated",
        "ensureSuspended",
        "ensureSessionsEnded",
        "wipe",
        "ensureInNoGroup",
        "ensureRetired"
      })
  void endsTheSameWhereTheAnswerToACallIsLost(String operation) {
    var mac = laptop();
    okta.mishaps().loseNextAnswer(operation);
    fleet.mishaps().loseNextAnswer(operation);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.passDespite(offboarding);
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.passDespite(offboarding);
    walk.passDespite(offboarding);

    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped", "offboarded");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(fleet.groupsOf(user())).isEmpty();
  }

  @Test
  void bringsARunningCaseForwardWhenHrSaysNow() {
    laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-04-30"));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("effective");
    var joined = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    assertThat(joined.getId()).isEqualTo(offboarding.getId());
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(fleet.locked()).isNotEmpty();
  }

  @Test
  void movesItsDayBothWaysAsLongAsItWaits() {
    laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-10"));
    walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-20"));
    walk.run(offboarding);
    walk.set(Instant.parse("2026-03-15T09:00:00Z"));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("effective");
    walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-16"));
    walk.set(Instant.parse("2026-03-16T23:00:01Z"));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void hasNothingToGiveBackWhenTheLeavingIsTakenBackBeforeItsDay() {
    var mac = laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-10"));
    walk.run(offboarding);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("stays");
    assertThat(fleet.locked()).doesNotContain(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void givesEverythingBackWhenTheLeavingIsTakenBackBeforeTheWipe() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
    assertThat(fleet.isolated()).doesNotContain(mac);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stopOtherCases",
        "findLeaver",
        "snapshotDevices",
        "lockDevices",
        "isolateDevices",
        "suspendAccount",
        "endSessions",
        "inspectDevice",
        "decideWipe",
        "planWipe"
      })
  void wipesNothingWhereverTheLeavingIsTakenBackBeforeTheWarrant(String step) {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, step);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.pass(offboarding, Duration.ofDays(30));
    assertThat(walk.whole(offboarding)).isEnded();
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(fleet.isolated()).doesNotContain(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void saysWhatCannotBeCalledBackAndGivesBackTheRest() {
    var mac = laptop();
    var other = laptop();
    fleet.setOnline(mac, false);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    walk.complete(aboutDevice(approvals(offboarding), mac), "approver", "approve");
    walk.run(offboarding);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");
    assertThat(
            (String) engine.getRuntimeService().getVariable(offboarding.getId(), "contradictions"))
        .contains("the wipe of device %s cannot be called back".formatted(mac));
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(fleet.wipes(other)).isZero();
    walk.decide(offboarding, "resolveReturn", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");
    walk.decide(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void asksAPersonWhenSomethingCannotBeGivenBack() {
    laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    okta.remove(account);
    fleet.mishaps().refuseNext("ensureReleased");
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn").hasPassed("releaseRefused");
    walk.decide(offboarding, "resolveReturn", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn").hasPassed("letInRefused");
    walk.decide(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
  }

  @Test
  void givesNothingBackOnceThePersonLeavesAfterAll() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    okta.mishaps().refuseNext("ensureActive");
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");

    var next = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(next);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("overtaken").hasNotPassed("backAtWork");
    assertThat(walk.whole(next)).isWaitingAt("approveWipe");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(fleet.isolated()).contains(mac);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ensureReleased", "ensureActive", "ensureInGroups"})
  void givesBackTheSameWhereTheAnswerToACallIsLost(String operation) {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    okta.mishaps().loseNextAnswer(operation);
    fleet.mishaps().loseNextAnswer(operation);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.passDespite(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
    assertThat(fleet.isolated()).doesNotContain(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void locksTheDevicesButLeavesTheAccountOpenUntilWhatRunsInItsNameIsHandedOver() {
    ada = another(ada, "OWNER-2");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    fleet.ensureUser(ada);
    var mac = laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.pass(offboarding, Duration.ofHours(16));
    assertThat(walk.whole(offboarding)).isWaitingAt("handOver");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    var task = walk.task(offboarding, "handOver");
    assertThat((String) engine.getTaskService().getVariable(task.getId(), "inTheirName"))
        .contains("muster.owners.okta", "muster.sources.workday.owner");
    assertThat(findings()).anySatisfy(finding -> assertThat(finding).contains("okta", "OWNER-2"));

    walk.decide(offboarding, "handOver", "handedOver");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void barsTheAccountInTheEndWhetherAnybodyTookOverOrNot() {
    owned.by(ada.id());
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.set(Instant.parse("2026-03-02T23:00:01Z"));
    walk.pass(offboarding, Duration.ofMinutes(239));
    assertThat(walk.whole(offboarding)).isWaitingAt("handOver");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasPassed("handOverLate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopOtherCases", "seeWhatRuns", "handOver"})
  void waitsNoLongerOnceHrSaysThatThePersonHasToGoAtOnce(String at) {
    owned.by(ada.id());
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.run(offboarding);
    walk.set(Instant.parse("2026-03-02T23:00:01Z"));
    if (at.equals("handOver")) {
      walk.run(offboarding);
      assertThat(walk.whole(offboarding)).isWaitingAt(at);
    } else {
      walk.runUntil(offboarding, at);
    }
    walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasNotPassed("handOverLate");
  }

  @Test
  void waitsForNobodyWhoHasToGoAtOnceAndTellsOperatorsWhatStops() {
    owned.by(ada.id());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasNotPassed("handOver");
    var alarm =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("source-alarm")
            .variableValueEquals("source", "export-of-" + ada.id())
            .singleResult();
    assertThat((String) engine.getRuntimeService().getVariable(alarm.getId(), "problem"))
        .contains(ada.id().value(), "the nightly export");
  }

  @org.junit.jupiter.api.Disabled
  @Test
  void endsAsItBeganButForWipesThatWereSentWhereverTheLeavingIsTakenBack() {
    var passed = new TreeSet<String>();
    for (int steps = 0; steps < 200; steps++) {
      aPersonWhoWorksHere();
      okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
      okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
      owned.by(ada.id());
      var mac = laptop();
      fleet.setOnline(mac, false);
      var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
      takeSteps(offboarding, mac, steps);
      var running = walk.runs(offboarding);
      var at =
          running
              ? engine.getRuntimeService().getActiveActivityIds(offboarding.getId())
              : List.of("ended");
      passed.addAll(at);
      var sent = fleet.wipes(mac);

      var back = walk.start(new TerminationRescinded(walk.origin(), ada.id()));
      if (running) {
        walk.run(offboarding);
        if (walk.task(offboarding, "resolveReturn") != null) {
          assertThat(sent).as("at %s", at).isEqualTo(1);
          walk.decide(offboarding, "resolveReturn", "goOn");
        }
        assertThat(walk.whole(offboarding)).as("taken back at %s", at).isEnded();
      } else {
        walk.run(back);
      }

      assertThat(fleet.wipes(mac)).as("at %s", at).isEqualTo(sent);
      if (sent == 0) {
        assertThat(fleet.isolated()).as("at %s", at).doesNotContain(mac);
      }
      assertThat(okta.find(ada.id()).orElseThrow().barred()).as("at %s", at).isFalse();
      assertThat(fleet.groupsOf(user()))
          .as("at %s", at)
          .containsExactlyInAnyOrder("Engineering", "Berlin");
      if (!running) {
        break;
      }
    }
    assertThat(passed)
        .contains(
            "terminated",
            "effective",
            "lockDevices",
            "handOver",
            "suspendAccount",
            "approveWipe",
            "issueWarrant",
            "wipeDevice",
            "waitForWipe",
            "leaveGroups",
            "retireAccount",
            "verifyDeparture",
            "ended");
  }

  /**
   * Does one thing after the other: jobs that are due, then what people are asked, then what time
   * brings.
   */
  private void takeSteps(ProcessInstance offboarding, DeviceId mac, int steps) {
    for (int step = 0; step < steps && walk.runs(offboarding); step++) {
      if (walk.isDue(offboarding)) {
        walk.step(offboarding);
      } else if (walk.task(offboarding, "handOver") != null) {
        walk.complete(walk.task(offboarding, "handOver"), "operator", "handedOver");
      } else if (walk.task(offboarding, "approveWipe") != null) {
        walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
      } else {
        var asleep = walk.whole(offboarding).active().contains("waitForDevice");
        fleet.setOnline(mac, asleep || fleet.wipes(mac) > 0);
        walk.set(walk.now().plus(asleep || fleet.wipes(mac) > 0 ? Duration.ofMinutes(1) : DAY));
      }
    }
  }

  /** Things that run in whose name the test says. */
  @TestConfiguration(proxyBeanMethods = false)
  static class InTestsNames {
    @Bean
    Owned owned() {
      return new Owned();
    }
  }

  private List<String> findings() {
    return preflights.stream()
        .flatMap(source -> source.preflights().stream())
        .filter(preflight -> preflight.connection().equals("owners"))
        .flatMap(preflight -> preflight.check(expectations).stream())
        .map(Finding::what)
        .toList();
  }

  @Test
  void barsTheAccountItKnowsAndAsksAboutAnotherThatBearsTheNumber() {
    known.saw(ada.id(), new AccountAt("okta", account));
    var second = okta.duplicate(ada.id(), "admin-" + ada.workEmail());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    okta.set(second, Account.Status.SUSPENDED);
  }

  @Test
  void takesNoAnswerFromTheLeaver() {
    laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    var task = walk.task(offboarding, "approveWipe");
    engine.getIdentityService().setAuthentication(ada.workEmail(), List.of("approver"));
    try {
      assertThatThrownBy(
              () ->
                  engine
                      .getTaskService()
                      .complete(
                          task.getId(), Map.of("decision", "approve", "comment", "it is mine")))
          .hasMessageContaining("The leaver cannot approve");
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  private static Unavailable down() {
    return Unavailable.turnedAway("down", null, null);
  }

  private DeviceId laptop() {
    return fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
  }

  private FleetUserId user() {
    return fleet.findUser(ada.workEmail()).orElseThrow();
  }

  private ProcessInstance approved() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.run(offboarding);
    return offboarding;
  }

  /** Does the jobs one by one until the token stands before this step. */
  private List<Task> approvals(ProcessInstance offboarding) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(offboarding.getId())
        .taskDefinitionKey("approveWipe")
        .list();
  }

  private Task aboutDevice(List<Task> tasks, DeviceId device) {
    return tasks.stream()
        .filter(
            task ->
                device
                    .toString()
                    .equals(engine.getTaskService().getVariable(task.getId(), "device")))
        .findFirst()
        .orElseThrow();
  }
}
