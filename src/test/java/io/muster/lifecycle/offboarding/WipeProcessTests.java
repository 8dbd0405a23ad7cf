package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.muster.devices.Platform;
import io.muster.ledger.OutcomeHistory;
import io.muster.ledger.Pause;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A device is wiped once, while it is the leaver's and awake, and the wipe is seen. */
class WipeProcessTests extends OffboardingGround {
  @Autowired private OutcomeHistory history;

  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("wipeWhenAwake")).isEmpty();
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
    walk.set(walk.now().plus(Duration.ofMinutes(5)));
    walk.decide(offboarding, "resolveWarrant", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void doesNotWipeADeviceThatChangedHandsAtTheLastInstant() {
    var mac = laptop();
    fleet.user("someone.else@example.com");
    var offboarding = approved();
    walk.passUntil(offboarding, "wipeDevice");
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
    walk.pass(offboarding, Duration.ofMinutes(10));
    assertThat(walk.whole(offboarding)).hasPassed("wipeFailed").isWaitingAt("resolveWarrant");
    walk.decide(offboarding, "resolveWarrant", "keep");
    assertThat(walk.whole(offboarding))
        .hasPassed("keptAfterRefusal")
        .isWaitingAt("resolveDeparture");
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leftSo");
  }

  @Test
  void ordersAWipeAnewThatWasAcceptedAndForgotten() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.FORGETS);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofMinutes(9));
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForWipe");
    fleet.setOnline(mac, true);
    walk.pass(offboarding, Duration.ofMinutes(15));
    fleet.setOnline(mac, true);
    walk.pass(offboarding, Duration.ofHours(1));
    assertThat(walk.whole(offboarding)).hasPassed("wipeFailed").isWaitingAt("resolveWarrant");
    assertThat(said(walk.task(offboarding, "resolveWarrant"), "problem"))
        .contains("was not carried out", "ordered anew");

    fleet.beHonest(Deed.WIPE, mac);
    walk.decide(offboarding, "resolveWarrant", "tryAgain");
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("wipeSeen", "deviceWiped");
    assertThat(fleet.erasures()).hasSize(1);
  }

  @Test
  void asksAboutADeviceThatLeftManagementBeforeItWasWiped() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    fleet.lose(mac);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).hasPassed("deviceVanished").isWaitingAt("resolveWarrant");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void asksForAYesThatHasGrownOldAgainWhenTheDeviceWakes() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(5));
    assertThat(walk.whole(offboarding)).isWaitingAt("chaseDevice");
    walk.pass(offboarding, Duration.ofDays(3));
    assertThat(walk.whole(offboarding)).hasPassed("deviceLookDue").isWaitingAt("chaseDevice");
    assertThat(fleet.wipes(mac)).isZero();

    fleet.setOnline(mac, true);
    walk.pass(offboarding, Duration.ofDays(7));
    assertThat(walk.whole(offboarding)).hasPassed("notWiped").isWaitingAt("approveWipe");
    assertThat(fleet.wipes(mac)).isZero();
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void writesDownWhoWasWaitedForUntilTheyAnswered() {
    var mac = laptop();
    var offboarding = letGo(Reason.VOLUNTARY);
    var question = "approveWipe (device %s)".formatted(mac);
    assertThat(waits(offboarding))
        .filteredOn(wait -> wait.what().equals(question))
        .singleElement()
        .satisfies(
            wait -> {
              assertThat(wait.reason()).isEqualTo("an answer of approver");
              assertThat(wait.until()).isNull();
            });

    walk.pass(offboarding, Duration.ofHours(2));
    approve(offboarding);

    assertThat(waits(offboarding))
        .filteredOn(wait -> wait.what().equals(question))
        .singleElement()
        .satisfies(
            wait ->
                assertThat(Duration.between(wait.since(), wait.until()))
                    .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(1)));
  }

  private List<Pause> waits(ProcessInstance offboarding) {
    return history
        .pauses(List.of(offboarding.getId()))
        .getOrDefault(offboarding.getId(), List.of());
  }

  @Test
  void takesFromAPrivatePhoneThatSleptLongerThanAWarrantLives() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    fleet.setOnline(phone, false);
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.pass(offboarding, Duration.ofDays(8));
    assertThat(fleet.wipes(phone)).isZero();

    fleet.setOnline(phone, true);
    walk.pass(offboarding, Duration.ofDays(8));

    assertThat(walk.whole(offboarding)).hasPassed("deviceWiped").hasNotPassed("approveWipe");
    assertThat(fleet.wipes(phone)).isEqualTo(1);
  }

  @Test
  void takesFromAPrivatePhoneAnewWhereTheFirstOrderFailed() {
    var phone = fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    fleet.lie(Deed.WIPE, phone, Lie.NEVER_ENDS);
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.pass(offboarding, Duration.ofDays(5));
    fleet.failWipe(phone);
    walk.decide(offboarding, "chaseWipe", "tryAgain");
    fleet.mendWipe(phone);
    walk.pass(offboarding, Duration.ofDays(1));

    assertThat(walk.whole(offboarding)).hasPassed("deviceWiped");
    assertThat(fleet.erasures()).hasSize(1);
  }

  @Test
  void wipesADeviceThatWakesWhileTheYesIsFresh() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(5));
    assertThat(walk.whole(offboarding)).isWaitingAt("chaseDevice");
    fleet.setOnline(mac, true);
    walk.decide(offboarding, "chaseDevice", "keepWaiting");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    walk.pass(offboarding, Duration.ofDays(3));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void writesALostDeviceOffWhenToldSoAndNeverWipesIt() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(5));
    walk.decide(offboarding, "chaseDevice", "writeOff");
    assertThat(walk.whole(offboarding)).hasPassed("writtenOff");
    fleet.setOnline(mac, true);
    walk.pass(offboarding, Duration.ofDays(4));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void tellsSecurityOfALostDeviceAndWipesItOnceItShowsItself() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(5));
    walk.decide(offboarding, "chaseDevice", "lost");
    assertThat(alarm("leaver." + ada.id())).contains("lost or stolen");
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForDevice");
    fleet.setOnline(mac, true);
    walk.pass(offboarding, Duration.ofDays(7).plusHours(2));
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(fleet.wipes(mac)).isZero();
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void looksAgainAtAWipeThatIsOutThoughNobodyAnswers() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(5));
    assertThat(walk.whole(offboarding)).isWaitingAt("chaseWipe");
    fleet.beHonest(Deed.WIPE, mac);
    walk.pass(offboarding, Duration.ofDays(3));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("wipeLookDue", "deviceWiped");
  }

  @Test
  void goesOnFromAWipeThatIsOutOnlyOnceItCannotFireAnyMore() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    walk.pass(offboarding, DAY);
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForWipe");
    walk.pass(offboarding, Duration.ofDays(4));
    assertThat(walk.whole(offboarding)).isWaitingAt("chaseWipe");
    walk.decide(offboarding, "chaseWipe", "keepWaiting");
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForWipe");
    walk.pass(offboarding, Duration.ofDays(8));
    assertThat(walk.task(offboarding, "chaseWipe")).hasCandidateGroup("approver");
    decideAs("approver", offboarding, "chaseWipe", "settled");
    assertThat(walk.whole(offboarding)).hasPassed("orderPending").isWaitingAt("chaseWipe");
    assertThat(said(walk.task(offboarding, "chaseWipe"), "problem")).contains("may still carry");

    fleet.beHonest(Deed.WIPE, mac);
    decideAs("approver", offboarding, "chaseWipe", "settled");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("orderSettled", "deviceWiped");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void ordersAWipeAnewOnceTheFirstOrderIsSeenToHaveFailed() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    walk.pass(offboarding, Duration.ofDays(5));
    walk.decide(offboarding, "chaseWipe", "tryAgain");
    assertThat(walk.whole(offboarding)).hasPassed("orderPending").isWaitingAt("chaseWipe");

    fleet.failWipe(mac);
    walk.decide(offboarding, "chaseWipe", "tryAgain");
    assertThat(walk.whole(offboarding)).hasPassed("orderSettled").isWaitingAt("approveWipe");
    fleet.mendWipe(mac);
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped");
    assertThat(fleet.erasures()).hasSize(1);
  }

  @Test
  void ordersNoSecondWipeWhereTheDeviceWasOnlyOutOfSightAndWatchesTheFirst() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    walk.pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    fleet.hide(mac);
    walk.pass(offboarding, Duration.ofMinutes(10));
    assertThat(walk.whole(offboarding)).hasNotPassed("wipeFailed").isWaitingAt("chaseWipe");
    assertThat(alarm("leaver." + ada.id())).contains(mac.toString(), "out of device management");
    decideAs(group(offboarding), offboarding, "chaseWipe", "tryAgain");
    assertThat(walk.whole(offboarding)).hasPassed("orderPending").isWaitingAt("chaseWipe");
    fleet.showAgain(mac);
    decideAs(group(offboarding), offboarding, "chaseWipe", "settled");
    assertThat(walk.whole(offboarding)).as("it is back").isWaitingAt("chaseWipe");
    walk.pass(offboarding, Duration.ofDays(40));
    assertThat(walk.whole(offboarding)).isNotEnded().hasNotPassed("orderSettled");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    fleet.beHonest(Deed.WIPE, mac);
    walk.pass(offboarding, Duration.ofDays(40));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("wipeSeen", "deviceWiped");
    assertThat(fleet.erasures()).hasSize(1);
  }

  @Test
  void endsAWipeWhoseDeviceStaysOutOfSightByAPersonsWordAlone() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    walk.pass(offboarding, MINUTE);
    fleet.hide(mac);
    walk.pass(offboarding, Duration.ofDays(90));
    assertThat(walk.whole(offboarding)).isNotEnded().isWaitingAt("chaseWipe");
    decideAs(group(offboarding), offboarding, "chaseWipe", "settled");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("orderSettled", "offboarded");
  }

  private String group(ProcessInstance offboarding) {
    return engine
        .getTaskService()
        .getIdentityLinksForTask(walk.task(offboarding, "chaseWipe").getId())
        .stream()
        .flatMap(link -> Optional.ofNullable(link.getGroupId()).stream())
        .findFirst()
        .orElseThrow();
  }
}
