package io.muster.sources.workday;

import static io.muster.sources.workday.WorkdayWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import io.muster.simulator.workday.Block;
import io.muster.simulator.workday.WorkdayOptions;
import io.muster.sources.HrScenarios;
import io.muster.sources.Mappings;
import io.muster.sources.PlayedHr;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.testing.MovableClock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The rarer things HR does in Workday, and those that only Workday does. */
@ProcessTest
class WorkdayRareScenariosTests extends HrScenarios<WorkdayRareScenariosTests.Workday> {
  @Autowired private Snapshots snapshots;
  @Autowired private SourceCursors bookmarks;
  @Autowired private SourceHealthRecorder news;
  @Autowired private DataSource database;
  @Autowired private MovableClock clock;

  @Override
  protected Workday open() {
    var workday =
        new Workday(
            new WorkdayWorld(
                new WorkdayWorld.Service(
                    Mappings.of(WorkdayWorld.MAPPED, PlayedHr.ZONES),
                    snapshots,
                    bookmarks,
                    news,
                    database,
                    clock),
                WorkdayOptions.realistic(),
                Map.of()));
    for (int colleague = 0; colleague < 10; colleague++) {
      workday.hire(number(), TODAY.minusYears(1), ENGINEER);
    }
    return workday;
  }

  // S13: Workday has no hooks; what can come twice, late or never is a reading

  @Test
  void readingsThatComeTwiceFromAnotherNodeOrAfterManyThatFailedTellEverythingOnce() {
    var ada = number();
    var grace = number();
    var record = works(ada, ENGINEER);
    var other = hr().world.feed(hr().world.connection());
    hr().end(record, LocalDate.parse("2026-05-13"), false);
    hr().hire(grace, TODAY.plusDays(2), SELLER);
    hr().world.tenant().faults().next(3, "POST", "/Human_Resources/").answer(503);
    for (int failing = 0; failing < 3; failing++) {
      pass(java.time.Duration.ofMinutes(15));
      hr().world.poll();
      assertThat(hr().world.failure()).isPresent();
      assertThat(cases(ada)).containsExactly("onboarding");
    }
    pass(java.time.Duration.ofMinutes(15));
    other.poll();
    later();
    pass(java.time.Duration.ofMinutes(15));
    other.poll();
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
    assertThat(cases(grace)).containsExactly("onboarding");
  }

  @Test
  void anAnnouncedEndWaitsForItsMidnightThoughTheLogIsHiddenAndNobodySeesWhenItWasEntered() {
    var ada = number();
    var record = works(ada, new PlayedHr.Job("Engineering", "Honolulu"));
    hr().world.tenant().hide(Block.LOG);
    hr().end(record, LocalDate.parse("2026-05-13"), true);
    setClock("2026-05-13T06:00:00Z"); // the evening before in Honolulu; it is just looked ahead to
    hr().world.poll();
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");
    setClock("2026-05-13T20:00:00Z");
    hr().touch(record);
    setClock("2026-05-13T20:15:00Z");
    hr().world.poll();
    settle();
    assertThat(account(ada)).isEqualTo("open");
    setClock("2026-05-14T10:15:00Z");
    settle();
    assertThat(account(ada)).isEqualTo("barred");
  }

  /** HR at work in the tenant. */
  final class Workday implements PlayedHr {
    private final WorkdayWorld world;
    private final Map<String, String> numbers = new HashMap<>();

    Workday(WorkdayWorld world) {
      this.world = world;
    }

    private Map<String, String> fields(String number, Job job) {
      var fields = somebody(number, job.location());
      fields.put("Supervisory_Organization", job.department());
      if (job.manager() != null) {
        fields.put("Manager", job.manager());
      }
      return fields;
    }

    @Override
    public String hire(String number, LocalDate first, Job job) {
      var wid = world.tenant().hire(number, first, fields(number, job));
      numbers.put(wid, number);
      return wid;
    }

    @Override
    public String contract(String number, LocalDate first, Job job) {
      var wid = world.tenant().contract(number, first, fields(number, job));
      numbers.put(wid, number);
      return wid;
    }

    @Override
    public void callOff(String record) {
      world.tenant().rescindHire(record);
    }

    @Override
    public long end(String record, LocalDate lastDay, boolean involuntary) {
      return world.tenant().terminate(record, lastDay, why(involuntary));
    }

    private static Map<String, String> why(boolean involuntary) {
      return Map.of("Termination_Involuntary", involuntary ? "1" : "0");
    }

    @Override
    public void correct(String record, long end, LocalDate lastDay, boolean involuntary) {
      world.tenant().correct(end, lastDay, why(involuntary));
    }

    @Override
    public void takeBack(String record, long end) {
      world.tenant().rescind(end);
    }

    @Override
    public void move(String record, LocalDate from, Job job) {
      world.tenant().change(record, from, fields(String.valueOf(numbers.get(record)), job));
    }

    @Override
    public void touch(String record) {
      world
          .tenant()
          .change(
              record,
              LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC),
              Map.of("Company", "Acme Ltd."));
    }

    @Override
    public void delete(String record) {
      world.tenant().purge(record);
    }

    @Override
    public void poll() {
      world.poll();
      assertThat(world.failure()).isEmpty();
    }

    @Override
    public Optional<String> failure() {
      return world.failure();
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
