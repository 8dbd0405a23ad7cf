package io.muster.sources.bamboohr;

import io.muster.remote.Gates;
import io.muster.simulator.Journal;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.simulator.bamboohr.BambooHrSimulator;
import io.muster.sources.Mappings;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.bamboohr.BambooHrConfiguration.Intake;
import io.muster.sources.bamboohr.BambooHrConfiguration.Parts;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A played company and the real adapter to it, on one clock; what it hands on is remembered. */
final class SimulatedBambooHr implements AutoCloseable {
  static final String KEY = "the-api-key";
  static final Map<String, String> SYDNEY_AND_HONOLULU =
      Map.of(
          "zone", "Europe/Berlin",
          "zones.Melbourne", "Australia/Melbourne",
          "zones.Honolulu", "Pacific/Honolulu");

  /** One database does: every company has its own. */
  private static final DataSource DATABASE = Postgres.dataSource();

  private static int number;

  final String name = "acme" + ++number;
  final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  final TakenIn taken = new TakenIn();
  final BambooHrSimulator company;
  final Parts parts;

  SimulatedBambooHr() {
    this(new BambooHrOptions("acme", KEY), Map.of());
  }

  SimulatedBambooHr(BambooHrOptions options, Map<String, String> settings) {
    company =
        BambooHrSimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
    parts = node(settings);
  }

  /** Another node's adapter to the same company. */
  Parts node(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    all.put("url", company.base().toString());
    all.put("api-key", KEY);
    all.putAll(settings);
    return BambooHrConfiguration.parts(
        name,
        connection(name, all),
        Gates.open(),
        Mappings.of(name, SYDNEY_AND_HONOLULU),
        new Intake(taken, taken, taken, taken, DATABASE, JdbcClient.create(DATABASE), clock));
  }

  static Connection connection(String name, Map<String, String> settings) {
    var properties = properties(name, settings);
    properties.check();
    return Objects.requireNonNull(properties.connections().get(name));
  }

  static BambooHrProperties properties(String name, Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach(
        (key, value) -> all.put("muster.bamboohr.connections.%s.%s".formatted(name, key), value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("muster.bamboohr", BambooHrProperties.class)
        .get();
  }

  static DataSource database() {
    return DATABASE;
  }

  Feed feed() {
    return parts.feed();
  }

  /** Somebody who begins on that day as a developer in Berlin. */
  String hire(String number, LocalDate day) {
    return hire(number, day, "Berlin");
  }

  String hire(String number, LocalDate day, String location) {
    return company.hire(
        Map.of(
            "firstName",
            "Grace",
            "lastName",
            "Hopper",
            "employeeNumber",
            number,
            "workEmail",
            number.toLowerCase(java.util.Locale.ROOT) + "@example.com"),
        day,
        Map.of("department", "Engineering", "jobTitle", "Developer", "location", location));
  }

  /** What is read of one record now. */
  WorkerSnapshot read(String record) {
    taken.some.clear();
    feed().ring(java.util.Set.of(record));
    if (feed().answerRings() != Feed.Turn.DONE || taken.some.size() != 1) {
      throw new AssertionError("not read: " + taken.failures + " " + taken.refused);
    }
    return taken.some.get(0);
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);
  }

  /** The calls for single records. */
  List<Journal.Entry> readings() {
    return company.journal().calls("GET", "/employees/\\d+$");
  }

  @Override
  public void close() {
    company.close();
  }
}
