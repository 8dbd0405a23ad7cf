package io.muster.simulator.entra;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that ever happened in the tenant, in order: what deltas and notifications tell. */
final class Happenings {
  private final List<Happening> all = new ArrayList<>();
  private Consumer<Happening> listener = happening -> {};

  /** What a happening is about. */
  enum Kind {
    USER,
    GROUP,
    MEMBER
  }

  /**
   * One of them.
   *
   * @param at when
   * @param kind what it is about
   * @param id the user or group
   * @param member who came into the group or left it, or null
   * @param gone true if it is gone, or has left
   */
  record Happening(Instant at, Kind kind, String id, @Nullable String member, boolean gone) {}

  void onEach(Consumer<Happening> newListener) {
    listener = newListener;
  }

  void add(Instant at, Kind kind, String id, @Nullable String member, boolean gone) {
    var happening = new Happening(at, kind, id, member, gone);
    all.add(happening);
    listener.accept(happening);
  }

  /** How many had happened by then. */
  int until(Instant end) {
    int number = all.size();
    while (number > 0 && all.get(number - 1).at().isAfter(end)) {
      number--;
    }
    return number;
  }

  /** Those from one number to another. */
  List<Happening> between(int from, int to) {
    return from >= to ? List.of() : List.copyOf(all.subList(from, to));
  }
}
