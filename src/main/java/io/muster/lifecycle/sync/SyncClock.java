package io.muster.lifecycle.sync;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks again and again whether a sync is due. */
@Component
class SyncClock implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SyncClock.class);

  private final Syncs syncs;
  private final SyncProperties properties;
  private @Nullable ScheduledExecutorService thread;

  SyncClock(Syncs syncs, SyncProperties properties) {
    this.syncs = syncs;
    this.properties = properties;
  }

  @Override
  public synchronized void start() {
    if (syncs.connections().isEmpty() || thread != null) {
      return;
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var daemon = new Thread(task, "directory-sync");
              daemon.setDaemon(true);
              return daemon;
            });
    var pause = properties.poll().toMillis();
    var unused = thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      syncs.startDue();
    } catch (RuntimeException passing) {
      log.warn("No directory sync could be started; trying again.", passing);
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
