package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.muster.devices.Platform;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to one device is decided, agreed to by a person, or left locked. */
class DeviceDecisionTests extends OffboardingGround {
  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("offboardDevice")).isEmpty();
  }

  @Test
  void hasNothingToWipeWhereTheDeviceIsGone() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    fleet.lose(mac);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).hasPassed("notInFleet").isWaitingAt("seeToDevice");
    assertThat(said(walk.task(offboarding, "seeToDevice"), "problem"))
        .contains(mac.toString(), "left device management");
    walk.decide(offboarding, "seeToDevice", "writeOff");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceClosed", "offboarded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspectDevice", "resolvePlan"})
  void asksAboutADeviceThatLeftManagementAfterItWasSeenShut(String before) {
    var mac = laptop();
    var offboarding = leftInPeaceUntil(before, mac);
    assertThat(walk.whole(offboarding)).hasPassed("deviceShut");
    fleet.hide(mac);
    if (before.equals("resolvePlan")) {
      walk.decide(offboarding, "resolvePlan", "tryAgain");
    }
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding))
        .hasPassed("notInFleet")
        .isNotEnded()
        .isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .contains("lock of device " + mac, "isolation of device " + mac, "out of reach");
    assertThat(alarm("leaver." + ada.id())).contains(mac.toString(), "get it back");
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    fleet.showAgain(mac);
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
  }

  /** The device is seen shut before it is looked at, and stands before this step. */
  private ProcessInstance leftInPeaceUntil(String step, DeviceId mac) {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    if (step.equals("resolvePlan")) {
      walk.runUntil(offboarding, "planWipe");
      fleet.hand(mac, null);
      walk.run(offboarding);
      fleet.hand(mac, ada.workEmail());
      return offboarding;
    }
    walk.runUntil(offboarding, "inspectDevice");
    for (var part : walk.parts(offboarding)) {
      jobs(part, "checkShut").forEach(job -> engine.getManagementService().executeJob(job.getId()));
    }
    return offboarding;
  }

  private List<Job> jobs(String part, String step) {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(part)
        .activityId(step)
        .list();
  }

  @Test
  void asksNobodyAboutAPrivatePhoneThatLeftManagement() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    for (var part : walk.parts(offboarding)) {
      jobs(part, "checkShut").forEach(job -> engine.getManagementService().executeJob(job.getId()));
    }
    fleet.lose(phone);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("notInFleet", "offboarded");
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
  void asksAboutADeviceThatChangedWhileItsPlanWasWritten() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "planWipe");
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
    walk.runUntil(offboarding, "planWipe");
    fleet.hand(mac, null);
    walk.run(offboarding);
    walk.decide(offboarding, "resolvePlan", "keep");
    assertThat(walk.whole(offboarding)).hasPassed("keptUnplanned");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void asksAPersonAboutWhatWasTheLeaversAndIsNobodysByNow() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(phone, null);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(fleet.wipes(phone)).isZero();
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).hasPassed("deviceWiped");
    assertThat(fleet.wipes(phone)).isEqualTo(1);
  }

  @Test
  void takesFromAPrivatePhoneOfTheLeaversWithoutAsking() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var offboarding = letGo(Reason.INVOLUNTARY);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).hasPassed("deviceWiped").hasNotPassed("approveWipe");
    assertThat(fleet.wipes(phone)).isEqualTo(1);
  }

  @Test
  void asksASecondPersonWhereTwoHaveToAgree() {
    var mac = laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "planWipe");
    for (var part : walk.parts(offboarding)) {
      engine
          .getManagementService()
          .createJobQuery()
          .processInstanceId(part)
          .activityId("planWipe")
          .list()
          .forEach(
              job ->
                  engine.getRuntimeService().setVariable(job.getExecutionId(), "approval", "two"));
    }
    walk.run(offboarding);
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(fleet.wipes(mac)).isZero();
    walk.complete(
        walk.task(offboarding, "approveWipe"),
        walk.member("secondapprover", "approver"),
        "approver",
        Map.of("decision", "approve", "comment", "agreed"));
    walk.run(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void keepsWhatIsSomebodyElsesByNow() {
    var mac = laptop();
    fleet.user("someone.else@example.com");
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(mac, "someone.else@example.com");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding))
        .hasPassed("keptLocked")
        .hasNotPassed("planWipe")
        .isWaitingAt("seeToDevice");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void remindsTheApproversAndThenKeepsTheDeviceLockedAndSaysThatItWasNotWiped() {
    var mac = laptop();
    var offboarding = leftInPeace();
    var before = walk.task(offboarding, "approveWipe").getPriority();
    walk.pass(offboarding, DAY);
    assertThat(walk.task(offboarding, "approveWipe").getPriority()).isGreaterThan(before);
    assertThat(asked(offboarding)).containsExactly("approver");
    var alarm = "approval.%s.%s".formatted(ada.id(), mac);
    assertThat(alarm(alarm)).contains("Nobody has answered yet", mac.toString());
    walk.pass(offboarding, Duration.ofDays(2));
    assertThat(alarm(alarm)).as("once nobody is asked any more").isEmpty();
    assertThat(walk.whole(offboarding))
        .hasPassed("keptInSilence", "approversReminded")
        .isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .contains("wipe of device " + mac);
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leftSo", "offboarded");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.wipes(mac)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "decline"})
  void tellsTheOperatorsNoMoreOnceAnApproverHasAnswered(String answer) {
    var mac = laptop();
    var offboarding = leftInPeace();
    walk.pass(offboarding, DAY.minusSeconds(2));
    var alarm = "approval.%s.%s".formatted(ada.id(), mac);
    assertThat(alarm(alarm)).isEmpty();
    walk.pass(offboarding, MINUTE);
    assertThat(alarm(alarm)).isNotEmpty();
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", answer);
    assertThat(alarm(alarm)).isEmpty();
  }

  /** The groups whose members may answer. */
  private List<String> asked(ProcessInstance offboarding) {
    return engine
        .getTaskService()
        .getIdentityLinksForTask(walk.task(offboarding, "approveWipe").getId())
        .stream()
        .map(IdentityLink::getGroupId)
        .toList();
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
    walk.pass(offboarding, MINUTE);
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
          walk.pass(offboarding, MINUTE);
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
              .hasPassed("silenceRefused", "keptAfterSilence")
              .isWaitingAt("resolveDeparture");
          walk.decide(offboarding, "resolveDeparture", "goOn");
          assertThat(walk.whole(offboarding)).isEnded();
          assertThat(fleet.wipes(mac)).isZero();
        });
  }

  @Test
  void decidesByWhatHrSaysByNowThoughTheCaseBeganInPeace() {
    laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-01"));
    walk.runUntil(offboarding, "inspectDevice");
    walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    var task = walk.task(offboarding, "approveWipe");
    assertThat(task.getDueDate().toInstant()).isEqualTo(walk.now().plus(DAY));
  }

  @Test
  void keepsWhatAnApproverDeclinesToWipe() {
    var mac = laptop();
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "decline");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("declined", "offboarded");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void asksAtTheEndWhereAPersonKeepsADeviceAfterARefusal() {
    var mac = laptop();
    fleet.failWipe(mac);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofMinutes(10));
    walk.decide(offboarding, "resolveWarrant", "keep");
    assertThat(walk.whole(offboarding))
        .hasPassed("keptAfterRefusal")
        .isWaitingAt("resolveDeparture");
  }

  @Test
  void looksAgainAtADeviceWhoseWipeWasRefused() {
    var mac = laptop();
    fleet.failWipe(mac);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofMinutes(10));
    fleet.mendWipe(mac);
    walk.decide(offboarding, "resolveWarrant", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }
}
