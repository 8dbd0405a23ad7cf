package io.muster.remote;

import java.util.function.Supplier;

/** Who goes first when calls are scarce, the most urgent first. */
public enum Lane {
  CONTAINMENT,
  WIPE,
  VERIFICATION,
  JOINER,
  SYNC;

  private static final ThreadLocal<Lane> CURRENT = ThreadLocal.withInitial(() -> SYNC);

  /** The lane of the work this thread does; the least urgent if nobody said. */
  public static Lane current() {
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
