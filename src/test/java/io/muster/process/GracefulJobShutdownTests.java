package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

class GracefulJobShutdownTests {
  private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
  private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
  private final CountDownLatch atWork = new CountDownLatch(1);
  private final CountDownLatch allowed = new CountDownLatch(1);

  @BeforeEach
  void aStepAtWork() throws InterruptedException {
    threads.initialize();
    beans.registerSingleton("camundaTaskExecutor", threads);
    threads.execute(this::step);
    assertThat(atWork.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void end() {
    threads.getThreadPoolExecutor().shutdownNow();
  }

  @Test
  void waitsForTheStepAtWork() throws Exception {
    var stopped = CompletableFuture.runAsync(drain(Duration.ofMinutes(1))::stop);
    assertThat(stopped).isNotDone();
    allowed.countDown();
    stopped.get(10, TimeUnit.SECONDS);
    assertThat(threads.getActiveCount()).isZero();
    assertThat(threads.getThreadPoolExecutor().isTerminated()).isTrue();
  }

  @Test
  void doesNotWaitForEver() {
    drain(Duration.ofMillis(1)).stop();
    assertThat(threads.getActiveCount()).isEqualTo(1);
    assertThat(threads.getThreadPoolExecutor().isShutdown()).isTrue();
  }

  private GracefulJobShutdown drain(Duration patience) {
    var drain =
        new GracefulJobShutdown(
            beans.getBeanProvider(JobExecutor.class),
            beans.getBeanProvider(ThreadPoolTaskExecutor.class),
            patience);
    drain.start();
    assertThat(drain.isRunning()).isTrue();
    return drain;
  }

  private void step() {
    atWork.countDown();
    try {
      var unused = allowed.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException cutOff) {
      Thread.currentThread().interrupt();
    }
  }
}
