package io.muster.sources.sftp;

import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.Metronome;
import io.muster.remote.Metronomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks after all servers, side by side: one that is slow keeps none of the others waiting. */
final class SftpFetches extends Metronomes implements PreflightSource {
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Map<String, Fetch> bySource;
  private final List<Preflight> preflights;

  SftpFetches(Map<String, Fetch> bySource, List<Preflight> preflights) {
    super(
        bySource.entrySet().stream()
            .map(it -> new Metronome("sftp-" + it.getKey(), BEAT, it.getValue()::beat))
            .toList());
    this.bySource = Map.copyOf(bySource);
    this.preflights = List.copyOf(preflights);
  }

  Map<String, Fetch> bySource() {
    return bySource;
  }

  @Override
  public List<Preflight> preflights() {
    return preflights;
  }
}
