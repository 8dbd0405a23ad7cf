package io.muster.simulator.okta;

import io.muster.simulator.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the org, in the order in which it was written down, which is some time after it
 * happened.
 */
final class SystemLog {
  private static final Duration KEPT = Duration.ofDays(180);
  private static final Duration USUAL = Duration.ofDays(7);

  private final Clock clock;
  private final Duration delay;
  private final List<Event> events = new ArrayList<>();
  private int forgotten;

  SystemLog(Clock clock, Duration delay) {
    this.clock = clock;
    this.delay = delay;
  }

  record Target(String id, String type) {}

  record Event(String uuid, Instant published, String type, List<Target> targets) {
    /** True if the filter holds for it with one of its targets. */
    boolean fits(Expression filter) {
      return targets.isEmpty()
          ? filter.holds(name -> value(name, null))
          : targets.stream().anyMatch(target -> filter.holds(name -> value(name, target)));
    }

    private String value(String name, @Nullable Target target) {
      return switch (name) {
        case "eventType" -> type;
        case "target.id" -> target == null ? "" : target.id();
        case "target.type" -> target == null ? "" : target.type();
        default -> "";
      };
    }
  }

  /**
   * Part of it.
   *
   * @param after where it goes on
   */
  record Shown(List<Event> events, String after) {}

  static Target user(String id) {
    return new Target(id, "User");
  }

  static Target group(String id) {
    return new Target(id, "UserGroup");
  }

  void add(String type, Target... targets) {
    add(clock.instant(), type, targets);
  }

  void add(Instant at, String type, Target... targets) {
    var uuid = new UUID(0, events.size()).toString();
    events.add(new Event(uuid, at, type, List.of(targets)));
  }

  /** Forgets where anybody was. */
  void forget() {
    add("system.log.forgotten");
    forgotten = events.size();
  }

  Shown read(
      Optional<String> after, Optional<Instant> since, Optional<Expression> filter, int limit) {
    if (after.isPresent() && since.isPresent()) {
      throw refusal();
    }
    var from = since.orElse(clock.instant().minus(USUAL));
    if (from.isBefore(clock.instant().minus(KEPT))) {
      throw refusal();
    }
    var written = clock.instant().minus(delay);
    var shown = new ArrayList<Event>();
    int place = after.map(this::place).orElse(forgotten);
    for (; place < events.size() && shown.size() < limit; place++) {
      var event = events.get(place);
      if (event.published().isAfter(written)) {
        break;
      }
      boolean wanted = after.isPresent() || !event.published().isBefore(from);
      if (wanted && filter.map(event::fits).orElse(true)) {
        shown.add(event);
      }
    }
    return new Shown(shown, "place" + place);
  }

  private int place(String after) {
    if (!after.matches("place\\d{1,9}")) {
      throw refusal();
    }
    int place = Integer.parseInt(after.substring("place".length()));
    if ((place <= forgotten && forgotten > 0) || place > events.size()) {
      throw refusal();
    }
    return place;
  }

  private static Refusal refusal() {
    return new Refusal(
        Shapes.error(400, "E0000053", "Invalid filter or place in the log.", List.of()));
  }
}
