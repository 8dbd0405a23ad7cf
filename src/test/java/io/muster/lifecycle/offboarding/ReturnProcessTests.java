package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever stays gets everything back; whoever did not leave in peace only on a person's yes. */
class ReturnProcessTests extends OffboardingGround {
  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("takeBackLeaving", "returnConsent")).isEmpty();
  }

  @Test
  void givesNothingBackToWhoeverWasLetGoAtOnceUntilSomebodyAgrees() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    var mac = laptop();
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    walk.pass(offboarding, Duration.ofHours(1));
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(fleet.isolated()).containsExactly(mac);

    walk.answerReturn(offboarding, "agree");
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("returned", "backAtWork");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    assertThat(fleet.isolated()).isEmpty();
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void letsTheLeavingGoOnWhereSomebodyDeclinesTheReturn() {
    var mac = laptop();
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    var asked = walk.consent(offboarding);
    walk.answerReturn(offboarding, "decline");
    assertThat(walk.whole(asked)).isEnded().hasPassed("returnDeclined");
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded").hasNotPassed("returned");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void asksAboutWhoeverWasLetGoAtOnceAfterTheOffboardingHasEndedToo() {
    var offboarding = letGo(Reason.INVOLUNTARY);
    assertThat(walk.whole(offboarding)).isEnded();

    var asked = walk.accept(rescinded());
    assertThat(asked.reason()).contains("Somebody is asked");
    assertThat(asked.caseId()).isEqualTo(offboarding.getId());
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    walk.answerReturn(offboarding, "agree");
    walk.run(onboarding());

    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void asksAgainWhereTheReturnWasDeclinedAndHrInsists() {
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    walk.answerReturn(offboarding, "decline");
    assertThat(onboardings().count()).isZero();

    takeBack();
    walk.answerReturn(offboarding, "agree");
    walk.run(onboarding());

    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void givesBackToWhoseOffboardingEndedBeforeSomebodyAgreed() {
    laptop();
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    fleet.clear();
    engine.getRuntimeService().deleteProcessInstance(offboarding.getId(), "ended by hand");

    walk.answerReturn(offboarding, "agree");
    walk.run(onboarding());

    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesAloneWhoeverIsTerminatedAgainBeforeSomebodyAgrees(boolean ended) {
    if (!ended) {
      laptop();
    }
    var offboarding = letGo(Reason.INVOLUNTARY);
    assertThat(walk.runs(offboarding)).isNotEqualTo(ended);
    takeBack();
    walk.set(walk.now().plusSeconds(1));
    walk.accept(terminated(Reason.INVOLUNTARY, true));

    walk.answerReturn(offboarding, "agree");

    assertThat(onboardings().count()).isZero();
    assertThat(walk.whole(offboarding)).hasNotPassed("returned");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void whoeverIsAskedAlreadyAgreesToWhatHrSaidLast() {
    laptop();
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    walk.set(walk.now().plusSeconds(1));
    walk.accept(terminated(Reason.INVOLUNTARY, true));
    walk.set(walk.now().plusSeconds(1));
    takeBack();

    walk.answerReturn(offboarding, "agree");
    walk.run(offboarding);

    assertThat(walk.whole(offboarding)).isEnded().hasPassed("returned", "backAtWork");
  }

  @Test
  void whatWasOvertakenStopsNoWipeAndCountsForNoLaterReturn() {
    var mac = laptop();
    var offboarding = letGo(Reason.INVOLUNTARY);
    takeBack();
    walk.set(walk.now().plusSeconds(1));
    walk.accept(terminated(Reason.INVOLUNTARY, true));
    walk.set(walk.now().plusSeconds(1));
    walk.answerReturn(offboarding, "agree");
    walk.set(walk.now().plusSeconds(1));
    takeBack();
    assertThat(walk.consent(offboarding)).as("asked once more").isNotNull();
    walk.answerReturn(offboarding, "decline");

    approve(offboarding);
    walk.pass(offboarding, MINUTE);

    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void leavingOnceMoreInPeaceDoesNotMakeWhoeverWasThrownOutReturnUnasked() {
    letGo(Reason.INVOLUNTARY);
    walk.set(walk.now().plusSeconds(1));
    var second = walk.start(terminated(Reason.VOLUNTARY, false));
    walk.run(second);
    assertThat(walk.runs(second)).isFalse();

    assertThat(walk.accept(rescinded()).reason()).contains("Somebody is asked");
    assertThat(onboardings().count()).isZero();
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  private Terminated terminated(Reason reason, boolean immediate) {
    return new Terminated(
        walk.origin(), ada.id(), LocalDate.parse("2026-03-01"), null, reason, immediate, false);
  }

  @Test
  void changesNothingOfWhoeverSomebodyIsAskedAbout() {
    letGo(Reason.INVOLUNTARY);
    takeBack();

    assertThat(walk.accept(new Changed(walk.origin(), ada, null)).fate()).isEqualTo(Fate.NOTED);
    assertThat(
            walk.accept(
                    new LeaveStarted(
                        walk.origin(),
                        ada.id(),
                        LocalDate.parse("2026-03-01"),
                        null,
                        LeaveStarted.Kind.PAID))
                .fate())
        .isEqualTo(Fate.NOTED);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void givesBackAtOnceToWhoeverHadGivenNotice() {
    var offboarding = leftInPeace();
    assertThat(walk.whole(offboarding)).isEnded();

    takeBack();
    assertThat(walk.consent(offboarding)).isNull();
    walk.run(onboarding());

    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  private TerminationRescinded rescinded() {
    return new TerminationRescinded(walk.origin(), ada.id());
  }

  private ProcessInstance onboarding() {
    return Objects.requireNonNull(onboardings().singleResult());
  }

  private ProcessInstanceQuery onboardings() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("onboarding")
        .variableValueEquals("employee", ada.id().value());
  }

  @Test
  void asksNobodyWhoGaveNotice() {
    var offboarding = leftInPeace();
    assertThat(walk.whole(offboarding)).isEnded();
    laptop();
    aPersonWhoWorksHere();
    laptop();
    var next = leftInPeace();
    takeBack();
    assertThat(walk.consent(next)).isNull();
    walk.run(next);
    assertThat(walk.whole(next)).isEnded().hasPassed("backAtWork");
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
    takeBack();
    walk.answerReturn(offboarding, "agree");
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
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = leftInPeace();
    walk.complete(aboutDevice(walk.tasks(offboarding, "approveWipe"), mac), "approver", "approve");
    walk.pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    takeBack();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");
    assertThat(said(walk.task(offboarding, "resolveReturn"), "contradictions"))
        .contains("the wipe of device %s cannot be called back".formatted(mac));
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(fleet.wipes(other)).isZero();
    walk.decide(offboarding, "resolveReturn", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");
    walk.decide(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).hasPassed("stillPending").isWaitingAt("resolveReturn");

    fleet.beHonest(Deed.WIPE, mac);
    walk.decide(offboarding, "resolveReturn", "tryAgain");
    walk.decide(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leftUndone", "backAtWork");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void asksAPersonWhenSomethingCannotBeGivenBack() {
    laptop();
    var offboarding = leftInPeace();
    okta.remove(account);
    fleet.mishaps().refuseNext("ensureReleased");
    takeBack();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn").hasPassed("releaseRefused");
    walk.decide(offboarding, "resolveReturn", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn").hasPassed("letInRefused");
    walk.decide(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
  }

  @Test
  void asksAPersonWhereTheGroupsAreRefused() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    laptop();
    var offboarding = leftInPeace();
    fleet.mishaps().refuseNext("ensureInGroups");
    takeBack();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).hasPassed("groupsNotRestored").isWaitingAt("resolveReturn");
    walk.decide(offboarding, "resolveReturn", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("returned", "backAtWork");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ensureReleased", "ensureActive", "ensureInGroups"})
  void givesBackTheSameWhereTheAnswerToACallIsLost(String operation) {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    var mac = laptop();
    var offboarding = leftInPeace();
    okta.mishaps().loseNextAnswer(operation);
    fleet.mishaps().loseNextAnswer(operation);
    takeBack();
    walk.passDespite(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("backAtWork");
    assertThat(fleet.isolated()).doesNotContain(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }
}
