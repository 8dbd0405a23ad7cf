package io.muster.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this node may work at this moment, and if not why. */
public final class NodeFitness {
  private static final Logger log = LoggerFactory.getLogger(NodeFitness.class);

  /** How old a look may be for a request that wants to write. */
  private static final Duration FRESH = Duration.ofMillis(250);

  private final Supplier<Sighting> probe;
  private final NodeProperties properties;
  private final WallClock wall;
  private @Nullable Sighting last;
  private String said = "";

  NodeFitness(Supplier<Sighting> probe, NodeProperties properties, WallClock wall) {
    this.probe = probe;
    this.properties = properties;
    this.wall = wall;
  }

  /** Looks, unless somebody has just done so. */
  synchronized Sighting sighting() {
    var now = wall.clock().instant();
    var seen = last;
    if (seen != null && isFresh(seen.at(), now)) {
      return seen;
    }
    seen = probe.get();
    last = seen;
    say(problem(seen).orElse(""));
    return seen;
  }

  private static boolean isFresh(Instant at, Instant now) {
    return !at.plus(FRESH).isBefore(now) && !at.isAfter(now);
  }

  /** True if the timers that fall due may be acted on here. */
  public boolean mayTakeJobs() {
    var seen = sighting();
    return seen.canStore() && seen.clockIsRight(properties.clockTolerance());
  }

  /** What is wrong and what to do next; empty if nothing is. */
  Optional<String> problem() {
    return problem(sighting());
  }

  private Optional<String> problem(Sighting seen) {
    if (seen.problem() != null) {
      return Optional.of(seen.problem());
    }
    var off = seen.clockOff();
    return off == null || seen.clockIsRight(properties.clockTolerance())
        ? Optional.empty()
        : Optional.of(
            "The clock of this node is %.1f s %s the database's, more than muster.node.clock-tolerance allows (%d s). It takes no jobs, as it would act at the wrong time. Set both by NTP."
                .formatted(
                    off.abs().toMillis() / 1000.0,
                    off.isNegative() ? "behind" : "ahead of",
                    properties.clockTolerance().toSeconds()));
  }

  /** Once for each change, and not every second; how far a clock is off varies all the time. */
  private void say(String problem) {
    var kind = problem.replaceAll("[0-9.]+ s", "");
    if (kind.equals(said)) {
      return;
    }
    said = kind;
    if (problem.isEmpty()) {
      log.info("This node is fit to work again.");
    } else {
      log.error("{}", problem);
    }
  }
}
