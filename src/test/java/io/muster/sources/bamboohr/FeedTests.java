package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.muster.intake.FeedLock;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.sources.bamboohr.Feed.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTests {
  private SimulatedBambooHr bamboo = new SimulatedBambooHr();

  @AfterEach
  void close() {
    bamboo.close();
  }

  @Test
  void readsEverybodyAtTheFirstPollAndOnlyWhoHasChangedAfterwards() {
    var ada = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.hire("E-2", bamboo.today().plusDays(9));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.whole.get(0))).containsExactlyInAnyOrder("E-1", "E-2");
    assertThat(bamboo.taken.some).isEmpty();

    laterAndQuiet(Duration.ofMinutes(30));
    bamboo.company.change(ada, "lastName", "Lovelace");
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
    assertThat(bamboo.taken.some.get(0).facts()).containsEntry("familyName", "Lovelace");
    assertThat(bamboo.taken.whole).hasSize(1);
    assertThat(bamboo.taken.heard).isEqualTo(4);
    assertThat(bamboo.taken.failures).isEmpty();
  }

  @Test
  void readsAPersonInAListAndAloneAsTheSame() {
    var ada = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.company.terminate(ada, bamboo.today().plusDays(5), "Death");
    bamboo.company.move(ada, bamboo.today().plusDays(2), Map.of("department", "Sales"));
    bamboo.hire("E-2", bamboo.today().plusDays(9));
    var gone = bamboo.hire("E-3", bamboo.today().minusYears(2));
    bamboo.company.terminate(gone, bamboo.today().minusDays(3), "Other");
    var away = bamboo.hire("E-4", bamboo.today().minusYears(2));
    bamboo.company.setEmployment(away, bamboo.today(), "on leave");
    bamboo.feed().poll();
    for (var person : bamboo.taken.whole.get(0)) {
      assertThat(bamboo.read(person.record())).isEqualTo(person);
    }
    assertThat(bamboo.taken.whole.get(0))
        .extracting(WorkerSnapshot::status)
        .containsExactlyInAnyOrder(Status.EMPLOYED, Status.EMPLOYED, Status.ENDED, Status.ON_LEAVE);
  }

  @Test
  void asksFromBambooHrsOwnLastChangeMinusTheOverlapWhateverOurClockSays() {
    var ada = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.feed().poll();
    bamboo.clock.advance(Duration.ofHours(2));
    bamboo.company.change(ada, "lastName", "Lovelace");
    bamboo.clock.advance(Duration.ofHours(1));
    bamboo.feed().poll();
    bamboo.feed().poll();
    assertThat(sinces()).endsWith("2026-03-02T08:50:00Z", "2026-03-02T10:50:00Z");
  }

  @Test
  void readsNobodyAThirdTimeWhomTheOverlapShowsOnceMore() {
    bamboo.hire("E-1", bamboo.today());
    bamboo.feed().poll();
    bamboo.feed().poll();
    bamboo.clock.advance(Duration.ofMinutes(5));
    bamboo.feed().poll();
    int before = bamboo.readings().size();
    assertThat(before).isEqualTo(2);
    bamboo.clock.advance(Duration.ofMinutes(4));
    bamboo.feed().poll();
    bamboo.feed().poll();
    assertThat(bamboo.readings()).hasSize(before);
  }

  @Test
  void missesNoSecondChangeInTheSecondOfTheFirst() {
    var ada = bamboo.hire("E-1", bamboo.today());
    bamboo.feed().poll();
    bamboo.clock.advance(Duration.ofHours(1));
    bamboo.company.change(ada, "lastName", "B");
    bamboo.feed().poll();
    bamboo.company.change(ada, "lastName", "C");
    bamboo.clock.advance(Duration.ofMinutes(5));
    bamboo.feed().poll();
    assertThat(bamboo.taken.some.get(bamboo.taken.some.size() - 1).facts())
        .containsEntry("familyName", "C");
  }

  @Test
  void goesOnlyAsFarAsEverybodyWasReadAndTakesInWhatWasRead() {
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.hire("E-1", bamboo.today());
    bamboo.clock.advance(Duration.ofMinutes(1));
    var second = bamboo.hire("E-2", bamboo.today());
    bamboo.company.faults().next(1, "GET", "/employees/" + second + "$").answer(502);

    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
    assertThat(bamboo.taken.failures).singleElement().asString().contains("502");
    var asked = last(sinces());

    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(last(sinces())).as("from the same place").isEqualTo(asked);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1", "E-2");
  }

  @Test
  void losesNothingWhenItCannotBeKept() {
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.hire("E-1", bamboo.today());
    bamboo.taken.databaseGone = true;
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.taken.failures).singleElement().asString().contains("read again");
    bamboo.taken.databaseGone = false;
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void comesBackWhenItIsToldToAndNotBefore(int status) {
    bamboo.feed().poll();
    bamboo.company.faults().next(1, "GET", "/changed").answer(status, Map.of("Retry-After", "90"));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.taken.failures).singleElement().asString().contains("2026-03-02T09:01:30Z");
    int calls = bamboo.company.journal().calls().size();

    bamboo.clock.advance(Duration.ofSeconds(89));
    bamboo.feed().ring(Set.of("1"));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.LATER);
    assertThat(bamboo.feed().answerRings()).isEqualTo(Turn.LATER);
    assertThat(bamboo.company.journal().calls()).as("not one call").hasSize(calls);

    bamboo.clock.advance(Duration.ofSeconds(1));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
  }

  @Test
  void getsThroughALongListAtTheSpeedItIsAllowed() {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY).throttling(10, 429, 20), Map.of());
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    for (int person = 0; person < 12; person++) {
      bamboo.hire("E-" + person, bamboo.today());
      bamboo.clock.advance(Duration.ofSeconds(1));
    }
    int turns = 0;
    while (bamboo.feed().poll() != Turn.DONE && turns < 60) {
      bamboo.clock.advance(Duration.ofSeconds(20));
      turns++;
    }
    assertThat(turns).isBetween(3, 30);
    assertThat(numbers(bamboo.taken.some))
        .as("everybody")
        .hasSizeGreaterThan(11)
        .contains("E-0", "E-11");
  }

  @Test
  void takesADeletedRecordForDeletedAndNotForALeaver() {
    var ada = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.company.delete(ada);
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(bamboo.taken.some)
        .singleElement()
        .satisfies(
            person -> {
              assertThat(person.employee().value()).isEqualTo("E-1");
              assertThat(person.status()).isEqualTo(Status.DELETED);
              assertThat(person.leaving()).isNull();
              assertThat(person.enteredAt()).isEqualTo(bamboo.clock.instant());
            });
  }

  @Test
  void putsARecordWithoutANumberAsideAndGoesOn() {
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    var nobody =
        bamboo.company.create(
            Map.of("firstName", "No", "lastName", "Number", "hireDate", "2026-03-02"));
    bamboo.hire("E-1", bamboo.today());
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
    assertThat(bamboo.taken.refused.values())
        .singleElement()
        .asString()
        .contains("Record " + nobody, "no employee number", "columns.employeeId")
        .doesNotContain("Number,", "No ");

    bamboo.clock.advance(Duration.ofMinutes(1));
    bamboo.company.change(nobody, "employeeNumber", "E-2");
    bamboo.feed().poll();
    assertThat(numbers(bamboo.taken.some)).contains("E-2");
  }

  @Test
  void putsARecordAsideThatSaysItIsSomebodyElsesNow() {
    var ada = bamboo.hire("E-1", bamboo.today());
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.company.change(ada, "employeeNumber", "E-9");
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(bamboo.taken.some).isEmpty();
    assertThat(bamboo.taken.refused.values())
        .singleElement()
        .asString()
        .contains("was the record of E-1 and now says E-9");
  }

  @Test
  void takesHiddenRowsForHiddenAndNotForATerminationTakenBack() {
    bamboo.close();
    for (var hidden :
        List.of(
            new BambooHrOptions.User(
                "r", SimulatedBambooHr.KEY, Set.of(), Set.of("employmentStatus")),
            new BambooHrOptions.User("r", SimulatedBambooHr.KEY, Set.of(), Set.of("jobInfo")),
            new BambooHrOptions.User("r", SimulatedBambooHr.KEY, Set.of("date"), Set.of()),
            new BambooHrOptions.User(
                "r", SimulatedBambooHr.KEY, Set.of("employmentStatus"), Set.of()))) {
      bamboo = new SimulatedBambooHr(new BambooHrOptions("acme", "another").user(hidden), Map.of());
      var ada = bamboo.hire("E-1", bamboo.today().minusYears(1));
      bamboo.company.terminate(ada, bamboo.today().plusDays(3), "Other");
      assertThat(bamboo.feed().poll()).as("a whole reading").isEqualTo(Turn.FAILED);
      bamboo.feed().ring(Set.of(ada));
      assertThat(bamboo.feed().answerRings()).as("a single one").isEqualTo(Turn.FAILED);
      assertThat(bamboo.taken.whole).isEmpty();
      assertThat(bamboo.taken.some).isEmpty();
      assertThat(bamboo.taken.failures)
          .hasSize(2)
          .allSatisfy(failure -> assertThat(failure).contains("does not show us", "access level"));
      bamboo.close();
    }
  }

  @Test
  void saysWhatToDoWhenTheKeyIsNoLongerOneOrItsOwnerIsGone() {
    bamboo.feed().poll();
    bamboo.company.disable("administrator");
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    bamboo.company.revoke(SimulatedBambooHr.KEY);
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.taken.failures.get(0)).contains("User is disabled", "owner is enabled");
    assertThat(bamboo.taken.failures.get(1)).contains("api-key").contains(bamboo.name);
    assertThat(bamboo.taken.failures).noneMatch(failure -> failure.contains("the-api-key"));
  }

  @Test
  void readsEverybodyOnceADay() {
    bamboo.feed().poll();
    bamboo.clock.set(Instant.parse("2026-03-03T01:59:00Z"));
    bamboo.feed().poll();
    assertThat(bamboo.taken.whole).hasSize(1);
    bamboo.clock.set(Instant.parse("2026-03-03T02:01:00Z"));
    bamboo.feed().poll();
    bamboo.feed().poll();
    assertThat(bamboo.taken.whole).hasSize(2);
    bamboo.clock.set(Instant.parse("2026-03-06T12:00:00Z"));
    bamboo.feed().poll();
    assertThat(bamboo.taken.whole).hasSize(3);
  }

  @Test
  void readsAWorkforceOfManyPages() {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY), Map.of("page-size", "7"));
    for (int person = 0; person < 50; person++) {
      bamboo.hire("E-" + person, bamboo.today().minusDays(person));
    }
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.whole.get(0))).hasSize(50).doesNotHaveDuplicates();
    assertThat(bamboo.company.journal().calls("POST", "/datasets/")).hasSize(8);
    assertThat(bamboo.company.journal().calls("GET", "/employees/all/tables")).hasSize(2);
  }

  @Test
  void isOneNodesAtATime() throws Exception {
    var lock = new FeedLock(SimulatedBambooHr.database(), "bamboohr/" + bamboo.name);
    bamboo.feed().ring(Set.of("1"));
    assertThat(lock.whileHeld(() -> List.of(bamboo.feed().poll(), bamboo.feed().answerRings())))
        .contains(List.of(Turn.LATER, Turn.LATER));
    assertThat(bamboo.company.journal().calls()).isEmpty();
    assertThat(bamboo.feed().isRung()).as("and will be answered").isTrue();
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
  }

  @Test
  void goesOnWhereAnotherNodeStopped() {
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.hire("E-1", bamboo.today());
    assertThat(bamboo.node(Map.of()).feed().poll()).isEqualTo(Turn.DONE);
    assertThat(bamboo.taken.whole).hasSize(1);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/", "/api/gateway.php/acme", "/api/gateway.php/acme/"})
  void findsTheApiByEitherFormOfTheAddress(String path) {
    bamboo.hire("E-1", bamboo.today());
    var node = bamboo.node(Map.of("url", bamboo.company.base() + path));
    assertThat(node.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.whole.get(0))).containsExactly("E-1");
  }

  @Test
  void readsAListOfNobodyInEitherForm() {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY).emptyChangesAsArray(), Map.of());
    bamboo.feed().poll();
    bamboo.clock.advance(Duration.ofHours(1));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(bamboo.taken.failures).isEmpty();
  }

  @Test
  void readsWhoIsRungForOnceHoweverOftenTheBellWent() {
    var ada = bamboo.hire("E-1", bamboo.today());
    bamboo.feed().poll();
    bamboo.feed().ring(Set.of(ada));
    bamboo.feed().ring(Set.of(ada));
    assertThat(bamboo.feed().answerRings()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
    assertThat(bamboo.feed().isRung()).isFalse();
    assertThat(bamboo.feed().answerRings()).isEqualTo(Turn.DONE);
    assertThat(bamboo.taken.some).hasSize(1);
  }

  @Test
  void looksWhoHasChangedWhenTheBellDoesNotSayWhoOrSaysWhoIsGone() {
    var ada = bamboo.hire("E-1", bamboo.today());
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.company.delete(ada);
    bamboo.feed().ring(Set.of(ada));
    bamboo.feed().answerRings();
    assertThat(bamboo.feed().isRung()).isTrue();
    bamboo.feed().answerRings();
    assertThat(bamboo.taken.some)
        .extracting(WorkerSnapshot::status)
        .containsExactly(Status.DELETED);
    assertThat(bamboo.feed().isRung()).isFalse();
  }

  @Test
  void keepsAnUnansweredBellForTheNextTurn() {
    var ada = bamboo.hire("E-1", bamboo.today());
    bamboo.feed().poll();
    bamboo.company.faults().next(1, "GET", "/employees/" + ada + "$").answer(500);
    bamboo.feed().ring(Set.of(ada));
    assertThat(bamboo.feed().answerRings()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.feed().isRung()).isTrue();
    assertThat(bamboo.feed().answerRings()).isEqualTo(Turn.DONE);
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
  }

  @Test
  void takesATurnOnlyWhenThereIsSomethingToDo() {
    var ada = bamboo.hire("E-1", bamboo.today());
    var calls = bamboo.company.journal();
    bamboo.feed().beat();
    assertThat(bamboo.taken.whole).as("the first beat polls").hasSize(1);
    int after = calls.calls().size();
    for (int second = 0; second < 299; second++) {
      bamboo.clock.advance(Duration.ofSeconds(1));
      bamboo.feed().beat();
    }
    assertThat(calls.calls()).as("no call without a reason").hasSize(after);

    bamboo.feed().ring(Set.of(ada));
    bamboo.feed().beat();
    assertThat(numbers(bamboo.taken.some)).containsExactly("E-1");
    bamboo.clock.advance(Duration.ofSeconds(1));
    bamboo.company.faults().next(1, "GET", "/changed").answer(500);
    bamboo.feed().beat();
    bamboo.feed().ring(Set.of(ada));
    bamboo.clock.advance(Duration.ofSeconds(29));
    bamboo.feed().beat();
    assertThat(bamboo.feed().isRung()).as("a failure is given time to pass").isTrue();
    bamboo.clock.advance(Duration.ofSeconds(1));
    bamboo.feed().beat();
    assertThat(bamboo.feed().isRung()).isFalse();
  }

  @Test
  void findsAFutureTerminationWithoutAnyWebhookTheMomentItIsEntered() {
    var ada = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.feed().poll();
    laterAndQuiet(Duration.ofHours(1));
    bamboo.company.terminate(ada, bamboo.today().plusDays(30), "Voluntary");
    bamboo.feed().poll();
    assertThat(bamboo.taken.some)
        .extracting(WorkerSnapshot::leaving)
        .extracting(Leaving::lastDay, Leaving::reason, Leaving::immediate)
        .containsExactly(tuple(bamboo.today().plusDays(30), Reason.VOLUNTARY, false));
  }

  /** So that what was read first is not read again. */
  private void laterAndQuiet(Duration by) {
    bamboo.clock.advance(by);
    bamboo.feed().poll();
    bamboo.clock.advance(Duration.ofMinutes(1));
    bamboo.feed().poll();
    bamboo.taken.some.clear();
  }

  private List<String> sinces() {
    return bamboo.company.journal().calls("GET", "/employees/changed$").stream()
        .map(entry -> entry.call().parameter("since").orElse(""))
        .toList();
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }

  private static List<String> numbers(List<WorkerSnapshot> people) {
    return people.stream().map(person -> person.employee().value()).toList();
  }
}
