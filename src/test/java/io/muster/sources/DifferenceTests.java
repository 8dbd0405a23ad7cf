package io.muster.sources;

import static io.muster.sources.People.as;
import static io.muster.sources.People.employed;
import static io.muster.sources.People.leaving;
import static io.muster.sources.People.planning;
import static io.muster.sources.People.staying;
import static io.muster.sources.People.with;
import static io.muster.sources.People.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.Difference.AlreadyThere;
import io.muster.sources.Difference.Event;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What two snapshots of one person say has happened. */
class DifferenceTests {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final WorkerSnapshot GRACE =
      employed("G1", LocalDate.of(2020, 1, 1), Instant.parse("2026-11-25T08:00:00Z"));

  @Test
  void nothingIsDifferentTwice() {
    assertThat(events(GRACE, GRACE)).isEmpty();
    var leaver = leaving(GRACE, TODAY.plusDays(9));
    assertThat(events(leaver, leaver)).isEmpty();
  }

  @Test
  void aNewRecordIsAHireAndAFutureOneIsToo() {
    assertThat(types(null, GRACE)).containsExactly("worker.hired");
    var future = with(GRACE, "startDate", "2027-01-01");
    assertThat(types(null, future)).containsExactly("worker.hired");
  }

  @Test
  void whoeverIsThereWhenTheSourceIsFirstReadIsKnownAndWhoeverIsToComeIsHired() {
    assertThat(first(GRACE).adopted()).isTrue();
    assertThat(first(GRACE).events()).isEmpty();
    var future = with(GRACE, "startDate", "2027-01-01");
    assertThat(first(future).events()).extracting(Event::type).containsExactly("worker.hired");
  }

  @Test
  void aLeavingThatIsToComeCountsWhenTheSourceIsFirstReadAndOnePastDoesNot() {
    assertThat(first(leaving(GRACE, TODAY.plusDays(1))).events())
        .extracting(Event::type)
        .containsExactly("worker.terminated");
    assertThat(first(leaving(GRACE, TODAY.minusDays(1))).events()).isEmpty();
    assertThat(first(as(GRACE, Status.ENDED)).events()).isEmpty();
  }

  @Test
  void anotherDepartmentIsAChangeWithEverythingAboutThePerson() {
    var event = events(GRACE, with(GRACE, "department", "Sales")).get(0);
    assertThat(event.type()).isEqualTo("worker.changed");
    assertThat(event.fields())
        .containsEntry("department", "Sales")
        .containsEntry("givenName", "Grace")
        .doesNotContainKey("effectiveDate");
  }

  @Test
  void aFieldThatIsNotShownIsNotAFieldThatIsEmpty() {
    assertThat(events(GRACE, without(GRACE, "department"))).isEmpty();
    assertThat(events(GRACE, without(GRACE, "costCenter"))).isEmpty();
    assertThat(types(GRACE, with(GRACE, "costCenter", null))).containsExactly("worker.changed");
  }

  @Test
  void anEmptiedDepartmentTakesNothingAwayAndIsAsked() {
    var difference = compare(GRACE, with(GRACE, "department", null));
    assertThat(difference.events()).isEmpty();
    assertThat(difference.questions()).singleElement().asString().contains("emptied department");
  }

  @Test
  void aLeavingIsAnnouncedMovedAndTakenBack() {
    var leaver = leaving(GRACE, TODAY.plusDays(9));
    assertThat(events(GRACE, leaver))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.fields())
                    .containsEntry("lastDayOfWork", "2026-12-04")
                    .containsEntry("reason", "voluntary")
                    .containsEntry("timeZone", "Europe/Berlin"));
    assertThat(types(leaver, leaving(GRACE, TODAY.plusDays(3))))
        .containsExactly("worker.terminated");
    assertThat(types(leaver, staying(leaver))).containsExactly("worker.terminationRescinded");
  }

  @Test
  void anEndBeforeTheFirstDayIsOfAnEmploymentBefore() {
    var left = as(leaving(GRACE, TODAY.minusMonths(6)), Status.ENDED);
    for (var status : List.of(Status.EMPLOYED, Status.ON_LEAVE)) {
      var rehired = as(with(left, "startDate", TODAY.toString()), status).withItsOwnEnd(TODAY);
      assertThat(types(left, rehired)).contains("worker.hired").doesNotContain("worker.terminated");
      assertThat(events(rehired, rehired)).isEmpty();
    }
    var toCome = with(left, "startDate", TODAY.plusDays(14).toString()).withItsOwnEnd(TODAY);
    assertThat(toCome.status()).as("whoever is to come has not left").isEqualTo(Status.EMPLOYED);
    assertThat(types(left, toCome)).containsExactly("worker.hired");
    assertThat(types(null, toCome)).containsExactly("worker.hired");
  }

  @Test
  void anEndOnTheFirstDayIsOfThisEmployment() {
    var first = with(GRACE, "startDate", TODAY.toString());
    assertThat(leaving(first, TODAY).withItsOwnEnd(TODAY).leaving()).isNotNull();
    assertThat(leaving(first, TODAY.minusDays(1)).withItsOwnEnd(TODAY).leaving()).isNull();
  }

  @Test
  void whoeverHasLeftByAnEndBeforeTheFirstDayIsAQuestion() {
    var now =
        as(leaving(with(GRACE, "startDate", "2026-10-01"), LocalDate.of(2026, 5, 31)), Status.ENDED)
            .withItsOwnEnd(TODAY);
    var difference = compare(GRACE, now);
    assertThat(difference.events()).isEmpty();
    assertThat(difference.settled()).isFalse();
    assertThat(difference.questions()).singleElement().asString().contains("before the first day");
  }

  @Test
  void anEndThatIsOverWhileSomebodyIsEmployedIsAQuestion() {
    var over = leaving(GRACE, TODAY.minusDays(2)).withItsOwnEnd(TODAY);
    assertThat(events(GRACE, over)).isEmpty();
    assertThat(compare(GRACE, over).questions()).singleElement().asString().contains("is employed");
    assertThat(compare(over, over).questions()).as("once").isEmpty();
    assertThat(types(GRACE, leaving(GRACE, TODAY.minusDays(1)).withItsOwnEnd(TODAY)))
        .as("yesterday may still be today over there")
        .containsExactly("worker.terminated");

    var left = as(leaving(GRACE, TODAY.minusDays(2)), Status.ENDED);
    var again = compare(left, over);
    assertThat(again.events()).as("nor is anything given back").isEmpty();
    assertThat(again.settled()).isFalse();
  }

  @Test
  void anEndThatWasAnnouncedStaysOneWhileTheStatusIsLate() {
    var announced = leaving(GRACE, TODAY.minusDays(3));
    var late = leaving(GRACE, TODAY.minusDays(3)).withItsOwnEnd(TODAY);
    assertThat(compare(announced, late).events()).isEmpty();
    assertThat(compare(announced, late).questions()).isEmpty();
    assertThat(events(announced, as(announced, Status.ENDED))).isEmpty();
  }

  @Test
  void whoeverLeavesFirstAndComesBackLaterLeaves() {
    var end = TODAY.plusDays(9);
    var both =
        leaving(with(GRACE, "startDate", TODAY.plusDays(40).toString()), end).withItsOwnEnd(TODAY);
    assertThat(events(GRACE, both))
        .singleElement()
        .satisfies(it -> assertThat(it.fields()).containsEntry("lastDayOfWork", end.toString()));
    var kept = Difference.completed(GRACE, both, TODAY);
    assertThat(events(kept, both)).isEmpty();
    var later = end.plusDays(2);
    var then =
        leaving(with(GRACE, "startDate", TODAY.plusDays(40).toString()), end).withItsOwnEnd(later);
    assertThat(Difference.between(kept, then, later, AlreadyThere.HIRED).events())
        .extracting(Event::type)
        .containsExactly("worker.hired");
  }

  @Test
  void anEndEnteredBeforeTheFirstDayOfAHireIsAsked() {
    var future = with(GRACE, "startDate", TODAY.plusDays(14).toString());
    var noShow = as(leaving(future, TODAY.minusDays(3)), Status.ENDED).withItsOwnEnd(TODAY);
    assertThat(compare(future, noShow).questions())
        .singleElement()
        .asString()
        .contains("call the hire off");
  }

  @Test
  void anEndThatWasAnnouncedIsNotAnnouncedAgainWhenItComes() {
    var leaver = leaving(GRACE, TODAY.minusDays(1));
    assertThat(events(leaver, as(leaver, Status.ENDED))).isEmpty();
    assertThat(events(leaver, as(staying(leaver), Status.ENDED))).isEmpty();
    assertThat(types(GRACE, as(leaver, Status.ENDED))).containsExactly("worker.terminated");
    assertThat(types(GRACE, as(GRACE, Status.ENDED))).containsExactly("worker.terminated");
    assertThat(events(as(GRACE, Status.ENDED), as(GRACE, Status.ENDED)))
        .as("nor is one of which nobody says the day")
        .isEmpty();
  }

  @Test
  void anEndThatWasAnnouncedStaysOneWhenTheRecordIsTouchedOnItsDay() {
    var announced = leaving(GRACE, new Leaving(TODAY, Reason.INVOLUNTARY, false, "row 7"));
    var touched = leaving(GRACE, new Leaving(TODAY, Reason.INVOLUNTARY, true, "row 7"));
    for (var now : List.of(touched, as(touched, Status.ENDED))) {
      assertThat(events(announced, now)).isEmpty();
      assertThat(Difference.completed(announced, now, TODAY).leaving())
          .as("and is kept as it was announced, for the next reading")
          .isEqualTo(announced.leaving());
    }
    assertThat(events(touched, announced)).as("nor is what was at once taken back").isEmpty();
  }

  @Test
  void whatIsEnteredAnewOrOtherwiseOnTheDayIsAtOnceAndSoIsWhatNobodyHadAnnounced() {
    var announced = leaving(GRACE, new Leaving(TODAY, Reason.VOLUNTARY, false, "row 7"));
    for (var before : List.of(GRACE, announced, as(announced, Status.ENDED))) {
      for (var entered :
          List.of(
              new Leaving(TODAY, Reason.VOLUNTARY, true, "row 8"),
              new Leaving(TODAY, Reason.INVOLUNTARY, true, "row 7"),
              new Leaving(TODAY.minusDays(1), Reason.VOLUNTARY, true, "row 7"),
              new Leaving(TODAY, Reason.VOLUNTARY, true))) {
        for (var now :
            List.of(leaving(GRACE, entered), as(leaving(GRACE, entered), Status.ENDED))) {
          var events = events(before, now);
          assertThat(events).as("%s after %s", now, before).isNotEmpty();
          assertThat(events.get(events.size() - 1).fields())
              .containsEntry("immediate", true)
              .containsEntry("lastDayOfWork", entered.lastDay().toString());
        }
      }
    }
  }

  @Test
  void whoeverHasSaidThemselvesThatItIsAtOnceIsTakenAtTheirWord() {
    var announced = leaving(GRACE, new Leaving(TODAY.plusDays(3), Reason.VOLUNTARY, false));
    var atOnce = leaving(GRACE, new Leaving(TODAY.plusDays(3), Reason.VOLUNTARY, true));
    assertThat(events(announced, atOnce))
        .singleElement()
        .satisfies(event -> assertThat(event.fields()).containsEntry("immediate", true));
  }

  @Test
  void theLastDayEndsWhereThePersonIsByThen() {
    var leaver = leaving(GRACE, TODAY);
    var inHonolulu = with(leaver, "timeZone", "Pacific/Honolulu");
    assertThat(types(leaver, inHonolulu)).containsExactly("worker.changed", "worker.terminated");
    assertThat(events(leaver, as(inHonolulu, Status.ENDED)))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.fields())
                    .containsEntry("lastDayOfWork", TODAY.toString())
                    .containsEntry("timeZone", "Pacific/Honolulu"));
    assertThat(events(inHonolulu, inHonolulu)).as("once").isEmpty();

    var gone = leaving(GRACE, TODAY.minusDays(1));
    assertThat(types(gone, with(gone, "timeZone", "Pacific/Honolulu")))
        .as("whoever is out stays out")
        .containsExactly("worker.changed");
  }

  @Test
  void aHireThatIsCalledOffIsNoTermination() {
    assertThat(types(GRACE, as(GRACE, Status.CALLED_OFF))).containsExactly("worker.hireRescinded");
    assertThat(events(null, as(GRACE, Status.CALLED_OFF))).isEmpty();
    assertThat(types(as(GRACE, Status.CALLED_OFF), GRACE)).containsExactly("worker.hired");
  }

  @Test
  void whoeverComesBackWithANewStartIsHiredAndWithTheOldOneStays() {
    var gone = as(leaving(GRACE, TODAY.minusDays(100)), Status.ENDED);
    assertThat(types(gone, with(GRACE, "startDate", TODAY.toString())))
        .containsExactly("worker.hired");
    assertThat(types(gone, GRACE)).contains("worker.terminationRescinded");
    assertThat(types(gone, with(GRACE, "department", "Sales")))
        .contains("worker.terminationRescinded", "worker.changed");
  }

  @Test
  void aConversionIsOneChange() {
    var converted =
        new WorkerSnapshot(
            GRACE.employee(),
            "another record",
            Status.EMPLOYED,
            with(GRACE, "title", "Engineer").facts(),
            null,
            List.of(),
            GRACE.enteredAt());
    assertThat(types(GRACE, converted)).containsExactly("worker.changed");
  }

  @Test
  void aRecordThatBeginsLongAfterTheLastOneEndsIsAHireThoughTheDaysBetweenWereNotRead() {
    var again =
        new WorkerSnapshot(
            GRACE.employee(),
            "another record",
            Status.EMPLOYED,
            with(GRACE, "startDate", TODAY.plusDays(90).toString()).facts(),
            null,
            List.of(),
            GRACE.enteredAt());
    assertThat(types(leaving(GRACE, TODAY), again)).containsExactly("worker.hired");
    assertThat(types(leaving(GRACE, TODAY.plusDays(89)), again))
        .as("without a gap it is a conversion")
        .containsExactlyInAnyOrder("worker.changed", "worker.terminationRescinded");
  }

  @Test
  void aPlannedChangeIsAnnouncedOnceAndCanBeCalledOff() {
    var plan = new Planned(TODAY.plusDays(20), Map.of("department", "Sales"));
    var planned = planning(GRACE, plan);
    assertThat(events(GRACE, planned))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.fields())
                    .containsEntry("department", "Sales")
                    .containsEntry("title", "Developer")
                    .containsEntry("effectiveDate", "2026-12-15"));
    assertThat(events(planned, planned)).isEmpty();
    assertThat(types(planned, GRACE)).containsExactly("worker.changeRescinded");
  }

  @Test
  void aLaterPlanIncludesTheEarlierOnes() {
    var sales = new Planned(TODAY.plusDays(10), Map.of("department", "Sales"));
    var boston = new Planned(TODAY.plusDays(20), Map.of("location", "Boston"));
    assertThat(events(GRACE, planning(GRACE, sales, boston)).get(1).fields())
        .containsEntry("department", "Sales")
        .containsEntry("location", "Boston");
  }

  @Test
  void aPlanThatHasComeTrueIsNotSaidTwice() {
    var plan = new Planned(TODAY, Map.of("department", "Sales"));
    var until = planning(GRACE, plan);
    assertThat(events(until, with(GRACE, "department", "Sales"))).isEmpty();
    assertThat(events(until, until)).isEmpty();
    assertThat(types(until, GRACE)).containsExactly("worker.changed");
  }

  @Test
  void aDeletedOrContradictoryRecordIsAQuestion() {
    for (var status : List.of(Status.DELETED, Status.UNCLEAR)) {
      var difference = compare(GRACE, as(GRACE, status));
      assertThat(difference.events()).isEmpty();
      assertThat(difference.questions()).hasSize(1);
    }
  }

  @Test
  void aLeaveBeginsAndEndsOnTheDayOnWhichItIsSeenAndIsNoLeaving() {
    var away = as(GRACE, Status.ON_LEAVE);
    assertThat(events(GRACE, away))
        .containsExactly(
            new Event(
                "worker.leaveStarted",
                Map.of(
                    "employeeId", "G1",
                    "firstDay", "2026-11-25",
                    "timeZone", "Europe/Berlin")));
    assertThat(events(away, as(away, Status.ON_LEAVE))).isEmpty();
    assertThat(events(away, GRACE))
        .containsExactly(
            new Event(
                "worker.leaveEnded",
                Map.of(
                    "employeeId", "G1",
                    "returnDay", "2026-11-25",
                    "timeZone", "Europe/Berlin")));
  }

  @Test
  void whoeverLeavesDuringALeaveOnlyLeaves() {
    var away = as(GRACE, Status.ON_LEAVE);
    assertThat(types(away, as(away, Status.ENDED))).containsExactly("worker.terminated");
    assertThat(types(away, leaving(away, TODAY.plusDays(9)))).containsExactly("worker.terminated");
  }

  @Test
  void whoeverIsAwayWhenTheSourceIsFirstReadIsKnownAndWhoeverComesAwayIsHiredFirst() {
    var away = as(GRACE, Status.ON_LEAVE);
    assertThat(first(away).adopted()).isTrue();
    assertThat(first(away).events()).isEmpty();
    assertThat(types(null, away)).containsExactly("worker.hired", "worker.leaveStarted");
    assertThat(types(as(GRACE, Status.CALLED_OFF), away))
        .containsExactly("worker.hired", "worker.leaveStarted");
    assertThat(events(null, with(away, "startDate", "2027-01-01")).get(1).fields())
        .as("a leave does not begin before the employment")
        .containsEntry("firstDay", "2027-01-01");
  }

  @Test
  void whoeverStaysAfterAllIsAtWorkOrAwayAsTheSourceSaysNow() {
    var gone = as(leaving(GRACE, TODAY.minusDays(100)), Status.ENDED);
    assertThat(types(gone, GRACE))
        .as("nobody knows whether they left while on leave")
        .containsExactly("worker.leaveEnded", "worker.terminationRescinded");
    assertThat(types(gone, as(GRACE, Status.ON_LEAVE)))
        .containsExactly("worker.terminationRescinded", "worker.leaveStarted");
  }

  @Test
  void aRecordThatNamesSomebodyElseOffboardsNobody() {
    var somebodyElse = named("Alan", "Turing", "alan.turing@example.com");
    for (var leaver :
        List.of(
            leaving(somebodyElse, TODAY.plusDays(9)),
            as(somebodyElse, Status.ENDED),
            as(leaving(somebodyElse, TODAY), Status.ENDED),
            as(somebodyElse, Status.CALLED_OFF))) {
      var difference = compare(GRACE, leaver);
      assertThat(difference.events()).as("%s", leaver).isEmpty();
      assertThat(difference.settled()).isFalse();
      assertThat(difference.questions())
          .singleElement()
          .asString()
          .contains("G1", "leaves", "mixed up");
    }
  }

  @Test
  void aRecordThatNamesSomebodyElseGivesNobodyAccessAgain() {
    var somebodyElse = named("Alan", "Turing", "alan.turing@example.com");
    var gone = as(leaving(GRACE, TODAY.minusDays(100)), Status.ENDED);
    for (var back : List.of(somebodyElse, with(somebodyElse, "startDate", TODAY.toString()))) {
      assertThat(compare(gone, back).events()).as("%s", back).isEmpty();
      assertThat(compare(gone, back).settled()).isFalse();
    }
    assertThat(compare(leaving(GRACE, TODAY.plusDays(9)), somebodyElse).events()).isEmpty();
  }

  @Test
  void oneThingInCommonIsEnoughToBeThePersonOfBefore() {
    var day = TODAY.plusDays(9);
    for (var same :
        List.of(
            named("Grace", "Turing", "alan.turing@example.com"),
            named("Alan", "Hopper", "alan.turing@example.com"),
            named("Alan", "Turing", " Grace.Hopper.G1@example.com "))) {
      assertThat(types(GRACE, leaving(same, day)))
          .as("%s", same)
          .containsExactly("worker.changed", "worker.terminated");
    }
  }

  @Test
  void whatIsNotShownIsNoEvidence() {
    var day = TODAY.plusDays(9);
    var nameless = without(without(GRACE, "givenName"), "familyName");
    assertThat(types(GRACE, leaving(nameless, day))).containsExactly("worker.terminated");
    assertThat(types(GRACE, leaving(with(nameless, "workEmail", "new@example.com"), day)))
        .as("one thing that differs is a change")
        .containsExactly("worker.changed", "worker.terminated");
    var withoutAddress = without(named("Alan", "Turing", "x@example.com"), "workEmail");
    assertThat(events(GRACE, leaving(withoutAddress, day))).as("both names differ").isEmpty();
  }

  @Test
  void theSamePersonOfAnotherNameLeavesOnceTheNameWasRead() {
    var renamed = named("Alan", "Turing", "alan.turing@example.com");
    assertThat(types(GRACE, renamed)).containsExactly("worker.changed");
    assertThat(types(renamed, leaving(renamed, TODAY.plusDays(9))))
        .containsExactly("worker.terminated");
    var withAddressOfBefore = with(renamed, "workEmail", GRACE.facts().get("workEmail"));
    assertThat(types(GRACE, leaving(withAddressOfBefore, TODAY.plusDays(9))))
        .containsExactly("worker.changed", "worker.terminated");
  }

  private static WorkerSnapshot named(String given, String family, String address) {
    return with(with(with(GRACE, "givenName", given), "familyName", family), "workEmail", address);
  }

  private static List<String> types(@Nullable WorkerSnapshot before, WorkerSnapshot now) {
    return events(before, now).stream().map(Event::type).toList();
  }

  private static List<Event> events(@Nullable WorkerSnapshot before, WorkerSnapshot now) {
    return compare(before, now).events();
  }

  private static Difference compare(@Nullable WorkerSnapshot before, WorkerSnapshot now) {
    return Difference.between(before, now, TODAY, AlreadyThere.HIRED);
  }

  private static Difference first(WorkerSnapshot now) {
    return Difference.between(null, now, TODAY, AlreadyThere.KNOWN);
  }
}
