package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.Decision.Command;
import io.muster.people.Decision.Result;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.PersonState.Access;
import io.muster.people.PersonState.CaseKind;
import io.muster.people.PersonState.Phase;
import io.muster.people.PersonState.RunningCase;
import io.muster.testing.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HR's events come to, and what is decided about one of them. */
class StandingTests {
  private static final Instant T = Instant.parse("2026-03-02T09:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-03-02");
  private static final EmployeeId ADA = new EmployeeId("E1");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Worker WORKER =
      new Worker(
          ADA,
          "Ada",
          "L",
          "ada@example.com",
          "Engineering",
          "Dev",
          "Berlin",
          null,
          null,
          BERLIN,
          TODAY,
          false);

  private final Timeline timeline = new Timeline(UTC, Duration.ofDays(3));

  @Test
  void aLastDayIsWorkedToItsEndWhereThePersonWorks() {
    var standing = of(hired(1), leaving("hr", 2, Reason.VOLUNTARY, false));

    var midnight = Instant.parse("2026-03-02T23:00:00Z");
    assertThat(standing.leavesAt()).contains(midnight);
    assertThat(standing.isOut(midnight.minusMillis(1))).isFalse();
    assertThat(standing.isOut(midnight)).isTrue();
    assertThat(standing.isOut(midnight.plusMillis(1))).isTrue();
    assertThat(standing.isEmployed(midnight.minusMillis(1))).isTrue();
  }

  @Test
  void aLastDayOfSomebodyUnknownEndsWhereNothingElseIsSaid() {
    assertThat(of(leaving("hr", 2, Reason.VOLUNTARY, false)).leavesAt())
        .contains(Instant.parse("2026-03-03T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "INVOLUNTARY, true, csv, true",
    "VOLUNTARY, true, csv, true",
    "VOLUNTARY, true, security, false",
    "VOLUNTARY, true, hr, false",
    "INVOLUNTARY, false, csv, false",
    "VOLUNTARY, false, csv, false",
  })
  void aLeavingWithForceIsNotRescindedByASourceThatNeverSpokeOfThePerson(
      Reason reason, boolean immediate, String source, boolean isVoid) {
    var rescinded = new TerminationRescinded(origin(source, 3), ADA);
    var leaving = leaving("security", 2, reason, immediate);
    for (var standing :
        List.of(of(hired(1), leaving, rescinded), of(rescinded, leaving, hired(1)))) {
      assertThat(standing.isVoid(rescinded)).isEqualTo(isVoid);
      assertThat(standing.isOut(T.plusSeconds(3600))).isEqualTo(isVoid);
    }
  }

  @Test
  void aLeavingWithForceIsNotPutOffByASourceThatNeverSpokeOfThePerson() {
    var later = leaving("csv", 3, Reason.VOLUNTARY, false);
    var standing = of(later, leaving("security", 2, Reason.VOLUNTARY, true), hired(1));

    assertThat(standing.isVoid(later)).isTrue();
    assertThat(standing.isOut(T.plusSeconds(3600))).isTrue();
  }

  @Test
  void aHireThatIsRescindedIsNoneUntilAnotherOneComes() {
    var later = T.plusSeconds(3600);
    var rescinded = new HireRescinded(origin("hr", 2), ADA);

    assertThat(of(hired(1), rescinded).isHired()).isFalse();
    assertThat(of(hired(1), rescinded).isOut(later)).isTrue();
    assertThat(of(rescinded, hired(1)).isHired()).isFalse();
    assertThat(of(hired(1), rescinded, hired(3)).isEmployed(later)).isTrue();
    assertThat(of(hired(1), rescinded, new TerminationRescinded(origin("hr", 3), ADA)).isHired())
        .isTrue();
  }

  @Test
  void aChangeThatIsRescindedDoesNotCome() {
    var day = TODAY.plusDays(3);
    var change = new Changed(origin("hr", 2), Workers.inDepartment(WORKER, "Sales"), day);
    var later = T.plus(Duration.ofDays(5));

    assertThat(department(of(hired(1), change), later)).isEqualTo("Sales");
    for (var minute : List.of(2, 3)) {
      var rescinded = new ChangeRescinded(origin("hr", minute), ADA, day);
      assertThat(department(of(hired(1), change, rescinded), later)).isEqualTo("Engineering");
      assertThat(department(of(rescinded, change, hired(1)), later)).isEqualTo("Engineering");
    }
    var earlier = new ChangeRescinded(origin("hr", 1), ADA, day);
    assertThat(department(of(hired(1), change, earlier), later)).isEqualTo("Sales");
    var other = new ChangeRescinded(origin("hr", 3), ADA, day.plusDays(1));
    assertThat(department(of(hired(1), change, other), later)).isEqualTo("Sales");
  }

  @Test
  void aChangeTakesEffectAtTheBeginningOfItsDayAndNeverBeforeItWasEntered() {
    var sales = Workers.inDepartment(WORKER, "Sales");
    var begins = Instant.parse("2026-03-04T23:00:00Z");
    var coming = of(hired(1), new Changed(origin("hr", 2), sales, TODAY.plusDays(3)));
    assertThat(department(coming, begins.minusMillis(1))).isEqualTo("Engineering");
    assertThat(department(coming, begins)).isEqualTo("Sales");
    assertThat(coming.changesNextAfter(begins.minusMillis(1))).contains(begins);
    assertThat(coming.changesNextAfter(begins)).isEmpty();

    // a correction of the past, entered after something that holds at once
    var board =
        new Changed(origin("hr", 3), Workers.inDepartment(WORKER, "Board"), TODAY.minusDays(9));
    var now = new Changed(origin("hr", 2), sales, null);
    assertThat(department(of(hired(1), now, board), T.plusSeconds(3600))).isEqualTo("Board");
    assertThat(department(of(board, now, hired(1)), T.plusSeconds(3600))).isEqualTo("Board");
  }

  @Test
  void changesOfDifferentDaysDoNotUndoEachOther() {
    var first =
        new Changed(origin("hr", 2), Workers.inDepartment(WORKER, "Sales"), TODAY.plusDays(9));
    var second =
        new Changed(
            origin("hr", 3),
            Workers.moved(WORKER, "Engineering", "Lead", "Berlin"),
            TODAY.plusDays(5));
    for (var standing : List.of(of(hired(1), first, second), of(second, first, hired(1)))) {
      var worker = standing.workerAt(T.plus(Duration.ofDays(20))).orElseThrow();
      assertThat(worker.department()).isEqualTo("Sales");
      assertThat(worker.title()).isEqualTo("Lead");
    }
  }

  @Test
  void aLeaveBeforeAHireEndedWithTheEmploymentBefore() {
    var away = new LeaveStarted(origin("hr", 2), ADA, TODAY, null, LeaveStarted.Kind.PAID);
    var now = T.plusSeconds(3600);

    assertThat(of(hired(1), away).leave(now)).isPresent();
    assertThat(of(hired(3), away).leave(now)).isEmpty();
    assertThat(of(away, new LeaveEnded(origin("hr", 3), ADA, TODAY, null)).leave(now)).isEmpty();
    assertThat(of(away, new LeaveEnded(origin("hr", 1), ADA, TODAY, null)).leave(now)).isPresent();
  }

  @Test
  void takesAnEventInOnce() {
    var first = timeline.decide(PersonState.unknown(), hired(1), T);
    var again = timeline.decide(first.state(), hired(1), T);

    assertThat(first.result()).isEqualTo(Result.STARTED);
    assertThat(first.commands())
        .containsExactly(
            new Command.Start(
                CaseKind.ONBOARDING,
                Instant.parse("2026-03-01T23:00:00Z").minus(Duration.ofDays(3))));
    assertThat(first.reason()).contains("onboarding starts");
    assertThat(again.result()).isEqualTo(Result.NOTED);
    assertThat(again.commands()).isEmpty();
    assertThat(again.state()).isEqualTo(first.state());
  }

  @Test
  void refusesAHireOfSomebodyWhoIsBeingOffboardedAndKeepsNothingOfIt() {
    var state =
        PersonState.unknown()
            .hearing(hired(1))
            .hearing(leaving("hr", 2, Reason.VOLUNTARY, true))
            .with(Access.GIVEN, WORKER)
            .with(CaseKind.OFFBOARDING, new RunningCase(Phase.ACTIVE, T, true, origin("hr", 2)));

    var decision = timeline.decide(state, hired(3), T.plusSeconds(600));

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(decision.state()).isEqualTo(state);
    assertThat(decision.reason()).contains("is being offboarded", "send the event again");
  }

  @Test
  void takesALeavingBackAndSaysSo() {
    var state =
        PersonState.unknown()
            .hearing(hired(1))
            .hearing(leaving("hr", 2, Reason.VOLUNTARY, true))
            .with(Access.GIVEN, WORKER)
            .with(CaseKind.OFFBOARDING, new RunningCase(Phase.ACTIVE, T, true, origin("hr", 2)));

    var decision =
        timeline.decide(state, new TerminationRescinded(origin("hr", 3), ADA), T.plusSeconds(600));

    assertThat(decision.commands()).containsExactly(new Command.Undo(CaseKind.OFFBOARDING));
    assertThat(decision.result()).isEqualTo(Result.JOINED);
    assertThat(decision.state().isIn(CaseKind.OFFBOARDING, Phase.UNDOING)).isTrue();
    assertThat(decision.reason()).isEqualTo("The offboarding is undone.");
  }

  @Test
  void namesTheNewerEventThatAnOlderOneIsSupersededBy() {
    var state = PersonState.unknown().hearing(leaving("hr", 5, Reason.VOLUNTARY, true));

    var decision = timeline.decide(state, hired(1), T.plusSeconds(600));

    assertThat(decision.result()).isEqualTo(Result.SUPERSEDED);
    assertThat(decision.reason()).contains("hr-5 of hr", "2026-03-02T09:05:00Z");
  }

  @Test
  void explainsWhetherAnEventCountsAndWhatCountsInstead() {
    var leaving = leaving("security", 2, Reason.VOLUNTARY, true);
    var rescinded = new TerminationRescinded(origin("csv", 3), ADA);
    List<EmploymentChange> heard = List.of(rescinded, leaving, hired(1));

    assertThat(timeline.explain(heard, leaving))
        .isEqualTo(new Timeline.Explanation(true, "The person is out from 2026-03-02T09:02:00Z."));
    assertThat(timeline.explain(heard, rescinded).counts()).isFalse();
    assertThat(timeline.explain(heard, rescinded).why()).contains("does not count");
    assertThat(timeline.explain(heard, hired(1)))
        .isEqualTo(
            new Timeline.Explanation(
                false, "security-2 of security counts instead, entered at 2026-03-02T09:02:00Z."));
  }

  @Test
  void explainsThatAChangeForAnotherDayCountsBesideANewerOne() {
    var sales = Workers.inDepartment(WORKER, "Sales");
    var coming = new Changed(origin("hr", 2), sales, TODAY.plusDays(9));
    var atOnce = new Changed(origin("hr", 3), WORKER, null);
    var before = new Changed(origin("hr", 1), sales, null);
    var rescinded = new ChangeRescinded(origin("hr", 4), ADA, TODAY.plusDays(9));

    assertThat(timeline.explain(List.of(coming, atOnce), coming).counts()).isTrue();
    assertThat(timeline.explain(List.of(before, coming), before).counts()).isTrue();
    assertThat(timeline.explain(List.of(before, atOnce), before).why()).startsWith("hr-3 of hr");
    assertThat(timeline.explain(List.of(coming, rescinded), coming).why()).startsWith("hr-4 of hr");
    assertThat(timeline.explain(List.of(coming, hired(3)), coming).why()).startsWith("hr-3 of hr");
  }

  @Test
  void explainsThatAReturnBeforeALeaveBelongsToAnotherOne() {
    var away = new LeaveStarted(origin("hr", 2), ADA, TODAY, null, LeaveStarted.Kind.PAID);
    var earlier = new LeaveEnded(origin("hr", 1), ADA, TODAY, null);
    var later = new LeaveEnded(origin("hr", 3), ADA, TODAY, null);

    assertThat(timeline.explain(List.of(away, earlier), earlier).why()).startsWith("hr-2 of hr");
    assertThat(timeline.explain(List.of(away, earlier), away).counts()).isTrue();
    assertThat(timeline.explain(List.of(away, later), later).counts()).isTrue();
  }

  private static String department(Standing standing, Instant time) {
    return standing.workerAt(time).orElseThrow().department();
  }

  private static Standing of(EmploymentChange... heard) {
    return Standing.of(List.of(heard), UTC);
  }

  private static Hired hired(int minute) {
    return new Hired(origin("hr", minute), WORKER);
  }

  private static Terminated leaving(String source, int minute, Reason reason, boolean immediate) {
    return new Terminated(origin(source, minute), ADA, TODAY, null, reason, immediate, false);
  }

  private static Origin origin(String source, int minute) {
    return new Origin(source, source + "-" + minute, T.plus(Duration.ofMinutes(minute)));
  }
}
