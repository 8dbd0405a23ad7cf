package io.muster.sources.workday;

import io.muster.intake.FeedLock;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.FixedDelayTask;
import io.muster.remote.FixedDelayTasks;
import io.muster.remote.OutboundCallGuard;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.workday.WorkdayProperties.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads every configured Workday connection; none is fine too. */
@Configuration(proxyBeanMethods = false)
class WorkdayConfiguration {
  private static final Duration BEAT = Duration.ofSeconds(10);

  @Bean
  FixedDelayTasks workdayFeeds(
      WorkdayProperties properties,
      FieldMappings mappings,
      OutboundCallGuard gate,
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      DataSource database,
      Clock clock) {
    properties.check();
    return new FixedDelayTasks(
        new TreeMap<>(properties.connections())
            .entrySet().stream()
                .map(
                    it ->
                        feed(
                            it.getKey(),
                            it.getValue(),
                            mappings,
                            gate,
                            snapshots,
                            bookmarks,
                            news,
                            database,
                            clock))
                .map(feed -> new FixedDelayTask("workday-" + feed.name(), BEAT, feed::beat))
                .toList());
  }

  @Bean
  PreflightSource workdayPreflights(
      WorkdayProperties properties, FieldMappings mappings, OutboundCallGuard gate, Clock clock) {
    return () ->
        new TreeMap<>(properties.connections())
            .entrySet().stream()
                .<Preflight>map(it -> preflight(it.getKey(), it.getValue(), mappings, gate, clock))
                .toList();
  }

  static WorkdayFeed feed(
      String name,
      Connection connection,
      FieldMappings mappings,
      OutboundCallGuard gate,
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      DataSource database,
      Clock clock) {
    return new WorkdayFeed(
        name,
        connection,
        mappings.of(name, Columns.usual()),
        new WorkdayWire(name, connection, gate, clock),
        snapshots,
        bookmarks,
        news,
        new FeedLock(database, "workday/" + name),
        clock);
  }

  static WorkdayPreflight preflight(
      String name,
      Connection connection,
      FieldMappings mappings,
      OutboundCallGuard gate,
      Clock clock) {
    return new WorkdayPreflight(
        name,
        connection,
        mappings.of(name, Columns.usual()),
        new WorkdayWire(name, connection, gate, clock),
        clock);
  }
}
