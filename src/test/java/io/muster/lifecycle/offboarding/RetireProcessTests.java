package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.remote.RemoteFailure;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Nobody is called gone before everything was read back, or closed by a named person. */
class RetireProcessTests extends OffboardingGround {
  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("retireLeaver")).isEmpty();
  }

  @Autowired private Outcomes outcomes;

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
  void callsNobodyGoneWhoCameBackBehindAnotherConnection() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "verifyDeparture");
    var other = acquired.ensureAccount(ada);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .isEqualTo("the account %s in 'acquired' can still sign in", other);
    acquired.set(other, Account.Status.SUSPENDED);
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
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

  @Test
  void asksAboutGroupsThatTheFleetRefusedToEmpty() {
    fleet.mishaps().refuseNext("ensureInNoGroup");
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(walk.whole(offboarding)).hasPassed("groupsRefused").isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .contains("Engineering", "Berlin");
    fleet.leave("Engineering", user());
    fleet.leave("Berlin", user());
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leaverGone", "offboarded");
  }

  @Test
  void takesAnAccountThatIsNotThereAnyMoreForGone() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.runUntil(offboarding, "verifyDeparture");
    okta.set(account, Account.Status.ACTIVE);
    walk.run(offboarding);
    okta.remove(account);
    walk.decide(offboarding, "resolveDeparture", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leaverGone", "offboarded");
    assertThat(outcomes.unsettled(offboarding.getId())).isEmpty();
    assertThat(outcomes.of(offboarding.getId()))
        .anySatisfy(outcome -> assertThat(outcome.words()).contains("is not there any more"));
  }

  @Test
  void keepsTheNameOfWhoeverSaysThatAccountsCannotBeListed() {
    acquired.mishaps().failAlways("find", new RemoteFailure.Refused("Two bear the number."));
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.decide(offboarding, "resolveSuspend", "goOn");
    walk.decide(offboarding, "resolveAccounts", "goOn");
    assertThat(every(offboarding).state()).isEqualTo(Outcome.State.CLOSED);
    walk.decide(offboarding, "resolveRetire", "goOn");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .isEqualTo("Two bear the number.");
    assertThat(every(offboarding).state()).isEqualTo(Outcome.State.CONTRADICTED);
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leftSo", "offboarded");
    assertThat(every(offboarding).state()).isEqualTo(Outcome.State.CLOSED);
    assertThat(every(offboarding).words()).contains("oneoperator");
  }

  @Test
  void countsAccountsAsLookedForOnceEveryConnectionSays() {
    acquired.mishaps().failAlways("find", new RemoteFailure.Refused("Two bear the number."));
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.decide(offboarding, "resolveSuspend", "goOn");
    walk.decide(offboarding, "resolveAccounts", "goOn");
    acquired.mishaps().mend("find");
    walk.decide(offboarding, "resolveRetire", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("leaverGone", "offboarded");
    assertThat(every(offboarding).state()).isEqualTo(Outcome.State.NOT_OBSERVABLE);
  }

  private Outcome every(ProcessInstance offboarding) {
    return outcomes.of(offboarding.getId()).stream()
        .filter(one -> one.kind() == Outcome.Kind.ACCOUNT && one.target().equals("every"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void endsNoCaseWhoseWipeMayStillFireThoughAnAdministratorMovedItOn() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    walk.pass(offboarding, MINUTE);
    var waiting =
        walk.parts(offboarding).stream()
            .filter(
                part ->
                    engine.getRuntimeService().getActiveActivityIds(part).contains("waitForWipe"))
            .findFirst()
            .orElseThrow();
    engine
        .getRuntimeService()
        .createProcessInstanceModification(waiting)
        .cancelAllForActivity("waitForWipe")
        .startBeforeActivity("keptAfterRefusal")
        .execute();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).hasPassed("orderPending").isWaitingAt("resolveDeparture");
  }
}
