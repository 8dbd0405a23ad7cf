package io.muster.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the database showed.
 *
 * @param at when, by the clock of this machine
 * @param state whether it can be written
 * @param clockOff how far this machine's clock is ahead; null if nobody could tell
 * @param problem what is wrong and what to do next; null if nothing is
 */
record Sighting(Instant at, Database state, @Nullable Duration clockOff, @Nullable String problem) {
  /** Whether the database can be written. */
  enum Database {
    WRITABLE,
    READ_ONLY,
    GONE
  }

  /** True if what is sent to us can be kept. */
  boolean canStore() {
    return state == Database.WRITABLE;
  }

  /** True if timers may be trusted on this node. */
  boolean clockIsRight(Duration tolerance) {
    return clockOff == null || clockOff.abs().compareTo(tolerance) <= 0;
  }
}
