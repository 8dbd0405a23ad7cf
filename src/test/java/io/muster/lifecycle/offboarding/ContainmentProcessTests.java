package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account;
import io.muster.directory.AccountAt;
import io.muster.directory.AccountTrait;
import io.muster.directory.KnownAccounts;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryDirectory;
import java.time.Duration;
import java.util.Objects;
import org.camunda.bpm.engine.runtime.Incident;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Accounts are disabled and devices locked independently: trouble with one never holds up the
 * other.
 */
class ContainmentProcessTests extends HandOverCases {
  @AfterAll
  void everyPathOfItsDiagramsIsWalked() {
    assertThat(notWalked("containDevices", "containAccounts")).isEmpty();
  }

  @Autowired private Outcomes outcomes;
  @Autowired private KnownAccounts known;

  @Test
  void asksWhoALeaverIsWhomNobodyKnowsAndLooksAgain() {
    var stranger = walk.person("Sales", "Rep", "Berlin");
    var offboarding = walk.fireNow(stranger.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("identifyLeaver");
    okta.ensureAccount(stranger);
    walk.decide(offboarding, "identifyLeaver", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.find(stranger.id()).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void closesTheCaseOfALeaverWhoIsNobody() {
    var offboarding = walk.fireNow(new EmployeeId("E-nobody"), Reason.VOLUNTARY);
    walk.run(offboarding);
    walk.decide(offboarding, "identifyLeaver", "close");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("nobodyToOffboard");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace", "ensureLocked", "ensureIsolated"})
  void barsTheAccountWithinTheMinuteEvenWhileHexnodeIsDown(String operation) {
    var mac = laptop();
    fleet.mishaps().failAlways(operation, down());
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThat(walk.persist(offboarding, Duration.ofSeconds(18)))
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(Unavailable.class));
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    walk.persist(offboarding, Duration.ofSeconds(2));
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasPassed("endSessions");
    fleet.mishaps().mend(operation);
    walk.pass(offboarding, Duration.ofMinutes(2));
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void barsTheAccountEvenWhereTheFleetRefusesOrIsWronglySetUp() {
    laptop();
    fleet.mishaps().refuseNext("ensureLocked");
    fleet.mishaps().failAlways("ensureIsolated", new Misconfigured("The key is not valid."));
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThat(walk.persist(offboarding, MINUTE)).singleElement().isInstanceOf(Misconfigured.class);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasPassed("lockRefused", "endSessions");
  }

  @Test
  void goesOnWhereTheFleetRefusesToIsolateAndAsksAboutTheDevice() {
    var mac = laptop();
    fleet.mishaps().refuseNext("ensureIsolated");
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(walk.whole(offboarding)).hasPassed("isolationRefused", "devicesContained");
    walk.pass(offboarding, Duration.ofMinutes(7));
    assertThat(walk.whole(offboarding)).isWaitingAt("seeToDevice");
    walk.decide(offboarding, "seeToDevice", "tryAgain");
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(walk.whole(offboarding)).hasPassed("deviceShut");
  }

  @Test
  void locksTheDevicesEvenWhileTheDirectoryIsDown() {
    var mac = laptop();
    okta.mishaps().failAlways("find", down());
    okta.mishaps().failAlways("ensureSuspended", down());
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Unavailable.class);
    assertThat(fleet.locked()).containsExactly(mac);
    okta.mishaps().mend("find");
    okta.mishaps().mend("ensureSuspended");
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void raisesAnIncidentAtOnceWhereTheConnectionIsWrong() {
    var mac = laptop();
    var wrong = new Misconfigured("The token of 'okta' is not valid.");
    okta.mishaps().failAlways("find", wrong);
    okta.mishaps().failAlways("ensureSuspended", wrong);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Misconfigured.class);
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(walk.parts(offboarding))
        .flatMap(
            part -> engine.getRuntimeService().createIncidentQuery().processInstanceId(part).list())
        .extracting(Incident::getIncidentMessage)
        .filteredOn(Objects::nonNull) // those of the callers only point to it
        .singleElement()
        .asString()
        .contains("token of 'okta'");
  }

  @Test
  void bringsARefusedSuspensionToAPersonAndBelievesOnlyWhatItSees() {
    okta.mishaps().refuseNext("ensureSuspended");
    okta.mishaps().refuseNext("ensureSuspended");
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    walk.decide(offboarding, "resolveSuspend", "tryAgain");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    walk.decide(offboarding, "resolveSuspend", "goOn");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveAccounts");
    assertThat(said(walk.task(offboarding, "resolveAccounts"), "contradictions"))
        .contains(account.value(), "can still sign in");
    walk.decide(offboarding, "resolveAccounts", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("accountsContained", "offboarded");
  }

  @Test
  void goesOnOnceTheAccountWasDisabledByHand() {
    okta.mishaps().refuseNext("ensureSuspended");
    var offboarding = letGo(Reason.VOLUNTARY);
    okta.set(account, Account.Status.SUSPENDED);
    walk.decide(offboarding, "resolveSuspend", "goOn");
    assertThat(walk.whole(offboarding))
        .isEnded()
        .hasPassed("accountsContained", "offboarded")
        .hasNotPassed("resolveAccounts");
  }

  @Test
  void leavesAnAccountOpenOnlyOnThePersonsWordWhoSaysSo() {
    okta.mishaps().refuseNext("ensureSuspended");
    okta.mishaps().refuseNext("ensureRetired");
    var offboarding = letGo(Reason.VOLUNTARY);
    walk.decide(offboarding, "resolveSuspend", "goOn");
    walk.decide(offboarding, "resolveAccounts", "goOn");
    assertThat(walk.whole(offboarding)).hasPassed("accountsLeftOpen").isWaitingAt("resolveRetire");
    walk.decide(offboarding, "resolveRetire", "goOn");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(offboarding, "resolveDeparture"), "contradictions"))
        .contains(account.value(), "can still sign in");
  }

  @Test
  void waitsForSessionsThatAreNotSeenToHaveEndedAndThenAsks() {
    okta.lie("ensureSessionsEnded", InMemoryDirectory.Lie.FORGETS);
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(walk.whole(offboarding)).isWaitingAt("waitToVerify");
    walk.pass(offboarding, Duration.ofMinutes(9));
    assertThat(walk.whole(offboarding)).isWaitingAt("waitToVerify");
    walk.pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveAccounts");
    okta.tellTruth("ensureSessionsEnded");
    walk.decide(offboarding, "resolveAccounts", "tryAgain");
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("accountsContained", "offboarded");
  }

  @Test
  void looksAtSessionsThatADirectoryRefusedToEnd() {
    okta.mishaps().refuseNext("ensureSessionsEnded");
    var offboarding = letGo(Reason.VOLUNTARY);
    assertThat(walk.whole(offboarding)).hasPassed("sessionsRefused", "seeAccountsShut");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void barsAndRetiresTheLeaverBehindEveryConnection() {
    var other = acquired.ensureAccount(ada);
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.runUntil(offboarding, "endSessions");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.mishaps().asked()).contains("ensureSessionsEnded " + account);
    assertThat(acquired.mishaps().asked()).contains("ensureSessionsEnded " + other);
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(acquired.read(other).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void looksAgainForAnAccountThatTheSearchDidNotShowYet() {
    okta.clear();
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.runUntil(offboarding, "suspendAccount");
    account = okta.ensureAccount(ada);
    walk.runUntil(offboarding, "endSessions");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void findsALeaverWhomTheTableWouldRouteElsewhere() {
    okta.clear();
    var other = acquired.ensureAccount(ada);
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(acquired.read(other).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(okta.mishaps().asked()).isEmpty();
  }

  @Test
  void barsTheAccountsItCanReachWhileAnotherConnectionIsDown() {
    var other = acquired.ensureAccount(ada);
    okta.mishaps().failAlways("find", down());
    okta.mishaps().failAlways("read", down());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Unavailable.class);
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
    okta.mishaps().mend("find");
    okta.mishaps().mend("read");
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(okta.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void barsEveryOtherAccountBeforeAPersonIsAskedAboutTheOneThatWasRefused() {
    var other = acquired.ensureAccount(ada);
    acquired.mishaps().refuseNext("ensureSuspended");
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(acquired.read(other).orElseThrow().barred()).isFalse();
    walk.decide(offboarding, "resolveSuspend", "tryAgain");
    assertThat(acquired.read(other).orElseThrow().barred()).isTrue();
  }

  @Test
  void barsTheAccountItKnowsAndAsksAboutAnotherThatBearsTheNumber() {
    known.saw(ada.id(), new AccountAt("okta", account));
    var second = okta.duplicate(ada.id(), "admin-" + ada.workEmail());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    okta.set(second, Account.Status.SUSPENDED);
  }

  @Test
  void endsEverySessionThoughAPersonHasToDisableOneOfTheAccounts() {
    var elsewhere = acquired.ensureAccount(ada);
    okta.mishaps().refuseNext("ensureSuspended");
    var offboarding = letGo(Reason.INVOLUNTARY);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    assertThat(acquired.read(elsewhere).orElseThrow().barred()).isTrue();
    assertThat(okta.sessionsEnded(account, walk.now())).contains(true);
    assertThat(acquired.sessionsEnded(elsewhere, walk.now())).contains(true);
  }

  @Test
  void asksAtOnceThoughTheSessionsCannotBeEndedYet() {
    okta.mishaps().refuseNext("ensureSuspended");
    okta.mishaps().failNext("ensureSessionsEnded", down());
    var offboarding = letGo(Reason.INVOLUNTARY);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveSuspend");
    walk.decide(offboarding, "resolveSuspend", "tryAgain");
    assertThat(okta.sessionsEnded(account, walk.now())).contains(true);
  }

  @Test
  void saysFromTheBeginningWhatSetsAnAccountApart() {
    okta.setApart(account, AccountTrait.COPY, AccountTrait.ADMINISTRATOR);
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.runUntil(offboarding, "suspendAccount");
    assertThat(outcomes.of(offboarding.getId()))
        .filteredOn(outcome -> outcome.kind() == Outcome.Kind.ACCOUNT)
        .extracting(Outcome::words)
        .contains("to be disabled; it is a copy of an account on premises and an administrator's");
  }
}
