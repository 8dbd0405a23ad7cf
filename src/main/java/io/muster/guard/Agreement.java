package io.muster.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When enough people have agreed to a change. Decides; keeps nothing.
 *
 * @param authored true if a person handed the change in, who stands for one of two
 * @param yes when each different person agreed, the earliest first
 * @param delay how long a change waits once enough people have agreed
 */
record Agreement(boolean authored, List<Instant> yes, Duration delay) {
  private static final int TWO = 2;

  /** How many more people have to agree before the time runs. */
  int missing() {
    return Math.max(0, needed() - yes.size());
  }

  /** When the change becomes live; empty while people are missing. */
  Optional<Instant> liveAt() {
    if (missing() > 0) {
      return Optional.empty();
    }
    var afterDelay = yes.get(needed() - 1).plus(delay);
    var atOnce = needed() + TWO;
    return yes.size() >= atOnce && yes.get(atOnce - 1).isBefore(afterDelay)
        ? Optional.of(yes.get(atOnce - 1))
        : Optional.of(afterDelay);
  }

  private int needed() {
    return authored ? 1 : TWO;
  }
}
