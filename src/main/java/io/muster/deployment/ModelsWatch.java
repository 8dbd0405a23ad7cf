package io.muster.deployment;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/** Looks at the models folder again and again, once everything was deployed. */
final class ModelsWatch implements SmartInitializingSingleton, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ModelsWatch.class);

  private final Models models;
  private final ModelsProperties properties;
  private @Nullable ScheduledExecutorService watch;

  ModelsWatch(Models models, ModelsProperties properties) {
    this.models = models;
    this.properties = properties;
  }

  @Override
  public void afterSingletonsInstantiated() {
    models.deployAll();
  }

  @Override
  public synchronized void start() {
    if (properties.modelsDir() == null || watch != null) {
      return;
    }
    var pause = properties.modelsPoll().toMillis();
    watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "models-watch");
              thread.setDaemon(true);
              return thread;
            });
    var unused = watch.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    log.info("Watching {} for edited processes and forms.", properties.modelsDir());
  }

  private void look() {
    try {
      models.look();
    } catch (RuntimeException passing) {
      log.warn("The models folder could not be looked at; trying again.", passing);
    }
  }

  @Override
  public synchronized void stop() {
    if (watch != null) {
      watch.shutdown();
      watch = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return watch != null;
  }
}
