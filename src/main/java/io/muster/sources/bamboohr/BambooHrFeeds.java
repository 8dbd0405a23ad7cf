package io.muster.sources.bamboohr;

import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.Metronome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/** The feeds of all companies, each on a thread of its own, for as long as the service runs. */
final class BambooHrFeeds implements SmartLifecycle, PreflightSource {
  /** So long a webhook waits at most until its person is read. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Map<String, Feed> byName;
  private final List<Preflight> preflights;
  private final List<Metronome> metronomes;

  BambooHrFeeds(Map<String, Feed> byName, List<Preflight> preflights) {
    this.byName = Map.copyOf(byName);
    this.preflights = List.copyOf(preflights);
    this.metronomes =
        byName.values().stream()
            .map(feed -> new Metronome("bamboohr-" + feed.source(), BEAT, feed::beat))
            .toList();
  }

  Map<String, Feed> byName() {
    return byName;
  }

  @Override
  public List<Preflight> preflights() {
    return preflights;
  }

  @Override
  public void start() {
    metronomes.forEach(Metronome::start);
  }

  @Override
  public void stop() {
    metronomes.forEach(Metronome::stop);
  }

  @Override
  public boolean isRunning() {
    return metronomes.stream().anyMatch(Metronome::isRunning);
  }
}
