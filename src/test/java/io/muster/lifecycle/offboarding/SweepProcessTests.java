package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever was offboarded is looked at again for a month. */
class SweepProcessTests extends OffboardingGround {
  @Autowired private JdbcClient jdbc;

  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("residueSweep")).isEmpty();
  }

  @Test
  void looksFourTimesInAMonthAndEndsWhereNothingCameBack() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    fleet.mishaps().countAnew();
    walk.pass(sweep, Duration.ofMinutes(59));
    assertThat(fleet.mishaps().calls()).isEmpty();
    walk.pass(sweep, Duration.ofDays(29));
    assertThat(walk.whole(sweep)).isWaitingAt("waitToSweep");
    walk.pass(sweep, DAY);
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
    assertThat(fleet.mishaps().calls()).containsEntry("trace", 4);
  }

  @Test
  void disablesAnAccountAgainThatWasOpenedByHandAndAsksWhy() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    walk.pass(sweep, Duration.ofHours(2));
    okta.set(account, Account.Status.ACTIVE);
    walk.pass(sweep, DAY);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(sweep)).isWaitingAt("resolveResidue");
    assertThat(said(walk.task(sweep, "resolveResidue"), "problem"))
        .contains(account.value(), "can sign in again");
    walk.decide(sweep, "resolveResidue", "seenTo");
    assertThat(walk.whole(sweep)).isWaitingAt("waitToSweep");
    walk.pass(sweep, Duration.ofDays(30));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
  }

  @Test
  void containsWhatIsEnrolledAfterTheEnd() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    var mac = laptop();
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(walk.whole(sweep)).isWaitingAt("approveWipe");
    approve(sweep);
    walk.pass(sweep, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(walk.whole(sweep)).isWaitingAt("resolveResidue");
    walk.decide(sweep, "resolveResidue", "seenTo");
    assertThat(walk.whole(sweep)).isWaitingAt("waitToSweep");
  }

  @Test
  void leavesAColleaguesDeviceAloneAndTellsThatItWasNeverWiped() {
    var mac = laptop();
    var sweep = sweepOf(declined());
    fleet.user("grace@example.com");
    fleet.hand(mac, "grace@example.com");
    fleet.lie(Deed.LOCK, mac, Lie.UNDOES);
    fleet.lie(Deed.ISOLATE, mac, Lie.UNDOES);
    fleet.mishaps().countAnew();
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(fleet.mishaps().calls()).doesNotContainKeys("ensureLocked", "ensureIsolated");
    assertThat(walk.whole(sweep)).isWaitingAt("resolveResidue");
    assertThat(said(walk.task(sweep, "resolveResidue"), "problem"))
        .contains("device " + mac, "belongs to user", "never wiped");
    walk.decide(sweep, "resolveResidue", "seenTo");
    walk.pass(sweep, Duration.ofDays(40));
    assertThat(walk.whole(sweep)).as("asked once").isEnded().hasPassed("sweepOver");
    assertThat(fleet.mishaps().calls()).doesNotContainKeys("ensureLocked", "ensureIsolated");
  }

  @Test
  void saysNothingOfAWipedDeviceThatIsAColleaguesByNow() {
    var mac = laptop();
    var sweep = sweepOf(wiped());
    fleet.user("grace@example.com");
    fleet.hand(mac, "grace@example.com");
    fleet.enrolAgain(mac, "SERIAL" + mac, walk.now());
    fleet.lie(Deed.LOCK, mac, Lie.UNDOES);
    fleet.mishaps().countAnew();
    walk.pass(sweep, Duration.ofDays(40));
    assertThat(walk.whole(sweep)).isEnded().hasNotPassed("resolveResidue");
    assertThat(fleet.mishaps().calls()).doesNotContainKeys("ensureLocked", "ensureIsolated");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shutsWhatIsTheLeaversOrNobodysAgain(boolean theirs) {
    var mac = laptop();
    var sweep = sweepOf(declined());
    if (!theirs) {
      fleet.hand(mac, null);
    }
    fleet.lie(Deed.LOCK, mac, Lie.UNDOES);
    fleet.mishaps().countAnew();
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(fleet.mishaps().calls()).containsKeys("ensureLocked", "ensureIsolated");
    assertThat(said(walk.task(sweep, "resolveResidue"), "problem")).contains("was told so again");
  }

  @Test
  void asksOnceAboutADeviceThatLeftManagementAndWasNeverWiped() {
    var mac = laptop();
    var sweep = sweepOf(declined());
    fleet.hide(mac);
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(said(walk.task(sweep, "resolveResidue"), "problem"))
        .contains("device " + mac, "left device management without an order of ours");
    walk.decide(sweep, "resolveResidue", "seenTo");
    walk.pass(sweep, Duration.ofDays(40));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
  }

  @Test
  void asksNobodyAboutADeviceThatWasWipedAndLeftManagement() {
    var mac = laptop();
    var sweep = sweepOf(wiped());
    fleet.hide(mac);
    walk.pass(sweep, Duration.ofDays(40));
    assertThat(walk.whole(sweep)).isEnded().hasNotPassed("resolveResidue");
  }

  private ProcessInstance declined() {
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "decline");
    walk.run(offboarding);
    return offboarding;
  }

  private ProcessInstance wiped() {
    var offboarding = letGo(Reason.VOLUNTARY);
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    return offboarding;
  }

  @Test
  void endsOnceThePersonWorksHereAgain() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    walk.start(new Hired(walk.origin(), ada));
    okta.set(account, Account.Status.ACTIVE);
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
    assertThat(reason(sweep)).contains("works here again");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspendAccount", "endSessions", "lookForMore", "lockDevices_more"})
  void containsNothingOnceThePersonWorksHereAgain(String before) {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    laptop();
    okta.set(account, Account.Status.ACTIVE);
    walk.passUntil(sweep, before);
    walk.start(new Hired(walk.origin(), ada));
    okta.set(account, Account.Status.ACTIVE);
    var rehired = walk.now();
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("worksHereAgain");
    assertThat(reason(sweep)).contains("works here again", "Nothing of theirs is disabled");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    if (Set.of("suspendAccount", "endSessions").contains(before)) {
      assertThat(okta.sessionsEnded(account, rehired)).isNotEqualTo(Optional.of(true));
    }
    assertThat(fleet.locked()).isEmpty();
    assertThat(fleet.isolated()).isEmpty();
  }

  @Test
  void wipesNothingThatWasAskedAboutBeforeThePersonWorkedHereAgain() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    var mac = laptop();
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(walk.whole(sweep)).isWaitingAt("approveWipe");
    walk.start(new Hired(walk.origin(), ada));
    approve(sweep);
    walk.pass(sweep, MINUTE);
    assertThat(said(walk.task(sweep, "resolveWarrant"), "problem")).contains("works here again");
    walk.decide(sweep, "resolveWarrant", "keep");
    walk.pass(sweep, MINUTE);
    assertThat(walk.whole(sweep)).isEnded().hasPassed("worksHereAgain");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void wipesNoDeviceThatWakesOnceThePersonWorksHereAgain() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    var mac = laptop();
    fleet.setOnline(mac, false);
    walk.pass(sweep, Duration.ofHours(2));
    approve(sweep);
    walk.pass(sweep, Duration.ofDays(5));
    assertThat(walk.whole(sweep)).isWaitingAt("chaseDevice");
    walk.start(new Hired(walk.origin(), ada));
    fleet.setOnline(mac, true);
    walk.decide(sweep, "chaseDevice", "keepWaiting");
    walk.pass(sweep, MINUTE);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(walk.whole(sweep)).isWaitingAt("resolveWarrant");
  }

  @Test
  void watchesAnOrderThatIsOutThoughThePersonWorksHereAgain() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    fleet.lie(Deed.LOCK, mac, Lie.FAILS);
    walk.pass(sweep, Duration.ofHours(2));
    approve(sweep);
    walk.pass(sweep, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    walk.start(new Hired(walk.origin(), ada));
    var asked = walk.task(sweep, "seeToDevice");
    walk.complete(asked, said(asked, "asker"), "tryAgain");
    walk.pass(sweep, DAY);
    assertThat(walk.whole(sweep)).isNotEnded().isWaitingAt("wipeWhenAwake");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approveWipe", "chaseDevice"})
  void wipesNothingInTheOffboardingItselfOnceHrSaysThatThePersonWorksHere(String at) {
    var mac = laptop();
    fleet.setOnline(mac, !at.equals("chaseDevice"));
    var offboarding = at.equals("chaseDevice") ? approved() : letGo(Reason.VOLUNTARY);
    walk.pass(offboarding, at.equals("chaseDevice") ? Duration.ofDays(5) : MINUTE);
    assertThat(walk.whole(offboarding)).isWaitingAt(at);
    newestWord("HIRED");
    if (at.equals("approveWipe")) {
      approve(offboarding);
    }
    fleet.setOnline(mac, true);
    if (at.equals("chaseDevice")) {
      walk.decide(offboarding, "chaseDevice", "keepWaiting");
    }
    walk.pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(said(walk.task(offboarding, "resolveWarrant"), "problem"))
        .contains("works here again");
  }

  @Test
  void wipesWhereAnApproverSaysThatTheLeavingGoesOn() {
    var mac = laptop();
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    walk.answerReturn(offboarding, "decline");
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void goesOnLookingAtSomebodyOfWhomHrNeverSpoke() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    jdbc.sql("delete from muster_lane where employee = ?").param(ada.id().value()).update();
    var mac = laptop();
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(fleet.locked()).containsExactly(mac);
    approve(sweep);
    walk.pass(sweep, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  private void newestWord(String word) {
    jdbc.sql("update muster_lane set employment = ? where employee = ?")
        .params(word, ada.id().value())
        .update();
  }

  /** Why it ended, as it is kept. */
  private String reason(ProcessInstance sweep) {
    return (String)
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(sweep.getId())
            .variableName("problem")
            .singleResult()
            .getValue();
  }

  private ProcessInstance sweepOf(ProcessInstance offboarding) {
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("planSweeps", "offboarded");
    return walk.sweep(offboarding);
  }
}
