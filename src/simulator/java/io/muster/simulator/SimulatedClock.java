package io.muster.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that can be moved; between moves it goes as the clock it is laid upon goes. */
public final class SimulatedClock extends Clock {
  private final Clock base;
  private volatile Duration ahead = Duration.ZERO;

  private SimulatedClock(Clock base) {
    this.base = base;
  }

  /** Goes with the machine until it is moved. */
  public static SimulatedClock system() {
    return new SimulatedClock(Clock.systemUTC());
  }

  /** Stands still at this instant until it is moved. */
  public static SimulatedClock standingAt(Instant instant) {
    return new SimulatedClock(Clock.fixed(instant, ZoneOffset.UTC));
  }

  /** Follows another clock, so that a test moves both at once. */
  public static SimulatedClock following(Clock other) {
    return new SimulatedClock(other);
  }

  /** Goes forward. */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time only goes forward; use set to go back");
    }
    ahead = ahead.plus(by);
  }

  /** Goes there. */
  public synchronized void set(Instant instant) {
    ahead = Duration.between(base.instant(), instant);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("simulators run in UTC");
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead);
  }
}
