package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.remote.Gates;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.simulator.bamboohr.BambooHrSimulator;
import io.muster.sources.Mappings;
import io.muster.sources.PlayedHr;
import io.muster.sources.bamboohr.BambooHrConfiguration.Intake;
import io.muster.sources.bamboohr.Feed.Turn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A company in BambooHR and the service's feed from it. */
final class PlayedBambooHr implements PlayedHr {
  static final String INVOLUNTARY = "Termination (Involuntary)";
  private static final String VOLUNTARY = "Resignation (Voluntary)";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final String source = "played-bamboo-" + NUMBER.incrementAndGet();
  final BambooHrSimulator company;
  final Feed feed;

  /** The records of those who were there before anything was read. */
  final List<String> colleagues = new ArrayList<>();

  private final Intake intake;

  PlayedBambooHr(BambooHrOptions options, Intake intake) {
    this.intake = intake;
    company =
        BambooHrSimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(intake.clock())));
    feed =
        BambooHrConfiguration.parts(
                source,
                SimulatedBambooHr.connection(
                    source,
                    Map.of("url", company.base().toString(), "api-key", SimulatedBambooHr.KEY)),
                Gates.open(),
                Mappings.of(source, ZONES),
                intake)
            .feed();
  }

  @Override
  public String hire(String number, LocalDate first, Job job) {
    return company.hire(
        Map.of(
            "firstName",
            "Ada",
            "lastName",
            "Lovelace",
            "employeeNumber",
            number,
            "workEmail",
            number.toLowerCase(Locale.ROOT) + "@example.com"),
        first,
        columns(job));
  }

  private static Map<String, String> columns(Job job) {
    var columns = new LinkedHashMap<String, String>();
    columns.put("department", job.department());
    columns.put("jobTitle", "Developer");
    columns.put("location", job.location());
    if (job.manager() != null) {
      columns.put("reportsTo", job.manager());
    }
    return columns;
  }

  @Override
  public String contract(String number, LocalDate first, Job job) {
    var record = hire(number, first, job);
    company.setEmployment(record, first, "Contractor");
    return record;
  }

  @Override
  public void callOff(String record) {
    company.change(record, "hireDate", null);
  }

  @Override
  public long end(String record, LocalDate lastDay, boolean involuntary) {
    return company.terminate(record, lastDay, involuntary ? INVOLUNTARY : VOLUNTARY);
  }

  @Override
  public void correct(String record, long end, LocalDate lastDay, boolean involuntary) {
    company.rewrite(
        record,
        (int) end,
        lastDay,
        Map.of("terminationTypeId", involuntary ? INVOLUNTARY : VOLUNTARY));
  }

  @Override
  public void takeBack(String record, long end) {
    company.withdraw(record, (int) end);
  }

  @Override
  public void move(String record, LocalDate from, Job job) {
    company.move(record, from, columns(job));
  }

  @Override
  public void touch(String record) {
    company.change(record, "mobilePhone", "+49 30 1234");
  }

  @Override
  public void delete(String record) {
    company.delete(record);
  }

  @Override
  public void poll() {
    assertThat(feed.poll()).as(() -> failure().orElse("")).isEqualTo(Turn.DONE);
  }

  @Override
  public Optional<String> failure() {
    return intake
        .jdbc()
        .sql("select failure from muster_source where source = ? and failure is not null")
        .param(source)
        .query(String.class)
        .optional();
  }

  @Override
  public void close() {
    company.close();
  }
}
