package io.muster.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Counts calls per bucket and says when there were too many; safe for many threads. */
public abstract class Limits {
  private final Clock clock;
  private final Duration window;

  private Limits(Clock clock, Duration window) {
    this.clock = clock;
    this.window = window;
  }

  /** Counts within windows that begin at multiples of their length since 1970, as most do. */
  public static Limits fixed(Clock clock, Duration window) {
    return new Fixed(clock, window);
  }

  /**
   * Counts the calls of the last so long; a refused call counts too, so hammering does not help.
   */
  public static Limits rolling(Clock clock, Duration window) {
    return new Rolling(clock, window);
  }

  /**
   * What the count came to.
   *
   * @param allowed whether the call may pass
   * @param limit how many may
   * @param remaining how many more may now
   * @param resetsAt when the window ends, or for a rolling one when the next call may pass
   */
  public record Verdict(boolean allowed, int limit, int remaining, Instant resetsAt) {

    /** Whole seconds to wait, at least one. */
    public long secondsFrom(Instant now) {
      return Math.max(1, (Duration.between(now, resetsAt).toMillis() + 999) / 1000);
    }
  }

  /** Counts one call of this bucket against this limit. */
  public synchronized Verdict take(String bucket, int limit) {
    return take(bucket, limit, clock.instant());
  }

  /** Starts every count anew. */
  public abstract void clear();

  abstract Verdict take(String bucket, int limit, Instant now);

  Duration window() {
    return window;
  }

  private static final class Fixed extends Limits {
    private final Map<String, Count> counts = new HashMap<>();

    Fixed(Clock clock, Duration window) {
      super(clock, window);
    }

    @Override
    Verdict take(String bucket, int limit, Instant now) {
      long length = window().toMillis();
      var start = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length);
      var before = counts.get(bucket);
      int taken = before == null || !before.start().equals(start) ? 1 : before.taken() + 1;
      counts.put(bucket, new Count(start, taken));
      return new Verdict(taken <= limit, limit, Math.max(0, limit - taken), start.plus(window()));
    }

    @Override
    public synchronized void clear() {
      counts.clear();
    }

    private record Count(Instant start, int taken) {}
  }

  private static final class Rolling extends Limits {
    private final Map<String, Deque<Instant>> calls = new HashMap<>();

    Rolling(Clock clock, Duration window) {
      super(clock, window);
    }

    @Override
    Verdict take(String bucket, int limit, Instant now) {
      var recent = calls.computeIfAbsent(bucket, fresh -> new ArrayDeque<>());
      var begin = now.minus(window());
      while (!recent.isEmpty() && !recent.getFirst().isAfter(begin)) {
        recent.removeFirst();
      }
      boolean allowed = recent.size() < limit;
      recent.addLast(now);
      int tooMany = recent.size() - limit;
      var frees =
          tooMany < 0
              ? now
              : recent.stream()
                  .skip(tooMany)
                  .findFirst()
                  .map(oldest -> oldest.plus(window()))
                  .orElseGet(() -> now.plus(window()));
      return new Verdict(allowed, limit, Math.max(0, -tooMany), frees);
    }

    @Override
    public synchronized void clear() {
      calls.clear();
    }
  }
}
