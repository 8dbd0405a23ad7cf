package io.muster.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Lets the steps at work finish when the service is told to stop, before anything they use is
 * closed; no new ones begin. What takes too long is cut off and done again by whoever runs next.
 */
@Component
class GracefulJobShutdown implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(GracefulJobShutdown.class);

  private final ObjectProvider<JobExecutor> jobs;
  private final ObjectProvider<ThreadPoolTaskExecutor> threads;
  private final Duration patience;
  private volatile boolean running;

  @Autowired
  GracefulJobShutdown(
      ObjectProvider<JobExecutor> jobs,
      @Qualifier("camundaTaskExecutor") ObjectProvider<ThreadPoolTaskExecutor> threads,
      Environment settings) {
    this(
        jobs,
        threads,
        settings.getProperty(
            "spring.lifecycle.timeout-per-shutdown-phase", Duration.class, Duration.ofSeconds(30)));
  }

  GracefulJobShutdown(
      ObjectProvider<JobExecutor> jobs,
      ObjectProvider<ThreadPoolTaskExecutor> threads,
      Duration patience) {
    this.jobs = jobs;
    this.threads = threads;
    this.patience = patience;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    jobs.ifAvailable(JobExecutor::shutdown);
    threads.ifAvailable(this::await);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void await(ThreadPoolTaskExecutor executor) {
    var pool = executor.getThreadPoolExecutor();
    pool.shutdown();
    try {
      if (!pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn(
            "{} steps did not finish within {} and are cut off; they are done again after the start",
            pool.getActiveCount(),
            patience);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
