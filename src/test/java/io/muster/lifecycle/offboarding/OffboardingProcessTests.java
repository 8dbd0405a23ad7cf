package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Ownership;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** The story of a leaver: what comes first, what each device gets, and how a case is moved. */
class OffboardingProcessTests extends OffboardingGround {
  @Autowired private Outcomes outcomes;

  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("offboarding")).isEmpty();
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

    walk.complete(task, "approver", "approve");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForDevice");
    assertThat(fleet.wipes(mac)).isZero();
    walk.pass(offboarding, MINUTE);

    assertThat(walk.whole(offboarding))
        .isEnded()
        .hasPassedInOrder(
            "wipeDevice", "deviceWiped", "leaveGroups", "retireAccount", "offboarded");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.groupsOf(user())).isEmpty();
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  /** Containment and the looks at devices go on beside it; only the decision about a wipe waits. */
  @Test
  void asksForEquipmentBackBeforeAnyWipeIfTheTableSaysSo() throws IOException {
    var mac = laptop();
    var table =
        new ClassPathResource("processes/offboarding/equipment-return.dmn")
            .getContentAsString(StandardCharsets.UTF_8);
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .addString("equipment-return.dmn", table.replace("<text>false", "<text>true"))
            .deploy();
    try {
      var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
      walk.run(offboarding);
      assertThat(walk.whole(offboarding))
          .isWaitingAt("orderLabel")
          .hasPassed("keepDevice")
          .hasNotPassed("inspectDevice");
      assertThat(fleet.locked()).containsExactly(mac);

      walk.complete(
          walk.task(offboarding, "orderLabel"),
          "operator",
          Map.of("decision", "ordered", "own_label", "L-17"));
      walk.run(offboarding);
      walk.complete(
          walk.task(offboarding, "awaitEquipment"),
          "operator",
          Map.of("decision", "received", "own_condition", "complete"));
      walk.run(offboarding);

      assertThat(walk.whole(offboarding))
          .isWaitingAt("approveWipe")
          .hasPassedInOrder("equipmentReceived", "inspectDevice");
    } finally {
      engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }
  }

  @Test
  void takesBackOnlyTheCompanysThingsFromAPrivatePhoneAndAsksNobody() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.pass(offboarding, MINUTE);
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
    var tasks = walk.tasks(offboarding, "approveWipe");
    assertThat(tasks).hasSize(2);
    var aboutMac = aboutDevice(tasks, mac);
    var aboutPc = aboutDevice(tasks, pc);
    walk.complete(aboutMac, "approver", "approve");
    walk.complete(aboutPc, "approver", "decline");
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("declined", "deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.wipes(pc)).isZero();
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
  void tellsOperatorsOfDevicesAndAccountsThatAreNotContainedWithinThePromisedTime() {
    laptop();
    fleet.mishaps().failAlways("trace", down());
    okta.mishaps().failAlways("find", down());
    okta.mishaps().failAlways("read", down());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    assertThat(walk.persist(offboarding, Duration.ofSeconds(50))).isNotEmpty();
    assertThat(alarm("leaver." + ada.id())).isEmpty();
    walk.persist(offboarding, Duration.ofSeconds(70));
    assertThat(walk.whole(offboarding))
        .hasPassed("toldOfDevices", "toldOfAccounts")
        .hasNotPassed("contained");
    assertThat(alarm("leaver." + ada.id())).contains(ada.id().value(), "not secured yet");

    fleet.mishaps().mend("trace");
    okta.mishaps().mend("find");
    okta.mishaps().mend("read");
    walk.persist(offboarding, Duration.ofMinutes(10));
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(alarm("leaver." + ada.id())).isEmpty();
  }

  @Test
  void isNotOffboardedWithAnythingOpenThoughAnotherBranchWouldEndLast() {
    okta.mishaps().failAlways("find", down());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    passUntilNext(offboarding, "tellNotContained_accounts");
    later(offboarding, "tellNotContained_accounts");
    okta.mishaps().mend("find");
    passUntilNext(offboarding, "planSweeps");
    outcomes.say(
        offboarding.getId(),
        ada.id(),
        Outcome.Kind.ACCOUNT,
        "okta/" + account,
        Outcome.State.CONTRADICTED,
        "enabled again");

    assertThatThrownBy(() -> walk.run(offboarding))
        .hasMessageContaining("This offboarding cannot end: account okta/" + account);
  }

  private void passUntilNext(ProcessInstance offboarding, String step) {
    for (var tick = 0; tick < 300 && !walk.isNext(offboarding, step); tick++) {
      if (walk.isDue(offboarding)) {
        try {
          walk.step(offboarding);
        } catch (RemoteFailure triedAgain) {
          // when its time has come
        }
      } else {
        walk.set(walk.now().plusSeconds(2));
      }
    }
    assertThat(walk.isNext(offboarding, step)).as(step).isTrue();
  }

  private void later(ProcessInstance offboarding, String step) {
    var jobs = engine.getManagementService();
    var held =
        jobs.createJobQuery()
            .processInstanceId(offboarding.getId())
            .activityId(step)
            .singleResult();
    jobs.setJobDuedate(held.getId(), Date.from(walk.now().plus(Duration.ofDays(9))));
  }

  @Test
  void givesNothingBackOnceThePersonLeavesAfterAll() {
    var mac = laptop();
    var offboarding = leftInPeace();
    okta.mishaps().refuseNext("ensureActive");
    takeBack();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");

    var next = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(next);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("overtaken").hasNotPassed("backAtWork");
    assertThat(walk.whole(next)).isWaitingAt("approveWipe");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(fleet.isolated()).contains(mac);
  }

  @Test
  void givesEverythingBackWhenTheLeavingIsTakenBackBeforeTheWipe() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    var mac = laptop();
    var offboarding = leftInPeace();
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    takeBack();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
    assertThat(fleet.isolated()).doesNotContain(mac);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void takesNoAnswerFromTheLeaver() {
    laptop();
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    var task = walk.task(offboarding, "approveWipe");
    walk.member(ada.id().value(), "approver");
    engine.getIdentityService().setAuthentication(ada.id().value(), List.of("approver"));
    try {
      assertThatThrownBy(() -> engine.getTaskService().claim(task.getId(), ada.id().value()))
          .hasMessageContaining("nobody answers about themselves");
      assertThatThrownBy(
              () ->
                  engine
                      .getTaskService()
                      .complete(
                          task.getId(), Map.of("decision", "approve", "comment", "it is mine")))
          .hasMessageContaining("Claim the task");
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }
}
