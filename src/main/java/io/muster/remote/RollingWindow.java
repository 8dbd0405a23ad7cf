package io.muster.remote;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** The calls of the last so long, remembered slot by slot; a slot is forgotten as a whole. */
public final class RollingWindow {
  private final TreeMap<Long, Integer> slots = new TreeMap<>();
  private final long slotMillis;
  private final long spanMillis;

  private RollingWindow(Duration slot, Duration span) {
    this.slotMillis = slot.toMillis();
    this.spanMillis = span.toMillis();
  }

  /** One in which nothing was called yet. */
  public static RollingWindow empty(Duration slot, Duration span) {
    return new RollingWindow(slot, span);
  }

  /** Reads what {@link #write} wrote, without what is too long ago; nothing is an empty window. */
  static RollingWindow read(ByteBuffer state, Duration slot, Duration span, Instant now) {
    var window = new RollingWindow(slot, span);
    var many = state.hasRemaining() ? state.getInt() : 0;
    for (int i = 0; i < many; i++) {
      window.slots.put(state.getLong(), state.getInt());
    }
    window.forget(now);
    return window;
  }

  /** Forgets what is too long ago. */
  public void forget(Instant now) {
    slots.keySet().removeIf(number -> !freedAt(number).isAfter(now));
  }

  /** How many bytes {@link #write} needs. */
  int size() {
    return Integer.BYTES + slots.size() * (Long.BYTES + Integer.BYTES);
  }

  void write(ByteBuffer state) {
    state.putInt(slots.size());
    slots.forEach((number, calls) -> state.putLong(number).putInt(calls));
  }

  /** How many calls it remembers. */
  public int calls() {
    return slots.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Adds calls made at this instant, or takes some back that were not; never below none. */
  public void add(Instant at, int calls) {
    var number = Math.floorDiv(at.toEpochMilli(), slotMillis);
    if (calls < 0 && !slots.containsKey(number)) {
      return;
    }
    slots.merge(number, calls, (before, more) -> Math.max(0, before + more));
  }

  /** When so many of the calls will be too long ago to count. */
  public Instant whenFree(int calls, Instant now) {
    var freed = 0;
    for (var slot : slots.entrySet()) {
      freed += slot.getValue();
      if (freed >= calls) {
        return freedAt(slot.getKey());
      }
    }
    return now.plusMillis(spanMillis);
  }

  private Instant freedAt(long slot) {
    return Instant.ofEpochMilli((slot + 1) * slotMillis + spanMillis);
  }
}
