package io.muster.process;

import java.util.function.Supplier;

/** Tells a start by our own code, which has been checked, from one through the engine's doors. */
public final class OwnStart {
  private static final ThreadLocal<Boolean> UNDER_WAY = ThreadLocal.withInitial(() -> false);

  private OwnStart() {}

  /** Starts a process for something that has been checked already. */
  public static <T> T of(Supplier<T> start) {
    UNDER_WAY.set(true);
    try {
      return start.get();
    } finally {
      UNDER_WAY.remove();
    }
  }

  /** True while this thread starts a process by itself. */
  public static boolean isUnderWay() {
    return UNDER_WAY.get();
  }
}
