package io.muster.directory.google;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to ask again whoever says "too much" without saying until when: twice as long each time, and
 * never quite the same, so that many that were turned away together do not come back together.
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 6;

  private final Clock clock;
  private final RandomGenerator random;
  private int inARow;

  Backoff(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** Turned away once more. */
  synchronized Instant next() {
    var longest = Duration.ofSeconds(1L << inARow).toMillis();
    inARow = Math.min(inARow + 1, MOST_DOUBLINGS);
    return clock.instant().plusMillis(500 + longest / 2 + random.nextLong(longest / 2 + 1));
  }

  /** Let in again. */
  synchronized void over() {
    inARow = 0;
  }
}
