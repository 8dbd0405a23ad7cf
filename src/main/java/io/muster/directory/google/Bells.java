package io.muster.directory.google;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks after all bells again and again, on a thread of its own. */
final class Bells implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Bells.class);

  private final List<GoogleWatchChannels> bells;
  private final Duration pause;
  private @Nullable ScheduledExecutorService watch;

  Bells(List<GoogleWatchChannels> bells, Duration pause) {
    this.bells = List.copyOf(bells);
    this.pause = pause;
  }

  @Override
  public synchronized void start() {
    if (bells.isEmpty() || watch != null) {
      return;
    }
    watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "google-bells");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        watch.scheduleWithFixedDelay(this::look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    for (var bell : bells) {
      try {
        bell.look();
      } catch (RuntimeException broken) {
        // the next look may do better, and an exception would end the looking
        log.error("Looking after a channel of Google's failed; trying again in {}.", pause, broken);
      }
    }
  }

  @Override
  public synchronized void stop() {
    if (watch != null) {
      watch.shutdownNow();
      watch = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return watch != null;
  }
}
