package io.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.testing.HrTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole company is hired in one file.
 *
 * <p>{@code -Dbench.hr=} names a table of workers, {@code -Dbench.workers=} says how many come
 * (1000), {@code -Dbench.minutes=} how long it may take (20), {@code -Dbench.few=} how many come
 * under the published limit (4; 0 for not at all).
 */
class OnboardingBench {
  private static final int PUBLISHED = 30;

  @TempDir private Path folder;

  @Test
  void takesACompanyInWithoutAnIncident() throws Exception {
    int workers = Integer.getInteger("bench.workers", 1000);
    var limit = Duration.ofMinutes(Integer.getInteger("bench.minutes", 20));
    try (var run =
        MassRun.start(
            folder,
            new HexnodeOptions()
                .unlimited()
                .deviceDelay(Duration.ofMillis(500))
                .accessDelay(Duration.ofMillis(500)),
            Map.of(
                "muster.budgets.connections.hexnode.per-minute", "1000000",
                "muster.budgets.connections.hexnode.per-day", "10000000"))) {
      System.out.printf(
          "%n%d workers, vendors' limits raised out of the way for this run (Hexnode allows %d calls a minute)%n",
          workers, PUBLISHED);
      var result = run.takeIn(HrTable.of(table(), workers), workers, limit);
      System.out.println(result.words());
      assertThat(result.incidents()).as("incidents").isZero();
      assertThat(result.tasks()).as("cases that wait for a person").isZero();
      assertThat(result.ended()).as("cases that ended").isEqualTo(workers);
    }
  }

  @Test
  void keepsToThePublishedLimitAndSaysHowLongItWillTake() throws Exception {
    int workers = Integer.getInteger("bench.few", 4);
    if (workers == 0) {
      return;
    }
    var limit = Duration.ofMinutes(Integer.getInteger("bench.minutes", 20));
    try (var run =
        MassRun.start(
            folder,
            new HexnodeOptions()
                .deviceDelay(Duration.ofMillis(500))
                .accessDelay(Duration.ofMillis(500))
                .limits(PUBLISHED, 10, 100_000),
            Map.of(
                "muster.hexnode.limits.daily-floor", "100000",
                "muster.waits.enrolment-check", "60s",
                "muster.waits.access-check", "60s"))) {
      System.out.printf(
          "%n%d workers under the published limit of %d calls a minute%n", workers, PUBLISHED);
      var result = run.takeIn(HrTable.of(table(), workers), workers, limit);
      System.out.println(result.words());
      var share = result.joinersShareOf(PUBLISHED);
      System.out.printf(
          "forecast: %d calls at %d a minute for joiners: %.1f min; actual %.1f min; 1,000 workers would take %.1f h%n",
          result.hexnodeCalls(),
          share,
          (double) result.hexnodeCalls() / share,
          result.minutes(),
          1000.0 * result.hexnodeCalls() / workers / share / 60);
      assertThat(result.turnedAwayByHexnode()).as("calls over the limit").isZero();
      assertThat(result.incidents()).as("incidents").isZero();
      assertThat(result.ended()).as("cases that ended").isEqualTo(workers);
    }
  }

  private static @Nullable Path table() {
    var file = System.getProperty("bench.hr", "");
    return file.isBlank() ? null : Path.of(file);
  }
}
