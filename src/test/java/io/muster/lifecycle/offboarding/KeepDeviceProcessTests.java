package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.muster.devices.Platform;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each device is seen locked and isolated, and looked for until there are no more. */
class KeepDeviceProcessTests extends OffboardingGround {
  @Autowired private Outcomes outcomes;

  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("keepDevice", "moreDevices")).isEmpty();
  }

  @Test
  void asksSomebodyElseEachTimeAboutADeviceThatSaysNo() {
    var mac = laptop();
    fleet.lie(Deed.LOCK, mac, Lie.FAILS);
    var offboarding = letGo(Reason.VOLUNTARY);
    var task = walk.task(offboarding, "seeToDevice");
    assertThat(task).hasCandidateGroup("operator");
    assertThat(said(task, "problem")).contains(mac.toString(), "The device said no.");
    fleet.mishaps().refuseNext("ensureLocked");
    fleet.mishaps().refuseNext("ensureIsolated");
    walk.decide(offboarding, "seeToDevice", "tryAgain");
    assertThat(walk.whole(offboarding)).hasPassed("lockRefused", "isolationRefused");
    task = walk.task(offboarding, "seeToDevice");
    assertThat(task).hasCandidateGroup("approver");

    fleet.beHonest(Deed.LOCK, mac);
    decideAs("approver", offboarding, "seeToDevice", "tryAgain");
    assertThat(walk.whole(offboarding)).hasPassed("deviceShut").isNotWaitingAt("seeToDevice");
    assertThat(fleet.locked()).containsExactly(mac);
  }

  @Test
  void waitsForASilentDeviceEverMoreRarelyAndAsksHigherUp() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(walk.whole(offboarding)).isWaitingAt("waitToLook");
    walk.pass(offboarding, Duration.ofHours(71));
    assertThat(walk.whole(offboarding)).isNotWaitingAt("seeToDevice");
    walk.pass(offboarding, Duration.ofDays(2));
    assertThat(walk.task(offboarding, "seeToDevice")).hasCandidateGroup("operator");
    walk.pass(offboarding, Duration.ofDays(3));
    assertThat(walk.whole(offboarding)).hasPassed("lookDue");
    assertThat(walk.task(offboarding, "seeToDevice")).hasCandidateGroup("approver");
  }

  @Test
  void closesADeviceThatIsNotShutWithTheNameAndReasonOfWhoeverSaysSo() {
    var mac = laptop();
    fleet.lie(Deed.ISOLATE, mac, Lie.FAILS);
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.decide(offboarding, "seeToDevice", "writeOff");
    assertThat(walk.whole(offboarding)).hasPassed("deviceClosed").isWaitingAt("approveWipe");
    approve(offboarding);
    assertThat(walk.whole(offboarding)).hasPassed("notWiped").isNotWaitingAt("approveWipe");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void keepsTheWordOfWhoeverWroteADeviceOffThatWasSeenLocked() {
    var mac = laptop();
    fleet.lie(Deed.ISOLATE, mac, Lie.NEVER_ENDS);
    var offboarding = leftInPeace();
    walk.pass(offboarding, MINUTE);
    assertThat(outcome(offboarding, Outcome.Kind.LOCK, mac)).isEqualTo(Outcome.State.OBSERVED);
    fleet.setOnline(mac, false);
    approve(offboarding);
    while (walk.task(offboarding, "chaseDevice") == null) {
      walk.pass(offboarding, DAY);
    }
    decideAs("operator", offboarding, "chaseDevice", "writeOff");
    assertThat(outcome(offboarding, Outcome.Kind.ISOLATION, mac)).isEqualTo(Outcome.State.CLOSED);
    fleet.lie(Deed.ISOLATE, mac, Lie.FAILS);
    fleet.setOnline(mac, true);
    walk.pass(offboarding, DAY.multipliedBy(8));
    assertThat(outcome(offboarding, Outcome.Kind.ISOLATION, mac)).isEqualTo(Outcome.State.CLOSED);
    assertThat(walk.whole(offboarding)).isNotWaitingAt("waitToLook");
  }

  private Outcome.State outcome(ProcessInstance offboarding, Outcome.Kind kind, DeviceId device) {
    return outcomes.of(offboarding.getId()).stream()
        .filter(one -> one.kind() == kind && one.target().equals(device.toString()))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void containsAndDecidesOnWhatIsEnrolledAfterTheDevicesWereWrittenDown() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "lookForMore");
    var mac = laptop();
    walk.run(offboarding);
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("allFound", "offboarded");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void asksAboutADeviceFoundLaterThatTheFleetRefusesToShut() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "lookForMore");
    var mac = laptop();
    fleet.mishaps().refuseNext("ensureLocked");
    fleet.mishaps().refuseNext("ensureIsolated");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding))
        .hasPassed("moreLockRefused", "moreIsolationRefused")
        .isWaitingAt("approveWipe");
    walk.pass(offboarding, Duration.ofMinutes(7));
    walk.decide(offboarding, "seeToDevice", "tryAgain");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
  }

  @Test
  void asksWhoseTheDevicesOfANamesakeAreAfterEverythingClearIsShut() {
    var married = fleet.user(ada.givenName() + " " + ada.familyName(), "ada.byron@example.com");
    var mac = fleet.enrol("ada.byron@example.com", Platform.MACOS, Ownership.CORPORATE);
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).isWaitingAt("identifyDevices");
    assertThat(said(walk.task(offboarding, "identifyDevices"), "unclear"))
        .contains(married.value(), "ada.byron@example.com");
    answer(
        walk.task(offboarding, "identifyDevices"),
        Map.of("decision", "theirs", "theirDevices", mac.toString(), "comment", "it is hers"));
    walk.run(offboarding);
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(walk.whole(offboarding)).isWaitingAt("seeToDevice").isNotWaitingAt("approveWipe");
  }

  @Test
  void touchesNothingOfANamesakeWhoIsSomebodyElse() {
    fleet.user(ada.givenName() + " " + ada.familyName(), "ada.byron@example.com");
    fleet.enrol("ada.byron@example.com", Platform.MACOS, Ownership.CORPORATE);
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.decide(offboarding, "identifyDevices", "notTheirs");
    assertThat(fleet.locked()).isEmpty();
    assertThat(walk.whole(offboarding)).hasPassed("allFound");
  }
}
