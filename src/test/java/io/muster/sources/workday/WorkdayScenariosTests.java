package io.muster.sources.workday;

import static io.muster.sources.workday.WorkdayWorld.TODAY;
import static io.muster.sources.workday.WorkdayWorld.number;
import static io.muster.sources.workday.WorkdayWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import io.muster.simulator.workday.Block;
import io.muster.simulator.workday.WorkdayOptions;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** From what people enter in Workday to the events that come of it, through the web service. */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.sources.mapped.zones.Berlin=Europe/Berlin",
      "muster.sources.mapped.zones.Melbourne=Australia/Melbourne",
      "muster.sources.mapped.zones.Honolulu=Pacific/Honolulu"
    })
class WorkdayScenariosTests {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration A_DAY = Duration.ofDays(1);

  @Autowired private FieldMappings mappings;
  @Autowired private Snapshots snapshots;
  @Autowired private SourceCursors bookmarks;
  @Autowired private SourceHealthRecorder news;
  @Autowired private DataSource database;
  @Autowired private MovableClock clock;

  private WorkdayWorld world;
  private String someone = number();

  @BeforeEach
  void aTenantWithPeopleInIt() {
    world = open(WorkdayOptions.realistic());
  }

  private WorkdayWorld open(WorkdayOptions options) {
    var opened =
        new WorkdayWorld(
            new WorkdayWorld.Service(mappings, snapshots, bookmarks, news, database, clock),
            options,
            Map.of());
    for (int colleague = 0; colleague < 4; colleague++) {
      opened.hire(number(), TODAY.minusYears(1));
    }
    clock.advance(QUARTER);
    return opened;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void knowsThoseWhoWorkThereAndStartsNothingForThem() {
    assertThat(world.poll()).isEmpty();
    assertThat(world.after(QUARTER)).isEmpty();
    assertThat(world.failure()).isEmpty();
  }

  @Test
  void startsForSomebodyWhoBeginsToday() {
    world.poll();
    world.hire(someone, TODAY);
    assertThat(world.after(QUARTER))
        .containsExactly(
            "hired %s from 2026-05-11 in Engineering (Europe/Berlin)".formatted(someone));
    assertThat(world.after(QUARTER)).isEmpty();
  }

  @Test
  void startsForFutureHiresWithAllTheirFactsThoughTodayWorkdayShowsThemInactiveAndIncomplete() {
    world.poll();
    var other = number();
    world.hire(someone, TODAY.plusDays(21), "Melbourne");
    world.hire(other, TODAY.plusDays(21), "Honolulu");
    assertThat(world.after(QUARTER))
        .containsExactlyInAnyOrder(
            "hired %s from 2026-06-01 in Engineering (Australia/Melbourne)".formatted(someone),
            "hired %s from 2026-06-01 in Engineering (Pacific/Honolulu)".formatted(other));
    assertThat(world.at("2026-06-01T18:00:00Z")).as("on the first day nothing is new").isEmpty();
  }

  @Test
  void movesAStartDateThatIsCorrectedTwice() {
    world.poll();
    var wid = world.hire(someone, TODAY.plusDays(21));
    world.after(QUARTER);
    world.tenant().correctHire(wid, TODAY.plusDays(28));
    assertThat(world.after(QUARTER)).singleElement().asString().endsWith("starts 2026-06-08");
    world.tenant().correctHire(wid, TODAY.plusDays(14));
    assertThat(world.after(QUARTER)).singleElement().asString().endsWith("starts 2026-05-25");
  }

  @Test
  void callsOffAHireThatIsTakenBackRatherThanTerminating() {
    world.poll();
    var wid = world.hire(someone, TODAY.plusDays(21));
    world.after(QUARTER);
    world.tenant().rescindHire(wid);
    assertThat(world.after(QUARTER)).containsExactly("hireRescinded " + someone);
  }

  @Test
  void callsOffAHireThatIsTakenBackWhereAnOldVersionShowsItInTheLogOnly() {
    world.close();
    world = open(WorkdayOptions.realistic().speaking("v26.1"));
    world.poll();
    var wid = world.hire(someone, TODAY.plusDays(21));
    assertThat(world.after(QUARTER)).singleElement().asString().startsWith("hired");
    world.tenant().rescindHire(wid);
    assertThat(world.after(QUARTER)).containsExactly("hireRescinded " + someone);
  }

  @Test
  void movesSomebodyWhoseDepartmentIsAnotherFromToday() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().change(wid, TODAY, Map.of("Supervisory_Organization", "Sales"));
    assertThat(world.after(QUARTER))
        .singleElement()
        .asString()
        .startsWith("changed %s: Developer, Sales, Berlin".formatted(someone));
  }

  @Test
  void announcesAMoveForItsDayAndNotEarlierAndTakesItBack() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    var move =
        world.tenant().change(wid, TODAY.plusDays(9), Map.of("Supervisory_Organization", "Sales"));
    assertThat(world.after(QUARTER))
        .singleElement()
        .asString()
        .startsWith("changed %s from 2026-05-20: Developer, Sales".formatted(someone));
    world.tenant().rescind(move);
    assertThat(world.after(QUARTER))
        .containsExactly("changeRescinded %s from 2026-05-20".formatted(someone));
  }

  @Test
  void takesTodayForTheDayInPacificTimeThoughElsewhereItIsTomorrow() {
    var mover = number();
    var wid = world.hire(mover, TODAY.minusYears(2), "Honolulu");
    world.poll();
    world.at("2026-05-12T03:00:00Z");
    world.hire(someone, TODAY.plusDays(1));
    world.tenant().change(wid, TODAY.plusDays(1), Map.of("Supervisory_Organization", "Sales"));
    assertThat(world.at("2026-05-12T03:30:00Z"))
        .containsExactlyInAnyOrder(
            "hired %s from 2026-05-12 in Engineering (Europe/Berlin)".formatted(someone),
            "changed %s from 2026-05-12: Developer, Sales, Honolulu, starts 2024-05-11"
                .formatted(mover));
  }

  @Test
  void doesNotMoveAnybodyEarlyThoughTerminationsAreLookedForADayAhead() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().change(wid, TODAY.plusDays(1), Map.of("Supervisory_Organization", "Sales"));
    assertThat(world.after(QUARTER))
        .singleElement()
        .asString()
        .contains("from 2026-05-12", "Sales");
    assertThat(world.at("2026-05-12T18:00:00Z")).as("it was said before").isEmpty();
  }

  @Test
  void takesNobodyOnLeaveForALeaver() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().leave(wid, TODAY);
    assertThat(world.after(QUARTER)).containsExactly("leaveStarted " + someone);
    world.tenant().comeBack(wid, TODAY.plusDays(30));
    assertThat(world.after(Duration.ofDays(31))).containsExactly("leaveEnded " + someone);
  }

  @Test
  void letsAFutureTerminationBeKnownInAdvanceAndTakenBack() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    var end =
        world
            .tenant()
            .terminate(
                wid,
                TODAY.plusDays(40),
                Map.of(
                    "Termination_Last_Day_of_Work",
                    TODAY.plusDays(30).toString(),
                    "Termination_Involuntary",
                    "0"));
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-06-10, voluntary".formatted(someone));
    world.tenant().rescind(end);
    assertThat(world.after(QUARTER)).containsExactly("terminationRescinded " + someone);
  }

  @Test
  void movesATerminationWhoseDateIsCorrected() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    var end =
        world.tenant().terminate(wid, TODAY.plusDays(10), Map.of("Termination_Involuntary", "0"));
    world.after(QUARTER);
    world.tenant().correct(end, TODAY.plusDays(200), Map.of());
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-11-27, voluntary".formatted(someone));
  }

  @Test
  void endsAtOnceForCauseAtThreeInTheMorning() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    // 03:00 in Berlin on the 13th is still the 12th in Pacific time
    world.at("2026-05-13T00:40:00Z");
    world.tenant().terminate(wid, TODAY.plusDays(2), Map.of("Termination_Involuntary", "1"));
    assertThat(world.at("2026-05-13T01:00:00Z"))
        .containsExactly("terminated %s after 2026-05-13, involuntary, at once".formatted(someone));
  }

  @Test
  void endsAtOnceWhereThePersonsDayHasBegunThoughItHasNotElsewhere() {
    var wid = world.hire(someone, TODAY.minusYears(2), "Melbourne");
    world.poll();
    // 00:40 on the 13th in Melbourne
    world.at("2026-05-12T14:40:00Z");
    world.tenant().terminate(wid, TODAY.plusDays(2), Map.of("Termination_Involuntary", "1"));
    assertThat(world.at("2026-05-12T15:00:00Z"))
        .containsExactly("terminated %s after 2026-05-13, involuntary, at once".formatted(someone));
  }

  @Test
  void endsAtOnceWhatWasAnnouncedForLaterAndIsCorrectedToToday() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    var end =
        world.tenant().terminate(wid, TODAY.plusDays(9), Map.of("Termination_Involuntary", "1"));
    world.after(QUARTER);
    world.at("2026-05-13T17:00:00Z");
    world.tenant().correct(end, TODAY.plusDays(2), Map.of());
    assertThat(world.at("2026-05-13T18:00:00Z"))
        .containsExactly("terminated %s after 2026-05-13, involuntary, at once".formatted(someone));
  }

  @Test
  void doesNotEndAtOnceWhatWasAnnouncedThoughItWasEnteredAgainAndThatTakenBack() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().terminate(wid, TODAY.plusDays(2), Map.of("Termination_Involuntary", "1"));
    world.after(QUARTER);
    world.at("2026-05-13T17:00:00Z");
    var twice =
        world.tenant().terminate(wid, TODAY.plusDays(2), Map.of("Termination_Involuntary", "1"));
    world.tenant().rescind(twice);
    assertThat(world.at("2026-05-13T18:00:00Z")).isEmpty();
  }

  @Test
  void doesNotEndAtOnceWhatWasAnnounced() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().terminate(wid, TODAY.plusDays(2), Map.of("Termination_Involuntary", "1"));
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-05-13, involuntary".formatted(someone));
    assertThat(world.at("2026-05-13T08:00:00Z")).isEmpty();
    assertThat(world.at("2026-05-14T18:00:00Z")).isEmpty();
  }

  @Test
  void endsARetroactiveTerminationWithItsRealDay() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().terminate(wid, TODAY.minusDays(10), Map.of("Termination_Involuntary", "0"));
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-05-01, voluntary".formatted(someone));
  }

  @Test
  void hiresAgainSomebodyWhoComesBackAfterFiveMonths() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().terminate(wid, TODAY, Map.of("Termination_Involuntary", "0"));
    world.after(QUARTER);
    world.after(Duration.ofDays(100));
    world.hire(someone, TODAY.plusMonths(5));
    assertThat(world.after(QUARTER))
        .containsExactly(
            "hired %s from 2026-10-11 in Engineering (Europe/Berlin)".formatted(someone));
    assertThat(world.at("2026-10-11T18:00:00Z")).isEmpty();
  }

  @Test
  void terminatesAndHiresAgainThoughTheSecondHireIsEnteredOnTheLastDay() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().terminate(wid, TODAY, Map.of("Termination_Involuntary", "0"));
    world.hire(someone, TODAY.plusMonths(3));
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-05-11, voluntary".formatted(someone));
    assertThat(world.after(A_DAY))
        .containsExactly(
            "hired %s from 2026-08-11 in Engineering (Europe/Berlin)".formatted(someone));
  }

  @Test
  void takesAConversionFromTodayForAMove() {
    var contract = world.tenant().contract(someone, TODAY.minusYears(1), contractor());
    world.poll();
    world.tenant().terminate(contract, TODAY.minusDays(1), Map.of());
    world.hire(someone, TODAY);
    assertThat(world.after(QUARTER))
        .containsExactly(
            "changed %s: Developer, Engineering, Berlin, starts 2026-05-11".formatted(someone));
    assertThat(world.after(A_DAY)).isEmpty();
  }

  @Test
  void takesAConversionOnOneDayForAMoveThoughBothRecordsAreActiveThatDay() {
    var contract = world.tenant().contract(someone, TODAY.minusYears(1), contractor());
    world.poll();
    world.tenant().terminate(contract, TODAY, Map.of());
    world.hire(someone, TODAY);
    assertThat(world.after(QUARTER)).singleElement().asString().startsWith("changed");
    assertThat(world.after(A_DAY)).isEmpty();
  }

  @Test
  void leavesTheCurrentRecordInChargeUntilAFutureConversionComes() {
    var contract = world.tenant().contract(someone, TODAY.minusYears(1), contractor());
    world.poll();
    world.tenant().terminate(contract, TODAY.plusDays(19), Map.of());
    world.hire(someone, TODAY.plusDays(20));
    assertThat(world.after(QUARTER))
        .containsExactly(
            "changed %s from 2026-05-31: Developer, Engineering, Berlin, starts 2025-05-11"
                .formatted(someone));
    assertThat(world.at("2026-05-31T18:00:00Z"))
        .as("from that day the employment counts from then")
        .containsExactly(
            "changed %s: Developer, Engineering, Berlin, starts 2026-05-31".formatted(someone));
  }

  @Test
  void takesABackDatedConversionForAMove() {
    var contract = world.tenant().contract(someone, TODAY.minusYears(1), contractor());
    world.poll();
    world.tenant().terminate(contract, TODAY.minusDays(11), Map.of());
    world.hire(someone, TODAY.minusDays(10));
    assertThat(world.after(QUARTER))
        .singleElement()
        .asString()
        .startsWith("changed")
        .contains("Engineering", "starts 2026-05-01");
  }

  @Test
  void movesAPersonWhoseZoneIsAnotherFromTheLastDayOn() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.tenant().terminate(wid, TODAY, Map.of("Termination_Involuntary", "0"));
    assertThat(world.poll())
        .containsExactly("terminated %s after 2026-05-11, voluntary".formatted(someone));
    world.tenant().change(wid, TODAY, Map.of("Location", "Honolulu"));
    assertThat(world.after(QUARTER))
        .as("and the last day ends there")
        .containsExactly(
            "changed %s: Developer, Engineering, Honolulu, starts 2024-05-11".formatted(someone),
            "terminated %s after 2026-05-11, voluntary".formatted(someone));
    assertThat(world.after(QUARTER)).isEmpty();
  }

  @Test
  void seesATerminationInMelbourneBeforeTheDayEndsThereThoughTheLogIsHidden() {
    var wid = world.hire(someone, TODAY.minusYears(2), "Melbourne");
    world.tenant().hide(Block.LOG);
    world.poll();
    world
        .tenant()
        .terminate(
            wid,
            TODAY.plusDays(3),
            Map.of("Termination_Last_Day_of_Work", TODAY.plusDays(3).toString()));
    assertThat(world.after(QUARTER)).as("nothing shows it yet").isEmpty();
    // 22:00 on the 14th in Melbourne, 05:00 in Pacific time
    assertThat(world.at("2026-05-14T12:00:00Z"))
        .containsExactly("terminated %s after 2026-05-14, unknown".formatted(someone));
  }

  @Test
  void seesThroughToATerminationBehindAMoveThoughWorkdayShowsOnlyTheNearestOfThem() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.tenant().terminate(wid, TODAY.plusDays(40), Map.of("Termination_Involuntary", "0"));
    world.after(QUARTER);
    world.tenant().change(wid, TODAY.plusDays(9), Map.of("Business_Title", "Architect"));
    assertThat(world.after(QUARTER))
        .as("the termination stays")
        .singleElement()
        .asString()
        .startsWith("changed %s from 2026-05-20: Architect".formatted(someone));
  }

  @Test
  void findsWhatTheLogDoesNotTellInTheWeeklyReadingOfEverybody() {
    var wid = world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.after(Duration.ofDays(3));
    world.tenant().changeUntraced(wid, "Business_Title", "Architect");
    assertThat(world.after(QUARTER)).isEmpty();
    assertThat(world.after(Duration.ofDays(7))).singleElement().asString().contains("Architect");
  }

  @Test
  void asksAPersonWhenTwoRecordsOfOneNumberAreActive() {
    world.hire(someone, TODAY.minusYears(2));
    world.poll();
    world.hire(someone, TODAY.minusYears(1));
    assertThat(world.after(QUARTER))
        .singleElement()
        .asString()
        .startsWith("asked: Not all that the source says about " + someone);
  }

  private static Map<String, String> contractor() {
    var fields = somebody("9", "Berlin");
    fields.put("Supervisory_Organization", "Contractors");
    return fields;
  }
}
