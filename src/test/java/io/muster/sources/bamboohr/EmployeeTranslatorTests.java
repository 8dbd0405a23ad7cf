package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What BambooHR's words come to, read from a played company. */
class EmployeeTranslatorTests {
  private static final String VOLUNTARY = "Resignation (Voluntary)";
  private static final String INVOLUNTARY = "Termination (Involuntary)";

  private SimulatedBambooHr bamboo = new SimulatedBambooHr();

  @AfterEach
  void close() {
    bamboo.close();
  }

  @Test
  void aHireOfTodayIsEmployedAndKnownByTheNumber() {
    var grace = bamboo.read(bamboo.hire("E-007", bamboo.today()));
    assertThat(grace.status()).isEqualTo(Status.EMPLOYED);
    assertThat(grace.employee()).isEqualTo(new EmployeeId("E-007"));
    assertThat(grace.leaving()).isNull();
    assertThat(grace.planned()).isEmpty();
    assertThat(grace.enteredAt()).isEqualTo(bamboo.clock.instant());
    assertThat(grace.facts())
        .containsEntry("givenName", "Grace")
        .containsEntry("familyName", "Hopper")
        .containsEntry("workEmail", "e-007@example.com")
        .containsEntry("department", "Engineering")
        .containsEntry("title", "Developer")
        .containsEntry("location", "Berlin")
        .containsEntry("timeZone", "Europe/Berlin")
        .containsEntry("startDate", "2026-03-02")
        .doesNotContainKeys("employeeId", "costCenter");
  }

  @Test
  void aFutureHireIsEmployedAlthoughInactiveWithWhatWillBeSoOnTheFirstDay() {
    var ada = bamboo.hire("E-1", bamboo.today().minusYears(3));
    var record =
        bamboo.company.hire(
            Map.of(
                "firstName",
                "Grace",
                "lastName",
                "Hopper",
                "employeeNumber",
                "E-2",
                "workEmail",
                "g@example.com"),
            bamboo.today().plusDays(30),
            Map.of(
                "department", "Engineering",
                "jobTitle", "Developer",
                "location", "Melbourne",
                "reportsTo", ada));
    var grace = bamboo.read(record);
    assertThat(grace.status()).isEqualTo(Status.EMPLOYED);
    assertThat(grace.facts())
        .containsEntry("startDate", "2026-04-01")
        .containsEntry("department", "Engineering")
        .containsEntry("managerId", "E-1")
        .containsEntry("timeZone", "Australia/Melbourne");
    assertThat(grace.planned()).as("the first day is no change").isEmpty();
    assertThat(grace.leaving()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-999999999-01-01", "+999999999-12-31"})
  void aDayWithoutOneBeforeItOrAfterItIsNone(String text) {
    assertThat(Texts.day(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Melbourne", "Honolulu"})
  void aFutureHireIsNeverTakenForALeaverWhicheverMidnightComesFirst(String location) {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY).zone(ZoneId.of("America/Denver")),
            Map.of());
    var record = bamboo.hire("E-2", LocalDate.of(2026, 3, 5), location);
    bamboo.clock.set(Instant.parse("2026-03-03T00:00:00Z"));
    for (int hour = 0; hour < 96; hour++) {
      assertThat(bamboo.read(record).status())
          .as("at " + bamboo.clock.instant())
          .isEqualTo(Status.EMPLOYED);
      bamboo.clock.advance(Duration.ofHours(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Melbourne", "Honolulu"})
  void aLeaverLeavesOnTheSameDayWhicheverMidnightComesFirst(String location) {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY).zone(ZoneId.of("America/Denver")),
            Map.of());
    var record = bamboo.hire("E-2", LocalDate.of(2025, 3, 5), location);
    bamboo.company.terminate(record, LocalDate.of(2026, 3, 5), VOLUNTARY);
    bamboo.clock.set(Instant.parse("2026-03-04T00:00:00Z"));
    for (int hour = 0; hour < 96; hour++) {
      var grace = bamboo.read(record);
      assertThat(grace.status())
          .as("at " + bamboo.clock.instant())
          .isIn(Status.EMPLOYED, Status.ENDED);
      assertThat(said(grace))
          .isEqualTo(new Leaving(LocalDate.of(2026, 3, 5), Reason.VOLUNTARY, false));
      bamboo.clock.advance(Duration.ofHours(1));
    }
  }

  @Test
  void aFutureTerminationIsSeenBeforeItsDayAndGoneWhenItIsTakenBack() {
    var record = bamboo.hire("E-2", bamboo.today().minusYears(1));
    var row = bamboo.company.terminate(record, bamboo.today().plusDays(20), VOLUNTARY);
    var leaver = bamboo.read(record);
    assertThat(leaver.status()).isEqualTo(Status.EMPLOYED);
    assertThat(said(leaver))
        .isEqualTo(new Leaving(LocalDate.of(2026, 3, 22), Reason.VOLUNTARY, false));

    bamboo.company.withdraw(record, row);
    assertThat(bamboo.read(record).leaving()).isNull();
  }

  @Test
  void aTerminationInThePastIsAnEndWithItsDay() {
    var record = bamboo.hire("E-2", bamboo.today().minusYears(1));
    bamboo.company.terminate(record, bamboo.today().minusDays(10), "Other");
    var leaver = bamboo.read(record);
    assertThat(leaver.status()).isEqualTo(Status.ENDED);
    assertThat(said(leaver))
        .isEqualTo(new Leaving(LocalDate.of(2026, 2, 20), Reason.UNKNOWN, false));
  }

  @Test
  void whoeverIsThrownOutOnTheDayItIsEnteredGoesAtOnceButNotWhoWasToldBefore() {
    var now = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.company.terminate(now, bamboo.today(), INVOLUNTARY);
    assertThat(said(bamboo.read(now)))
        .isEqualTo(new Leaving(bamboo.today(), Reason.INVOLUNTARY, true));

    var told = bamboo.hire("E-2", bamboo.today().minusYears(1));
    bamboo.company.terminate(told, bamboo.today().plusDays(2), INVOLUNTARY);
    bamboo.clock.advance(Duration.ofDays(2));
    assertThat(bamboo.read(told).status()).isEqualTo(Status.ENDED);
    assertThat(said(bamboo.read(told)))
        .isEqualTo(new Leaving(bamboo.today(), Reason.INVOLUNTARY, false));
  }

  @Test
  void whoeverIsThrownOutInTheMorningGoesAtOnceThoughItIsTheDayBeforeElsewhere() {
    bamboo.clock.set(Instant.parse("2026-03-02T17:00:00Z")); // 04:00 on the 3rd in Melbourne
    var tomorrow = LocalDate.of(2026, 3, 3);
    var there = bamboo.hire("E-1", bamboo.today().minusYears(1), "Melbourne");
    bamboo.company.terminate(there, tomorrow, INVOLUNTARY);
    assertThat(said(bamboo.read(there))).isEqualTo(new Leaving(tomorrow, Reason.INVOLUNTARY, true));
    var here = bamboo.hire("E-2", bamboo.today().minusYears(1));
    bamboo.company.terminate(here, tomorrow, INVOLUNTARY);
    assertThat(said(bamboo.read(here))).isEqualTo(new Leaving(tomorrow, Reason.INVOLUNTARY, false));
  }

  @Test
  void whoeverIsThrownOutGoesAtOnceWhateverWasPlannedForTheNextDay() {
    var record = bamboo.hire("E-1", bamboo.today().minusYears(1));
    bamboo.company.setEmployment(record, bamboo.today().plusDays(1), "Part-Time");
    bamboo.company.terminate(record, bamboo.today(), INVOLUNTARY);
    assertThat(said(bamboo.read(record)))
        .isEqualTo(new Leaving(bamboo.today(), Reason.INVOLUNTARY, true));
  }

  @Test
  void aRehireIsEmployedAgainFromTheNewDayOnAndTheOldEndIsOver() {
    var record = bamboo.hire("E-2", LocalDate.of(2024, 5, 1));
    bamboo.company.terminate(record, LocalDate.of(2025, 9, 30), VOLUNTARY);
    assertThat(bamboo.read(record).status()).isEqualTo(Status.ENDED);

    var back = LocalDate.of(2026, 3, 9);
    bamboo.company.change(record, "hireDate", back.toString());
    bamboo.company.setEmployment(record, back, "Full-Time");
    for (int day = 0; day < 10; day++) {
      var grace = bamboo.read(record);
      assertThat(grace.status()).as("at " + bamboo.today()).isEqualTo(Status.EMPLOYED);
      assertThat(grace.facts()).containsEntry("startDate", "2026-03-09");
      assertThat(grace.leaving()).isNull();
      bamboo.clock.advance(Duration.ofDays(1));
    }
  }

  @Test
  void aHireIsCalledOffWhenTheDateIsEmptiedOrTheEndComesBeforeTheBeginning() {
    var emptied =
        bamboo.company.create(
            Map.of(
                "firstName",
                "A",
                "lastName",
                "B",
                "employeeNumber",
                "E-1",
                "hireDate",
                "2026-04-01"));
    assertThat(bamboo.read(emptied).status()).isEqualTo(Status.EMPLOYED);
    bamboo.company.change(emptied, "hireDate", null);
    assertThat(bamboo.read(emptied).status()).isEqualTo(Status.CALLED_OFF);

    var ended = bamboo.hire("E-2", bamboo.today().plusDays(30));
    bamboo.company.terminate(ended, bamboo.today(), "Other");
    assertThat(bamboo.read(ended).status()).isEqualTo(Status.CALLED_OFF);
  }

  @Test
  void whoIsInactiveWithoutAReasonHasToBeLookedAt() {
    var record = bamboo.hire("E-2", bamboo.today().minusYears(1));
    bamboo.company.setInactive(record, true);
    assertThat(bamboo.read(record).status()).isEqualTo(Status.UNCLEAR);
  }

  @Test
  void aLeaveIsNoEnd() {
    var record = bamboo.hire("E-2", bamboo.today().minusYears(1));
    bamboo.company.setEmployment(record, bamboo.today(), "On Leave");
    assertThat(bamboo.read(record).status()).isEqualTo(Status.ON_LEAVE);
    bamboo.company.setEmployment(record, bamboo.today().plusDays(60), "Full-Time");
    assertThat(bamboo.read(record).status()).isEqualTo(Status.ON_LEAVE);
    bamboo.clock.advance(Duration.ofDays(60));
    assertThat(bamboo.read(record).status()).isEqualTo(Status.EMPLOYED);
  }

  @Test
  void futureRowsOfTheJobAreWhatIsPlannedAndOnlyWhatDiffers() {
    var record = bamboo.hire("E-2", bamboo.today().minusYears(1));
    var day = bamboo.today();
    bamboo.company.move(
        record,
        day.plusDays(40),
        Map.of("department", "Sales", "jobTitle", "Lead", "location", "Melbourne"));
    var first =
        bamboo.company.move(
            record,
            day.plusDays(10),
            Map.of("department", "Sales", "jobTitle", "Developer", "location", "Berlin"));
    assertThat(bamboo.read(record).planned())
        .containsExactly(
            new Planned(day.plusDays(10), Map.of("department", "Sales")),
            new Planned(
                day.plusDays(40),
                Map.of(
                    "title", "Lead",
                    "location", "Melbourne",
                    "timeZone", "Australia/Melbourne")));

    bamboo.company.withdraw(record, first);
    assertThat(bamboo.read(record).planned())
        .extracting(Planned::effective)
        .containsExactly(day.plusDays(40));

    bamboo.clock.advance(Duration.ofDays(40));
    var moved = bamboo.read(record);
    assertThat(moved.planned()).isEmpty();
    assertThat(moved.facts())
        .containsEntry("department", "Sales")
        .containsEntry("title", "Lead")
        .containsEntry("timeZone", "Australia/Melbourne");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "0000-00-00"})
  void takesNoneOfBambooHrsEmptyDatesForADay(@org.jspecify.annotations.Nullable String empty) {
    bamboo.close();
    var options = new BambooHrOptions("acme", SimulatedBambooHr.KEY);
    bamboo = new SimulatedBambooHr(empty == null ? options : options.emptyDate(empty), Map.of());
    var record = bamboo.hire("E-2", bamboo.today());
    assertThat(bamboo.read(record).status()).isEqualTo(Status.EMPLOYED);
    assertThat(bamboo.read(record).leaving()).isNull();
    bamboo.company.change(record, "hireDate", null);
    bamboo.company.setInactive(record, true);
    assertThat(bamboo.read(record).status()).isEqualTo(Status.CALLED_OFF);
  }

  /** The end of the employment, whichever entry it is. */
  private static Leaving said(WorkerSnapshot person) {
    var leaving = java.util.Objects.requireNonNull(person.leaving());
    return new Leaving(leaving.lastDay(), leaving.reason(), leaving.immediate());
  }

  @Test
  void aFieldWeMayNotSeeIsLeftOutAndNotEmptied() {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", "another")
                .user(
                    new BambooHrOptions.User(
                        "reader",
                        SimulatedBambooHr.KEY,
                        java.util.Set.of("supervisorEId", "workEmail"),
                        java.util.Set.of())),
            Map.of());
    var grace = bamboo.read(bamboo.hire("E-2", bamboo.today()));
    assertThat(grace.facts()).doesNotContainKeys("managerId", "workEmail");
  }
}
