package io.muster.devices.hexnode;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a list stands in the index.
 *
 * @param begunAt when the newest whole reading of it began, or null
 * @param took how long that reading took
 * @param sound false if the list changed while it was read, so that something may be missing
 * @param active how many of its things are active
 */
record Reading(@Nullable Instant begunAt, Duration took, boolean sound, int active) {
  /** True if all of it was read, beginning after this. */
  boolean begunAfter(Instant since) {
    return begunAt != null && begunAt.isAfter(since);
  }

  /** True if all of it was read, beginning then or later. */
  boolean begunSince(Instant since) {
    return begunAt != null && !begunAt.isBefore(since);
  }
}
