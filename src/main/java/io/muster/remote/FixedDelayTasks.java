package io.muster.remote;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Several pieces of work for as long as the service runs, side by side: one that is slow keeps none
 * of the others waiting.
 */
public class FixedDelayTasks implements SmartLifecycle {
  private final List<FixedDelayTask> each;

  public FixedDelayTasks(List<FixedDelayTask> each) {
    this.each = List.copyOf(each);
  }

  @Override
  public final void start() {
    each.forEach(FixedDelayTask::start);
  }

  @Override
  public final void stop() {
    each.forEach(FixedDelayTask::stop);
  }

  @Override
  public final boolean isRunning() {
    return each.stream().anyMatch(FixedDelayTask::isRunning);
  }
}
