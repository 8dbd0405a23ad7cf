package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.ledger.Outcomes;
import io.muster.testing.BeforeTheGate;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Cases that began while offboarding was one diagram finish on it, under the rules of today. */
class OnePieceDiagramTests extends OffboardingGround {
  @Autowired private Outcomes outcomes;

  @BeforeEach
  void offboardingIsOneDiagram() throws IOException {
    deploy("diagrams/offboarding-of-one-piece.bpmn", "diagrams/offboarding-of-one-piece/*");
  }

  @AfterEach
  void offboardingIsManyDiagrams() throws IOException {
    deploy("processes/offboarding/*", "forms/offboarding/*");
  }

  @Test
  void finishesOnTheDiagramItBeganOn() throws IOException {
    var mac = laptop();
    var offboarding = askedOnTheOldDiagram();

    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.persist(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).as("before it has shown itself awake").isZero();
    fleet.setOnline(mac, true);
    walk.persist(offboarding, Duration.ofHours(1));
    // nothing there reads back whether sessions ended, so a person is asked
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("deviceWiped", "offboarded");
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void wipesNothingOfSomebodyElsesOnTheOldDiagramEither() throws IOException {
    var mac = laptop();
    fleet.user("someone.else@example.com");
    var offboarding = askedOnTheOldDiagram();
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    fleet.hand(mac, "someone.else@example.com");
    walk.persist(offboarding, DAY);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveWarrant");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void endsOnTheOldDiagramOnceANamedPersonSaysThatWhatIsNotSeenIsLeftSo() throws IOException {
    var mac = laptop();
    fleet.lie(Deed.LOCK, mac, Lie.FAILS);
    var offboarding = askedOnTheOldDiagram();
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "decline");
    walk.run(offboarding);
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .contains("lock of device " + mac);
    walk.decide(offboarding, "resolveDeparture", "goOn");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(outcomes.of(offboarding.getId()))
        .anySatisfy(outcome -> assertThat(outcome.words()).contains("oneoperator", "seen to"));
  }

  private ProcessInstance askedOnTheOldDiagram() throws IOException {
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-01"));
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    offboardingIsManyDiagrams();
    assertThat(walk.parts(offboarding)).as("what it calls").hasSize(1);
    return offboarding;
  }

  private void deploy(String... patterns) throws IOException {
    BeforeTheGate.deploy(engine, "offboarding", patterns);
  }
}
