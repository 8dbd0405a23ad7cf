package io.muster.sources.bamboohr;

import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.FixedDelayTask;
import io.muster.remote.FixedDelayTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The feeds of all companies, each on a thread of its own, for as long as the service runs. */
final class BambooHrFeeds extends FixedDelayTasks implements PreflightSource {
  /** So long a webhook waits at most until its person is read. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Map<String, Feed> byName;
  private final List<Preflight> preflights;

  BambooHrFeeds(Map<String, Feed> byName, List<Preflight> preflights) {
    super(
        byName.values().stream()
            .map(feed -> new FixedDelayTask("bamboohr-" + feed.source(), BEAT, feed::beat))
            .toList());
    this.byName = Map.copyOf(byName);
    this.preflights = List.copyOf(preflights);
  }

  Map<String, Feed> byName() {
    return byName;
  }

  @Override
  public List<Preflight> preflights() {
    return preflights;
  }
}
