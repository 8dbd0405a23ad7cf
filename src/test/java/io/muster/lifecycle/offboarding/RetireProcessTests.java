package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.ledger.Outcomes;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
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
