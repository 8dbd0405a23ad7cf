package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Events that arrive late, or that turn round what has begun. */
@ProcessTest
class LateEventsTests {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Instant T = ProcessEstate.MORNING;
  private static final LocalDate TODAY = LocalDate.parse("2026-03-02");
  private static final LocalDate LATER = LocalDate.parse("2026-03-31");

  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private RuntimeService engine;

  private Worker ada;

  @BeforeEach
  void somebodyWorksHere() {
    walk.set(T);
    okta.clear();
    fleet.clear();
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    okta.ensureActive(okta.ensureAccount(ada));
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
    // its wipe is asked about, so the case goes on
    fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
  }

  @Test
  void aLastDayThatIsPutOffGivesEverythingBackUntilThen() {
    var first = walk.start(leaving("workday", T, TODAY.minusDays(1), Reason.VOLUNTARY, false));
    walk.pass(first, Duration.ofMinutes(2));
    assertThat(hasAccess()).isFalse();

    var put = walk.accept(leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false));
    assertThat(put.fate()).isEqualTo(Fate.STARTED);
    assertThat(put.caseId()).isNotEqualTo(first.getId());
    walk.pass(first, Duration.ofMinutes(5));

    assertThat(hasAccess()).isTrue();
    assertThat(walk.runs(first)).isFalse();
  }

  @Test
  void withTheNewDayThePersonLeavesAfterAll() {
    var first = walk.start(leaving("workday", T, TODAY.minusDays(1), Reason.VOLUNTARY, false));
    walk.pass(first, Duration.ofMinutes(2));
    var second = walk.start(leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false));
    walk.pass(first, Duration.ofMinutes(5));
    walk.pass(second, Duration.ofDays(29));
    assertThat(hasAccess()).isTrue();

    walk.pass(second, Duration.ofDays(1));
    assertThat(hasAccess()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"VOLUNTARY", "INVOLUNTARY"})
  void aLeavingWithForceIsNotPutOffUntilSomebodyAgrees(Reason reason) {
    var immediate = reason == Reason.VOLUNTARY;
    var first = walk.start(leaving("workday", T, TODAY.minusDays(1), reason, immediate));
    walk.pass(first, Duration.ofMinutes(2));

    var later = leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false);
    assertThatThrownBy(() -> walk.accept(later))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining(first.getId())
        .hasMessageContaining("Have the leaving rescinded");
    walk.pass(first, Duration.ofMinutes(5));
    assertThat(hasAccess()).isFalse();
  }

  @Test
  void aLastDayThatIsPutOffAfterTheLeavingHasEndedGivesEverythingBackUntilThen() {
    var first = gone(Reason.VOLUNTARY, false);

    var second = walk.start(leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false));
    walk.run(onboarding());
    assertThat(hasAccess()).isTrue();
    walk.pass(second, Duration.ofDays(28));
    assertThat(hasAccess()).isTrue();
    walk.pass(second, Duration.ofDays(2));

    assertThat(hasAccess()).isFalse();
    assertThat(second.getId()).isNotEqualTo(first.getId());
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"VOLUNTARY", "INVOLUNTARY"})
  void notWhereSomebodyHasToAgree(Reason reason) {
    var first = gone(reason, reason == Reason.VOLUNTARY);
    var later = leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false);
    assertThatThrownBy(() -> walk.accept(later))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining(first.getId());

    walk.accept(new TerminationRescinded(origin("workday", walk.now()), ada.id()));
    walk.answerReturn(first, "agree");
    walk.run(onboarding());
    assertThat(hasAccess()).isTrue();
    walk.accept(leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false));
    assertThat(hasAccess()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"csv, 2026-03-31", "workday, 2026-03-01"})
  void norByAnotherSourceOrForADayThatIsOver(String source, LocalDate lastDay) {
    gone(Reason.VOLUNTARY, false);

    walk.accept(leaving(source, walk.now(), lastDay, Reason.VOLUNTARY, false));

    assertThat(onboardings().count()).isZero();
    assertThat(hasAccess()).isFalse();
  }

  private ProcessInstance gone(Reason reason, boolean immediate) {
    fleet.clear();
    fleet.ensureUser(ada);
    var leaving = walk.start(leaving("workday", T, TODAY.minusDays(1), reason, immediate));
    walk.pass(leaving, Duration.ofMinutes(2));
    assertThat(walk.runs(leaving)).isFalse();
    assertThat(hasAccess()).isFalse();
    return leaving;
  }

  private ProcessInstance onboarding() {
    return Objects.requireNonNull(onboardings().singleResult());
  }

  private ProcessInstanceQuery onboardings() {
    return engine
        .createProcessInstanceQuery()
        .processDefinitionKey("onboarding")
        .variableValueEquals("employee", ada.id().value());
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"VOLUNTARY", "INVOLUNTARY"})
  void itIsPutOffByRescindingItAndSendingTheNewLastDayAgain(Reason reason) {
    var immediate = reason == Reason.VOLUNTARY;
    var first = walk.start(leaving("workday", T, TODAY.minusDays(1), reason, immediate));
    walk.pass(first, Duration.ofMinutes(2));

    walk.accept(new TerminationRescinded(origin("workday", walk.now()), ada.id()));
    walk.pass(first, Duration.ofMinutes(2));
    assertThat(hasAccess()).as("nobody has agreed yet").isFalse();
    walk.answerReturn(first, "agree");
    walk.pass(first, Duration.ofMinutes(5));
    assertThat(hasAccess()).isTrue();
    var again = walk.start(leaving("workday", walk.now(), LATER, Reason.VOLUNTARY, false));
    walk.pass(again, Duration.ofDays(28));
    assertThat(hasAccess()).isTrue();
    walk.pass(again, Duration.ofDays(2));

    assertThat(hasAccess()).isFalse();
  }

  @Test
  void aLeavingAtOnceThatArrivesAfterALaterLastDayOfAnotherSourceCounts() {
    walk.accept(hired("workday", T.minusSeconds(300)));
    walk.accept(leaving("csv", T.minusSeconds(60), LATER, Reason.VOLUNTARY, false));

    var late = walk.start(leaving("workday", T.minusSeconds(120), TODAY, Reason.UNKNOWN, true));
    walk.pass(late, Duration.ofMinutes(2));

    assertThat(hasAccess()).isFalse();
  }

  @Test
  void itCountsAfterARescissionOfASourceThatMayNot() {
    walk.accept(hired("workday", T.minusSeconds(300)));
    walk.accept(new TerminationRescinded(origin("csv", T.minusSeconds(60)), ada.id()));

    var late = walk.start(leaving("workday", T.minusSeconds(120), TODAY, Reason.UNKNOWN, true));
    walk.pass(late, Duration.ofMinutes(2));

    assertThat(hasAccess()).isFalse();
  }

  @Test
  void theSourceThatTellsOfThePersonStillHasTheLastWord() {
    walk.accept(hired("workday", T.minusSeconds(300)));
    walk.accept(leaving("workday", T.minusSeconds(60), LATER, Reason.VOLUNTARY, false));

    var late =
        walk.accept(leaving("security", T.minusSeconds(120), TODAY, Reason.INVOLUNTARY, true));

    assertThat(late.fate()).isEqualTo(Fate.SUPERSEDED);
    assertThat(hasAccess()).isTrue();
  }

  @Test
  void aHireThatIsRescindedTakesAwayWhatAChangeHasGiven() {
    walk.start(new Changed(origin("workday", T), ada, null));

    var leaving = walk.start(new HireRescinded(origin("workday", T.plusSeconds(1)), ada.id()));
    walk.pass(leaving, Duration.ofMinutes(2));

    assertThat(hasAccess()).isFalse();
  }

  @Test
  void itEndsWhatWasToChangeLater() {
    var grace = walk.person("Sales", "Agent", "Berlin");
    var waiting = walk.start(new Changed(origin("workday", T), grace, LATER));
    walk.run(waiting);

    var rescinded = walk.accept(new HireRescinded(origin("workday", T.plusSeconds(1)), grace.id()));

    assertThat(rescinded.caseId()).isEqualTo(waiting.getId());
    assertThat(walk.runs(waiting)).isFalse();
  }

  @Test
  void aHireThatIsRescindedHurriesTheLeavingThatWaits() {
    var waiting = walk.start(leaving("workday", T, LATER, Reason.VOLUNTARY, false));

    var hurried = walk.accept(new HireRescinded(origin("workday", T.plusSeconds(1)), ada.id()));
    assertThat(hurried.caseId()).isEqualTo(waiting.getId());
    walk.pass(waiting, Duration.ofMinutes(2));

    assertThat(hasAccess()).isFalse();
  }

  @Test
  void nothingIsTakenAwayTwice() {
    fleet.clear();
    fleet.ensureUser(ada);
    ProcessInstance first =
        walk.start(leaving("workday", T, TODAY.minusDays(1), Reason.VOLUNTARY, false));
    walk.pass(first, Duration.ofMinutes(2));
    assertThat(walk.runs(first)).isFalse();

    var again = walk.accept(new HireRescinded(origin("workday", walk.now()), ada.id()));

    assertThat(again.fate()).isEqualTo(Fate.NOTED);
  }

  private boolean hasAccess() {
    return okta.find(ada.id()).filter(account -> !account.barred()).map(Account::id).isPresent();
  }

  private Hired hired(String source, Instant at) {
    return new Hired(origin(source, at), ada);
  }

  private Terminated leaving(
      String source, Instant at, LocalDate lastDay, Reason reason, boolean immediate) {
    return new Terminated(origin(source, at), ada.id(), lastDay, null, reason, immediate, false);
  }

  private static Origin origin(String source, Instant at) {
    return new Origin(source, "late-" + NUMBER.incrementAndGet(), at);
  }
}
