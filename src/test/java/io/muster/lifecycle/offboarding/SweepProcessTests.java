package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Terminated.Reason;
import java.time.Duration;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever was offboarded is looked at again for a month. */
class SweepProcessTests extends OffboardingGround {
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
  void endsOnceThePersonWorksHereAgain() {
    var sweep = sweepOf(letGo(Reason.VOLUNTARY));
    walk.start(new Hired(walk.origin(), ada));
    okta.set(account, Account.Status.ACTIVE);
    walk.pass(sweep, Duration.ofHours(2));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  private ProcessInstance sweepOf(ProcessInstance offboarding) {
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("planSweeps", "offboarded");
    return walk.sweep(offboarding);
  }
}
