package io.muster.sources.workday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.preflight.Finding;
import io.muster.remote.Gates;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.workday.WorkdayOptions;
import io.muster.simulator.workday.WorkdaySimulator;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.testing.Expected;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A simulated tenant, what is read of it, and the events that come of that, on one clock. */
final class WorkdayWorld implements AutoCloseable {
  /** A Monday, and the same day in Pacific time. */
  static final Instant BEGIN = Instant.parse("2026-05-11T18:00:00Z");

  static final LocalDate TODAY = LocalDate.parse("2026-05-11");

  /** Where the settings are that every tenant of these tests is mapped by. */
  static final String MAPPED = "mapped";

  /** More than our clock may be ahead of Workday's. */
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String source = "workday-" + NUMBER.incrementAndGet();
  private final Service service;
  private final WorkdaySimulator tenant;
  private final WorkdayProperties.Connection connection;
  private final WorkdayFeed feed;
  private long seen;

  /** The parts of the service that take in what is read. */
  record Service(
      FieldMappings mappings,
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      DataSource database,
      MovableClock clock) {}

  WorkdayWorld(Service service, WorkdayOptions options, Map<String, String> settings) {
    this.service = service;
    service.clock().set(BEGIN);
    tenant =
        WorkdaySimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(service.clock())));
    connection = connection(tenant, options, settings);
    feed = feed(connection);
  }

  static WorkdayProperties.Connection connection(
      WorkdaySimulator tenant, WorkdayOptions options, Map<String, String> settings) {
    var all = new HashMap<String, String>();
    all.put("url", tenant.base().toString());
    all.put("tenant", options.tenant());
    all.put("user", options.user());
    all.put("password", options.password());
    all.put("version", options.version());
    all.put("report.owner", options.reportOwner());
    all.put("report.name", options.report());
    all.putAll(settings);
    var properties = properties(all);
    properties.check();
    return Objects.requireNonNull(properties.connections().get("acme"));
  }

  static WorkdayProperties properties(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.workday.connections.acme." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("muster.workday", WorkdayProperties.class)
        .get();
  }

  private FieldMappings mappings() {
    return (any, usual) -> service.mappings().of(MAPPED, usual);
  }

  /** Another node's, or one with other settings. */
  WorkdayFeed feed(WorkdayProperties.Connection with) {
    return WorkdayConfiguration.feed(
        source,
        with,
        mappings(),
        Gates.open(),
        service.snapshots(),
        service.bookmarks(),
        service.news(),
        service.database(),
        service.clock());
  }

  List<Finding> doctor() {
    return WorkdayConfiguration.preflight(
            source, connection, mappings(), Gates.open(), service.clock())
        .check(new Expected(Set.of(), Set.of(), Set.of(), Set.of()));
  }

  String source() {
    return source;
  }

  WorkdaySimulator tenant() {
    return tenant;
  }

  WorkdayFeed feed() {
    return feed;
  }

  WorkdayProperties.Connection connection() {
    return connection;
  }

  /** Somebody's facts as Workday has them. */
  static Map<String, String> somebody(String number, String location) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("First_Name", "Grace");
    fields.put("Last_Name", "Hopper");
    fields.put("Email_Work", "grace.hopper." + number + "@example.com");
    fields.put("Business_Title", "Developer");
    fields.put("Location", location);
    fields.put("Supervisory_Organization", "Engineering");
    fields.put("Company", "Acme Inc.");
    fields.put("Cost_Center", "CC-1");
    return fields;
  }

  /** The number of a person nobody has had. */
  static String number() {
    return "W" + (10_000 + NUMBER.incrementAndGet());
  }

  String hire(String number, LocalDate first, String location) {
    return tenant.hire(number, first, somebody(number, location));
  }

  String hire(String number, LocalDate first) {
    return hire(number, first, "Berlin");
  }

  /** Some time goes by, and Workday is read once more. Answers what came of it. */
  List<String> after(Duration time) {
    service.clock().advance(time);
    return poll();
  }

  /** It is that moment, and Workday is read. Answers what came of it. */
  List<String> at(String moment) {
    service.clock().set(Instant.parse(moment));
    return poll();
  }

  /** Workday is read a moment later. Answers what came of it. */
  List<String> poll() {
    service.clock().advance(MOMENT);
    feed.poll();
    return events();
  }

  /** What has come in since the last time, a line each. */
  List<String> events() {
    var jdbc = JdbcClient.create(service.database());
    var events =
        jdbc.sql(
                "select id, fate, reason, payload from muster_inbox where source = ? and id > ? order by id")
            .params(source, seen)
            .query(
                (row, number) -> {
                  seen = row.getLong("id");
                  return described(row.getString("fate"), row.getString("payload"));
                })
            .list();
    return events;
  }

  private static String described(String fate, String payload) {
    JsonNode event;
    try {
      event = JSON.readTree(payload);
    } catch (IOException words) {
      return "asked: " + payload;
    }
    var data = event.path("data");
    var type = event.path("type").asText();
    var words =
        switch (type) {
          case "worker.hired" ->
              "hired %s from %s in %s (%s)"
                  .formatted(
                      data.path("employeeId").asText(),
                      data.path("startDate").asText(),
                      data.path("department").asText(),
                      data.path("timeZone").asText());
          case "worker.changed" ->
              "changed %s%s: %s, %s, %s, starts %s"
                  .formatted(
                      data.path("employeeId").asText(),
                      data.has("effectiveDate")
                          ? " from " + data.path("effectiveDate").asText()
                          : "",
                      data.path("title").asText(),
                      data.path("department").asText(),
                      data.path("location").asText(),
                      data.path("startDate").asText());
          case "worker.terminated" ->
              "terminated %s after %s, %s%s"
                  .formatted(
                      data.path("employeeId").asText(),
                      data.path("lastDayOfWork").asText(),
                      data.path("reason").asText(),
                      data.path("immediate").asBoolean() ? ", at once" : "");
          default ->
              "%s %s%s"
                  .formatted(
                      type.replace("worker.", ""),
                      data.path("employeeId").asText(),
                      data.has("effectiveDate")
                          ? " from " + data.path("effectiveDate").asText()
                          : "");
        };
    return fate.equals("REFUSED") ? "refused: " + words : words;
  }

  /** What the source last failed with, as operators read it. */
  Optional<String> failure() {
    return JdbcClient.create(service.database())
        .sql("select failure from muster_source where source = ? and failure is not null")
        .param(source)
        .query(String.class)
        .optional();
  }

  @Override
  public void close() {
    tenant.close();
  }
}
