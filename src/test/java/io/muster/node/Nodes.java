package io.muster.node;

import io.muster.node.Sighting.Database;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Nodes for tests of what depends on their fitness. */
public final class Nodes {
  private Nodes() {}

  /** One whose database is well and whose clock is ahead by so much, at every look anew. */
  public static NodeFitness whoseClockIsOff(AtomicReference<Duration> off) {
    var clock = new MovableClock(Instant.parse("2026-11-24T09:00:00Z"));
    return new NodeFitness(
        () -> {
          clock.advance(Duration.ofSeconds(1));
          return new Sighting(Instant.EPOCH, Database.WRITABLE, off.get(), null);
        },
        usual(),
        new WallClock(clock));
  }

  static NodeProperties usual() {
    return new NodeProperties(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }
}
