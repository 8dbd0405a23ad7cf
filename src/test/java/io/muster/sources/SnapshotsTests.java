package io.muster.sources;

import static io.muster.sources.People.as;
import static io.muster.sources.People.employed;
import static io.muster.sources.People.leaving;
import static io.muster.sources.People.planning;
import static io.muster.sources.People.staying;
import static io.muster.sources.People.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.Workforce;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From what a source says is the case to the cases that start, on the real engine. */
@ProcessTest
class SnapshotsTests {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private Snapshots snapshots;
  @Autowired private Readings readings;
  @Autowired private SnapshotTable table;
  @Autowired private Inbox inbox;
  @Autowired private Workforce workforce;
  @Autowired private MovableClock clock;
  @Autowired private ProcessEstate.Walk walk;
  @Autowired private RuntimeService engine;

  private String source;
  private LocalDate today;

  @BeforeEach
  void aSourceOfItsOwn() {
    source = "hr-" + NUMBER.incrementAndGet();
    // at noon it is the same day wherever these people are
    walk.set(clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(36)));
    today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  @Test
  void startsExactlyTheProcessesOfTheKnownChangesBetweenTwoDaysOf3000People() {
    var day0 = company(3000);
    var first = snapshots.all(source, day0);
    assertThat(first.events()).isZero();
    assertThat(casesOf(day0)).isEmpty();

    var day1 = new ArrayList<>(day0);
    change(day1, 0, 30, person -> with(person, "department", "Sales"));
    change(day1, 30, 40, person -> with(person, "costCenter", "CC-77"));
    change(day1, 40, 60, person -> leaving(person, today.plusDays(14)));
    change(day1, 60, 75, person -> as(leaving(person, today.minusDays(1)), Status.ENDED));
    change(
        day1,
        75,
        80,
        person -> planning(person, new Planned(today.plusDays(7), Map.of("location", "Boston"))));
    for (int joiner = 0; joiner < 25; joiner++) {
      day1.add(person("J%04d".formatted(joiner), today.plusDays(joiner + 1L)));
    }
    var second = snapshots.all(source, day1);

    assertThat(second.held()).isNull();
    var started = casesOf(day1);
    assertThat(started.get("onboarding"))
        .containsExactlyInAnyOrderElementsOf(numbers(day1, 3000, 3025));
    assertThat(started.get("transfer"))
        .containsExactlyInAnyOrderElementsOf(join(numbers(day1, 0, 40), numbers(day1, 75, 80)));
    assertThat(started.get("offboarding"))
        .containsExactlyInAnyOrderElementsOf(numbers(day1, 40, 75));
    assertThat(second.events()).isEqualTo(25 + 45 + 35);

    assertThat(snapshots.all(source, day1).events()).as("the same file again").isZero();
  }

  @Test
  void knowsEverybodyAfterTheFirstReadingSoThatALeaverCanBeLetOut() {
    var people = company(3);
    snapshots.all(source, people);
    assertThat(workforce.find(people.get(1).employee()))
        .hasValueSatisfying(worker -> assertThat(worker.department()).isEqualTo("Engineering"));
  }

  @Test
  void letsOutWhoWasNeverUnderstood() {
    var people = new ArrayList<>(company(6));
    var nobody = with(people.get(2), "workEmail", null);
    people.set(2, nobody);
    var first = snapshots.all(source, people);
    assertThat(first.refused()).isEqualTo(1);
    assertThat(first.adopted()).isEqualTo(5);
    assertThat(table.refused(source))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.employee()).isEqualTo(nobody.employee().value());
              assertThat(it.why()).contains("workEmail");
              assertThat(it.known()).isFalse();
            });
    assertThat(snapshots.all(source, people).refused()).as("still").isEqualTo(1);

    people.set(2, as(leaving(nobody, today.minusDays(1)), Status.ENDED));
    var second = snapshots.all(source, people);
    assertThat(second.events()).isEqualTo(1);
    assertThat(second.refused()).isZero();
    assertThat(casesOf(people)).containsOnlyKeys("offboarding");
    assertThat(table.refused(source)).as("settled").isEmpty();
    assertThat(snapshots.all(source, people).events()).isZero();
  }

  @Test
  void takesALeavingBackOfSomebodyWhoWasNeverUnderstood() {
    var people = new ArrayList<>(company(3));
    people.set(1, leaving(with(people.get(1), "title", null), today.plusDays(9)));
    assertThat(snapshots.all(source, people).events()).isEqualTo(1);
    assertThat(snapshots.all(source, people).events()).isLessThanOrEqualTo(1);
    people.set(1, staying(people.get(1)));
    assertThat(fates(snapshots.some(source, people.subList(1, 2)))).contains(Fate.JOINED);
  }

  @Test
  void takesALeavingFromARowOfWhichTheFactsCannotBeRead() {
    var people = new ArrayList<>(company(1));
    snapshots.all(source, people);
    var odd = leaving(with(people.get(0), "managerId", "Doe, Jane (7)"), today.plusDays(9));
    assertThat(fates(snapshots.some(source, List.of(odd))))
        .containsExactlyInAnyOrder(Fate.REFUSED, Fate.STARTED);
    assertThat(fates(snapshots.some(source, List.of(staying(odd))))).contains(Fate.JOINED);
    assertThat(table.refused(source)).hasSize(1);
    assertThat(fates(snapshots.some(source, List.of(staying(people.get(0)))))).isEmpty();
    assertThat(table.refused(source)).isEmpty();
  }

  @Test
  void hiresNobodyWhoBeganBeforeTheFirstReadingWheneverTheyAreUnderstood() {
    var people = new ArrayList<>(company(4));
    var odd = with(people.get(0), "managerId", "Doe, Jane (7)");
    people.set(0, odd);
    snapshots.all(source, people);
    people.set(0, with(odd, "managerId", "D7"));
    people.add(person("LATE-1", today.minusDays(1)));
    people.add(person("LATE-2", today));
    var second = snapshots.all(source, people);
    assertThat(second.adopted()).isEqualTo(2);
    assertThat(casesOf(people))
        .hasSize(1)
        .containsEntry("onboarding", List.of(people.get(5).employee().value()));
    assertThat(workforce.find(odd.employee())).isPresent();
  }

  @Test
  void takesRecordsThatSayTheSameForOne() {
    var people = new ArrayList<>(company(3));
    people.add(people.get(1));
    var first = snapshots.all(source, people);
    assertThat(first.people()).isEqualTo(3);
    assertThat(first.refused()).isZero();

    var sales = with(people.get(1), "department", "Sales");
    var ended = as(leaving(people.get(1), today.minusDays(1)), Status.ENDED);
    var alsoEnded = as(leaving(sales, today.minusDays(2)), Status.ENDED);
    var both = List.of(people.get(0), ended, alsoEnded, people.get(2));
    assertThat(snapshots.all(source, both).events()).isEqualTo(1);
    assertThat(casesOf(people)).containsOnlyKeys("offboarding");
  }

  @Test
  void asksAboutRecordsOfOneNumberThatContradictEachOther() {
    var people = new ArrayList<>(company(3));
    snapshots.all(source, people);
    var ended = as(leaving(people.get(1), today.minusDays(1)), Status.ENDED);
    for (var other : List.of(people.get(1), with(ended, "givenName", "Ada"))) {
      var reading = snapshots.all(source, List.of(people.get(0), ended, other, people.get(2)));
      assertThat(reading.events()).as("%s", other).isZero();
      assertThat(reading.refused()).isEqualTo(1);
    }
    assertThat(casesOf(people)).isEmpty();
  }

  @Test
  void takesANumberThatLostItsZerosForNobodyNew() {
    var zeros = UUID.randomUUID().toString().replaceAll("\\D", "").substring(0, 6);
    var people = new ArrayList<WorkerSnapshot>();
    for (int person = 1; person <= 5; person++) {
      people.add(employed("00" + person + zeros, LocalDate.of(2020, 1, 1), clock.instant()));
    }
    snapshots.all(source, people);
    var lost = new ArrayList<>(people);
    lost.set(0, employed("1" + zeros, LocalDate.of(2020, 1, 1), clock.instant()));
    lost.add(employed("7" + zeros, today.plusDays(3), clock.instant()));

    var reading = snapshots.all(source, lost);

    assertThat(reading.missing()).isZero();
    assertThat(reading.refused()).isEqualTo(1);
    assertThat(casesOf(lost)).containsOnlyKeys("onboarding");
    assertThat(table.refused(source))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.employee()).isEqualTo("001" + zeros);
              assertThat(it.why()).contains("leave 001" + zeros + " as it is");
            });
    lost.set(0, people.get(0));
    snapshots.all(source, lost);
    assertThat(table.refused(source)).isEmpty();
  }

  @Test
  void holdsAReadingInWhichMostNumbersLostTheirZeros() {
    var people = new ArrayList<WorkerSnapshot>();
    var lost = new ArrayList<WorkerSnapshot>();
    for (int person = 101; person <= 106; person++) {
      people.add(employed("00" + person, LocalDate.of(2020, 1, 1), clock.instant()));
      lost.add(employed("" + person, LocalDate.of(2020, 1, 1), clock.instant()));
    }
    snapshots.all(source, people);
    assertThat(snapshots.all(source, lost).held()).contains("drops leading zeros");
  }

  @Test
  void countsNobodyAsMissingWhileARecordIsNobodys() {
    var people = new ArrayList<>(company(20));
    snapshots.all(source, people);
    for (int day = 0; day < 4; day++) {
      clock.set(clock.instant().plus(Duration.ofDays(1)));
      snapshots.all(source, people.subList(1, 20), 1);
    }
    assertThat(inbox.newest(Fate.REFUSED, people.get(0).employee(), null, 5)).isEmpty();
    for (int day = 0; day < 4; day++) {
      clock.set(clock.instant().plus(Duration.ofDays(1)));
      snapshots.all(source, people.subList(1, 20));
    }
    assertThat(inbox.newest(Fate.REFUSED, people.get(0).employee(), null, 5)).hasSize(1);
  }

  @Test
  void takesInALeavingMovedAndTakenBackAsTheSourceSaysIt() {
    var people = company(1);
    snapshots.all(source, people);
    var grace = people.get(0);

    var leaver = leaving(grace, today.plusDays(30));
    assertThat(fates(snapshots.some(source, List.of(leaver)))).containsExactly(Fate.STARTED);
    var sooner = leaving(leaver, today.plusDays(3));
    assertThat(fates(snapshots.some(source, List.of(sooner)))).containsExactly(Fate.JOINED);
    assertThat(fates(snapshots.some(source, List.of(sooner)))).isEmpty();
    assertThat(fates(snapshots.some(source, List.of(staying(sooner)))))
        .containsExactly(Fate.JOINED);
  }

  @Test
  void callsOffAPlannedChangeThatTheSourceNoLongerShows() {
    var grace = company(1).get(0);
    snapshots.all(source, List.of(grace));
    var plan = new Planned(today.plusDays(9), Map.of("department", "Sales"));
    var planned = planning(grace, plan);
    assertThat(fates(snapshots.some(source, List.of(planned)))).containsExactly(Fate.STARTED);

    assertThat(fates(snapshots.some(source, List.of(planning(planned)))))
        .containsExactly(Fate.JOINED);

    clock.set(clock.instant().plus(Duration.ofDays(10)));
    assertThat(workforce.find(grace.employee()).orElseThrow().department())
        .isEqualTo("Engineering");
  }

  @Test
  void holdsAReadingThatWasCutShortAndTerminatesNobody() {
    var people = company(100);
    snapshots.all(source, people);
    var cut = snapshots.all(source, people.subList(0, 30));

    assertThat(cut.held()).contains("It has 30 people, the last reading had 100");
    assertThat(casesOf(people)).isEmpty();
    assertThat(readings.held(source))
        .singleElement()
        .satisfies(held -> assertThat(held.plan()).hasSize(70));
    assertThat(snapshots.all(source, people.subList(0, 30)).number())
        .as("the same again is not another question")
        .isEqualTo(cut.number());
    assertThat(snapshots.all(source, people).held()).isNull();
    assertThat(readings.held(source)).as("overtaken").isEmpty();
  }

  @Test
  void holdsManyLeaversInOneReadingAndInManySmallOnes() {
    var people = company(100);
    snapshots.all(source, people);
    var gone = people.stream().map(person -> as(person, Status.ENDED)).toList();
    assertThat(snapshots.all(source, both(gone.subList(0, 6), people.subList(6, 100))).held())
        .contains("6 of 100 people leave");

    for (int i = 0; i < 5; i++) {
      assertThat(snapshots.some(source, List.of(gone.get(i)))).hasSize(1);
    }
    assertThat(snapshots.some(source, List.of(gone.get(5)))).isEmpty();
    assertThat(readings.held(source))
        .anySatisfy(held -> assertThat(held.why()).contains("5 more in the last day"));
  }

  @Test
  void holdsManyCalledOffHiresAndManyWhoStayAfterAll() {
    var people = company(100);
    snapshots.all(source, people);
    var calledOff = people.stream().map(person -> as(person, Status.CALLED_OFF)).toList();
    assertThat(snapshots.all(source, both(calledOff.subList(0, 6), people.subList(6, 100))).held())
        .contains("6 of 100 people leave");
    assertThat(casesOf(people)).isEmpty();

    var gone = people.stream().map(person -> as(person, Status.ENDED)).toList();
    for (int from = 0; from < 6; from += 3) {
      var some = gone.subList(from, from + 3);
      assertThat(snapshots.some(source, some)).hasSize(3);
      clock.advance(Duration.ofHours(25));
    }
    var back = gone.stream().map(person -> as(person, Status.EMPLOYED)).toList();
    assertThat(snapshots.all(source, back).held())
        .contains("6 people who have left, or were to leave, stay");
    assertThat(snapshots.some(source, back.subList(0, 6))).isEmpty();
    assertThat(snapshots.some(source, back.subList(0, 5))).isNotEmpty();
  }

  @Test
  void holdsAReadingWithManyMorePeopleThanTheOneBefore() {
    var people = company(100);
    snapshots.all(source, people.subList(0, 70));
    assertThat(snapshots.all(source, people).held())
        .contains("30 people are new, to 70 known ones");
    assertThat(snapshots.all(source, people.subList(0, 84)).held()).isNull();
  }

  @Test
  void doesWhatIsHeldOnceAnOperatorHasLookedAndOnlyOnce() {
    var people = company(100);
    snapshots.all(source, people);
    var gone = people.stream().map(person -> as(person, Status.ENDED)).toList();
    var held = snapshots.all(source, both(gone.subList(0, 20), people.subList(20, 100)));

    assertThat(snapshots.letThrough(held.number(), "olivia")).hasSize(20);

    assertThat(casesOf(people).get("offboarding")).hasSize(20);
    assertThatThrownBy(() -> snapshots.letThrough(held.number(), "olivia"))
        .hasMessageContaining("not held");
  }

  @Test
  void showsOfAHeldReadingThatItWasLetThroughAndByWhom() {
    var people = company(100);
    snapshots.all(source, people);
    var held = snapshots.all(source, people.subList(0, 40));
    var event = "reading-" + held.number();
    assertThat(inbox.find(source, event).orElseThrow().fate()).isEqualTo(Fate.REFUSED);

    snapshots.letThrough(held.number(), "olivia");

    var receipt = inbox.find(source, event).orElseThrow();
    assertThat(receipt.fate()).isEqualTo(Fate.NOTED);
    assertThat(receipt.reason()).contains("let through").doesNotContain("Nothing of");
    assertThat(receipt.replayedBy()).isEqualTo("olivia");
    assertThat(receipt.replayedAt()).isEqualTo(clock.instant());
  }

  @Test
  void doesNothingAboutTwoRecordsOfOneNumberInAReadingThatIsLetThrough() {
    var people = company(100);
    snapshots.all(source, people);
    var grace = people.get(99);
    var gone = people.stream().map(person -> as(person, Status.ENDED)).toList();
    var reading = new ArrayList<>(both(gone.subList(0, 20), people.subList(20, 100)));
    reading.add(
        new WorkerSnapshot(
            grace.employee(),
            "another record",
            Status.ENDED,
            grace.facts(),
            null,
            List.of(),
            clock.instant()));
    var held = snapshots.all(source, reading);

    assertThat(snapshots.letThrough(held.number(), "olivia")).hasSize(20);
    assertThat(casesOf(people).get("offboarding")).doesNotContain(grace.employee().value());
  }

  @Test
  void asksAboutSomebodyWhoIsMissingFromTwoReadingsAndTwoDaysAndNotBefore() {
    var people = company(10);
    snapshots.all(source, people);
    var without = people.subList(1, 10);
    var missing = people.get(0).employee();

    assertThat(snapshots.all(source, without).missing()).isEqualTo(1);
    assertThat(refusedOf(missing)).isEmpty();
    clock.set(clock.instant().plus(Duration.ofHours(49)));
    snapshots.all(source, without);
    snapshots.all(source, without);

    assertThat(refusedOf(missing))
        .singleElement()
        .satisfies(
            receipt -> assertThat(receipt.reason()).contains("has not been in the source for 2"));
    assertThat(casesOf(people)).isEmpty();
  }

  @Test
  void doesNothingAboutTwoRecordsThatClaimOneNumber() {
    var people = company(5);
    snapshots.all(source, people);
    var grace = people.get(0);
    var rival =
        new WorkerSnapshot(
            grace.employee(),
            "another record",
            Status.ENDED,
            grace.facts(),
            null,
            List.of(),
            clock.instant());
    var both = new ArrayList<>(people);
    both.add(rival);
    snapshots.all(source, both);

    assertThat(casesOf(people)).isEmpty();
    assertThat(refusedOf(grace.employee()))
        .singleElement()
        .satisfies(receipt -> assertThat(receipt.reason()).contains("Two records"));
  }

  @Test
  void keepsARecordThatCannotBeReadAndTakesItInOnceItIsCorrected() {
    snapshots.all(source, company(1));
    var nameless = with(person("N" + source, today), "workEmail", null);
    assertThat(fates(snapshots.some(source, List.of(nameless)))).containsExactly(Fate.REFUSED);
    assertThat(fates(snapshots.some(source, List.of(nameless)))).containsExactly(Fate.REFUSED);
    assertThat(refusedOf(nameless.employee())).as("one question").hasSize(1);

    assertThat(
            fates(
                snapshots.some(source, List.of(with(nameless, "workEmail", "grace@example.com")))))
        .containsExactly(Fate.STARTED);
  }

  @Test
  void leavesAnOlderSnapshotThatComesLate() {
    var grace = company(1).get(0);
    snapshots.all(source, List.of(grace));
    var leaver = leaving(grace, today.plusDays(30));
    var late = with(grace, "department", "Sales");
    clock.advance(Duration.ofMinutes(1));
    snapshots.some(source, List.of(leaving(leaver, today.plusDays(31))));

    assertThat(snapshots.some(source, List.of(late))).isEmpty();
  }

  @Test
  void hearsWhatComesAfterAWordFromAClockThatIsAhead() {
    var grace = company(1).get(0);
    snapshots.all(source, List.of(grace));
    var moved = with(grace, "department", "Sales");
    var ahead =
        new WorkerSnapshot(
            moved.employee(),
            moved.record(),
            moved.status(),
            moved.facts(),
            null,
            List.of(),
            clock.instant().plus(Duration.ofDays(90)));
    assertThat(snapshots.some(source, List.of(ahead))).hasSize(1);
    clock.advance(Duration.ofMinutes(1));

    var later = employed(grace.employee().value(), LocalDate.of(2020, 1, 1), clock.instant());
    assertThat(snapshots.some(source, List.of(as(later, Status.ENDED)))).hasSize(1);
  }

  @Test
  void saysWhatAReadingWouldDoAndDoesNothing() {
    var people = company(10);
    snapshots.all(source, people);
    var next = new ArrayList<>(people.subList(1, 10));
    next.set(0, with(next.get(0), "department", "Sales"));

    assertThat(snapshots.wouldDo(source, next, true))
        .containsExactlyInAnyOrder(
            people.get(0).employee() + ": missing",
            next.get(0).employee() + ": worker.changed (department)");
    assertThat(casesOf(people)).isEmpty();
    assertThat(snapshots.all(source, next).events()).isEqualTo(1);
  }

  private List<WorkerSnapshot> company(int people) {
    return IntStream.range(0, people)
        .mapToObj(number -> person("S%04d".formatted(number), LocalDate.of(2020, 1, 1)))
        .toList();
  }

  private WorkerSnapshot person(String number, LocalDate since) {
    return employed(source + "-" + number, since, clock.instant());
  }

  @Test
  void offboardsNobodyWhoseNumberStandsInTheRowOfALeaver() {
    var people = new ArrayList<>(company(40));
    var ada = named(people.get(3), "Ada", "Lovelace");
    var alan = named(people.get(4), "Alan", "Turing");
    people.set(3, ada);
    people.set(4, alan);
    snapshots.all(source, people);
    people.set(3, leaving(withIdentityOf(ada, alan), today.minusDays(1)));
    people.set(4, withIdentityOf(alan, ada));
    var swapped = snapshots.all(source, people);
    assertThat(swapped.events()).isZero();
    assertThat(swapped.refused()).isEqualTo(2);
    assertThat(casesOf(people)).isEmpty();
    assertThat(refusedOf(ada.employee()))
        .singleElement()
        .satisfies(asked -> assertThat(asked.reason()).contains(alan.employee().value()));
    assertThat(snapshots.all(source, people).events()).as("read again").isZero();

    people.set(3, leaving(ada, today.minusDays(1)));
    people.set(4, alan);
    people.replaceAll(SnapshotsTests::later);
    assertThat(snapshots.all(source, people).refused()).as("corrected").isZero();
    assertThat(casesOf(people).get("offboarding")).containsExactly(ada.employee().value());
  }

  @Test
  void seesSwappedNumbersBeforeAnybodyLeavesAndInPartsOfASourceToo() {
    var people = new ArrayList<>(company(40));
    people.set(3, named(people.get(3), "Anna", "Lovelace"));
    people.set(4, named(people.get(4), "Anna", "Turing"));
    snapshots.all(source, people);
    var one = withIdentityOf(people.get(3), people.get(4));
    var other = withIdentityOf(people.get(4), people.get(3));
    assertThat(snapshots.some(source, List.of(one, leaving(other, today)))).isEmpty();
    assertThat(refusedOf(one.employee())).hasSize(1);
    assertThat(refusedOf(other.employee())).hasSize(1);
    assertThat(casesOf(people)).isEmpty();
    assertThat(snapshots.wouldDo(source, List.of(one, other), false))
        .contains(
            "%s: nothing, as it bears the work address of %s"
                .formatted(one.employee(), other.employee()));
  }

  @Test
  void asksAboutARecordThatNamesSomebodyTheSourceNeverKnew() {
    var people = new ArrayList<>(company(40));
    snapshots.all(source, people);
    var stranger =
        with(named(people.get(3), "Alan", "Turing"), "workEmail", "alan.turing@example.com");
    people.set(3, leaving(stranger, today.minusDays(1)));
    assertThat(snapshots.all(source, people).events()).isZero();
    assertThat(refusedOf(stranger.employee()))
        .singleElement()
        .satisfies(asked -> assertThat(asked.reason()).contains("names somebody else"));
    people.set(3, later(stranger));
    assertThat(snapshots.all(source, people).events()).as("the name by itself").isEqualTo(1);
    people.set(3, later(later(leaving(stranger, today.minusDays(1)))));
    assertThat(snapshots.all(source, people).events()).as("the end after it").isEqualTo(1);
    assertThat(casesOf(people).get("offboarding")).contains(stranger.employee().value());
  }

  @Test
  void takesAnAddressForPassedOnWhereItsPersonHasAnotherOrHasLeft() {
    var people = new ArrayList<>(company(40));
    people.set(4, named(as(people.get(4), Status.ENDED), "Alan", "Turing"));
    snapshots.all(source, people);
    var address = people.get(4).facts().get("workEmail");
    people.set(3, with(people.get(3), "workEmail", address));
    assertThat(snapshots.all(source, people).events()).as("left behind").isEqualTo(1);

    var own = people.get(5).facts().get("workEmail");
    people.set(5, with(people.get(5), "workEmail", "alan.second@example.com"));
    people.set(6, with(people.get(6), "workEmail", own));
    assertThat(snapshots.all(source, people).events()).as("given up").isEqualTo(1);
    assertThat(snapshots.all(source, people).events()).as("then taken").isEqualTo(1);
  }

  @Test
  void holdsAReadingWhoseNumbersWereSortedByThemselves() {
    var people = new ArrayList<>(company(40));
    snapshots.all(source, people);
    var most = (int) SourcesProperties.Guards.usual().mostLeavers(40);
    assertThat(snapshots.some(source, shifted(people, most))).isEmpty();
    assertThat(readings.held(source)).as("as many as may leave").isEmpty();
    assertThat(snapshots.some(source, shifted(people, most + 1))).isEmpty();
    assertThat(readings.held(source))
        .singleElement()
        .satisfies(held -> assertThat(held.why()).contains("sorted by itself"));
    assertThat(casesOf(people)).isEmpty();
  }

  /** The first of them, each number in the row of the next. */
  private static List<WorkerSnapshot> shifted(List<WorkerSnapshot> people, int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> withIdentityOf(people.get(i), people.get((i + 1) % many)))
        .toList();
  }

  private static WorkerSnapshot named(WorkerSnapshot person, String given, String family) {
    return with(with(person, "givenName", given), "familyName", family);
  }

  private static WorkerSnapshot later(WorkerSnapshot person) {
    return with(person, "title", person.facts().get("title"));
  }

  /** The record of this number, with all else from another row. */
  private static WorkerSnapshot withIdentityOf(WorkerSnapshot number, WorkerSnapshot other) {
    var mixed = number;
    for (var field : List.of("givenName", "familyName", "workEmail")) {
      mixed = with(mixed, field, other.facts().get(field));
    }
    return mixed;
  }

  private static void change(
      List<WorkerSnapshot> people, int from, int to, UnaryOperator<WorkerSnapshot> change) {
    for (int i = from; i < to; i++) {
      people.set(i, change.apply(people.get(i)));
    }
  }

  private static List<String> numbers(List<WorkerSnapshot> people, int from, int to) {
    return people.subList(from, to).stream().map(person -> person.employee().value()).toList();
  }

  private static List<String> join(List<String> some, List<String> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static List<WorkerSnapshot> both(List<WorkerSnapshot> some, List<WorkerSnapshot> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static List<Fate> fates(List<Receipt> receipts) {
    return receipts.stream().map(Receipt::fate).toList();
  }

  private List<Receipt> refusedOf(EmployeeId employee) {
    return inbox.newest(Fate.REFUSED, null, 500).stream()
        .filter(receipt -> employee.value().equals(receipt.employee()))
        .filter(receipt -> receipt.source().equals(source))
        .toList();
  }

  /** The people about whom cases run, by process. */
  private Map<String, List<String>> casesOf(List<WorkerSnapshot> people) {
    var ours = people.stream().map(person -> person.employee().value()).toList();
    var cases = new TreeMap<String, List<String>>();
    for (var process : List.of("onboarding", "transfer", "offboarding")) {
      var about =
          engine
              .createVariableInstanceQuery()
              .variableName("employee")
              .processInstanceIdIn(
                  engine.createProcessInstanceQuery().processDefinitionKey(process).list().stream()
                      .map(running -> running.getId())
                      .toArray(String[]::new))
              .list()
              .stream()
              .map(variable -> String.valueOf(variable.getValue()))
              .filter(ours::contains)
              .distinct()
              .toList();
      if (!about.isEmpty()) {
        cases.put(process, about);
      }
    }
    return cases;
  }
}
