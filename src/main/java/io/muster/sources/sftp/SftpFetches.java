package io.muster.sources.sftp;

import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.FixedDelayTask;
import io.muster.remote.FixedDelayTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks after all servers, side by side: one that is slow keeps none of the others waiting. */
final class SftpFetches extends FixedDelayTasks implements PreflightSource {
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Map<String, SftpPoller> bySource;
  private final List<Preflight> preflights;

  SftpFetches(Map<String, SftpPoller> bySource, List<Preflight> preflights) {
    super(
        bySource.entrySet().stream()
            .map(it -> new FixedDelayTask("sftp-" + it.getKey(), BEAT, it.getValue()::beat))
            .toList());
    this.bySource = Map.copyOf(bySource);
    this.preflights = List.copyOf(preflights);
  }

  Map<String, SftpPoller> bySource() {
    return bySource;
  }

  @Override
  public List<Preflight> preflights() {
    return preflights;
  }
}
