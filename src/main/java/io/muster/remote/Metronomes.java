package io.muster.remote;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Several pieces of work for as long as the service runs, side by side: one that is slow keeps none
 * of the others waiting.
 */
public class Metronomes implements SmartLifecycle {
  private final List<Metronome> each;

  public Metronomes(List<Metronome> each) {
    this.each = List.copyOf(each);
  }

  @Override
  public final void start() {
    each.forEach(Metronome::start);
  }

  @Override
  public final void stop() {
    each.forEach(Metronome::stop);
  }

  @Override
  public final boolean isRunning() {
    return each.stream().anyMatch(Metronome::isRunning);
  }
}
