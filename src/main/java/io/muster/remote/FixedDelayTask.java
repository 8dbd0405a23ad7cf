package io.muster.remote;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does a piece of work again and again, on a thread of its own; a failure does not end it. */
public final class FixedDelayTask implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(FixedDelayTask.class);

  private final String name;
  private final Duration pause;
  private final Runnable work;
  private @Nullable ScheduledExecutorService thread;

  /**
   * Sets it up; it begins when the service has started.
   *
   * @param name of the thread, and of the work in the log
   * @param pause before the first time and after each
   */
  public FixedDelayTask(String name, Duration pause, Runnable work) {
    this.name = name;
    this.pause = pause;
    this.work = work;
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      return;
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
    var unused =
        thread.scheduleWithFixedDelay(
            this::beat, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      work.run();
    } catch (RuntimeException passing) {
      log.warn("{} failed; trying again in {}", name, pause, passing);
    }
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.shutdown();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
