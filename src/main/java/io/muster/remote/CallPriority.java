package io.muster.remote;

import java.util.function.Supplier;

/** Who goes first when calls are scarce, the most urgent first. */
public enum CallPriority {
  /** To contain somebody who has to go at once. */
  URGENT(0, 0),
  CONTAINMENT(10, 1),
  WIPE(20, 2),
  VERIFICATION(30, 2),
  JOINER(40, 2),
  SYNC(50, 2);

  private static final ThreadLocal<CallPriority> CURRENT = ThreadLocal.withInitial(() -> SYNC);

  private final int percentLeft;
  private final int callsLeft;

  /**
   * What this lane leaves to those before it.
   *
   * @param percentLeft of a limit
   * @param callsLeft at least, so that a small limit has a reserve too
   */
  CallPriority(int percentLeft, int callsLeft) {
    this.percentLeft = percentLeft;
    this.callsLeft = callsLeft;
  }

  /**
   * How many of so many calls this lane may use. Every lane may use one if there is one; no other
   * than the most urgent may use them all, where there are more than one.
   */
  public int share(int limit) {
    var left = Math.max(callsLeft, (int) ((long) limit * percentLeft / 100));
    return limit < 1 ? 0 : Math.max(1, limit - left);
  }

  /** True for what keeps a leaver out, which everything else makes room for. */
  public boolean contains() {
    return this == URGENT || this == CONTAINMENT;
  }

  /** The lane of the work this thread does; the least urgent if nobody said. */
  public static CallPriority current() {
    return CURRENT.get();
  }

  /** Does the work in this lane. */
  public <T> T during(Supplier<T> work) {
    var before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }
}
