package io.muster.sources.sftp;

import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.Metronome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/** Looks after all servers, side by side: one that is slow keeps none of the others waiting. */
final class SftpFetches implements SmartLifecycle, PreflightSource {
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Map<String, Fetch> bySource;
  private final List<Preflight> preflights;
  private final List<Metronome> metronomes;

  SftpFetches(Map<String, Fetch> bySource, List<Preflight> preflights) {
    this.bySource = Map.copyOf(bySource);
    this.preflights = List.copyOf(preflights);
    this.metronomes =
        bySource.entrySet().stream()
            .map(it -> new Metronome("sftp-" + it.getKey(), BEAT, it.getValue()::beat))
            .toList();
  }

  Map<String, Fetch> bySource() {
    return bySource;
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
