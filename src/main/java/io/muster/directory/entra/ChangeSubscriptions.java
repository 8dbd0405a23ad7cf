package io.muster.directory.entra;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Looks after the bells of all tenants again and again, on a thread of its own. */
final class ChangeSubscriptions implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ChangeSubscriptions.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final List<ChangeSubscription> bells;
  private final Collection<String> tenants;
  private final ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();
  private boolean running;

  ChangeSubscriptions(List<ChangeSubscription> bells, Collection<String> tenants) {
    this.bells = List.copyOf(bells);
    this.tenants = List.copyOf(tenants);
  }

  @Override
  public synchronized void start() {
    running = true;
    if (bells.isEmpty()) {
      if (!tenants.isEmpty()) {
        log.info(
            "muster.public-url is not set, so Entra {} cannot ring us; changes are found by looking",
            tenants);
      }
      return;
    }
    thread.setThreadNamePrefix("entra-bells-");
    thread.setDaemon(true);
    thread.initialize();
    var unused = thread.scheduleWithFixedDelay(this::look, PAUSE);
  }

  private void look() {
    for (var bell : bells) {
      try {
        bell.look();
      } catch (RuntimeException broken) {
        // the next look may do better, and an exception would end the looking
        log.error("Looking after Entra's subscriptions failed; trying again in {}", PAUSE, broken);
      }
    }
  }

  @Override
  public synchronized void stop() {
    running = false;
    thread.shutdown();
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }
}
