package io.muster.leavers;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, over many leavers.
 *
 * @param count how often it came true
 * @param open how often it is still to come; not part of the percentiles
 * @param p50Seconds half of them took no longer, or null if there is none
 * @param p95Seconds nineteen of twenty took no longer, or null if there is none
 */
public record Spread(
    int count, int open, @Nullable Double p50Seconds, @Nullable Double p95Seconds) {
  private static final int MEDIAN = 50;
  private static final int NEARLY_ALL = 95;
  private static final int WHOLE = 100;

  static Spread of(Collection<Duration> took, int open) {
    var sorted = took.stream().sorted().toArray(Duration[]::new);
    return new Spread(
        sorted.length, open, percentile(sorted, MEDIAN), percentile(sorted, NEARLY_ALL));
  }

  /** The smallest that is no shorter than so many of a hundred (nearest rank). */
  private static @Nullable Double percentile(Duration[] sorted, int percent) {
    if (sorted.length == 0) {
      return null;
    }
    var rank = (sorted.length * (long) percent + WHOLE - 1) / WHOLE;
    return LeaverTimes.seconds(sorted[(int) rank - 1]);
  }
}
