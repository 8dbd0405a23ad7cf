package io.muster.sources.bamboohr;

import io.muster.sources.bamboohr.Company.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Changes that need no further look, though the overlap shows them again.
 *
 * <p>Only what was read twice counts as seen: BambooHR counts in seconds, and another change may
 * have come in the rest of the same one. Forgetting costs a few calls and nothing else.
 */
final class SeenChanges {
  private static final Duration APART = Duration.ofSeconds(30);
  private static final int REMEMBERED = 20_000;

  private final Map<Change, Instant> once = new HashMap<>();
  private final Set<Change> settled = new HashSet<>();

  synchronized boolean contains(Change change) {
    return settled.contains(change);
  }

  /** True if it was taken in at all. */
  synchronized boolean hasRead(Change change) {
    return settled.contains(change) || once.containsKey(change);
  }

  /** These have just been taken in. */
  synchronized void add(Collection<Change> changes, Instant now) {
    if (once.size() > REMEMBERED || settled.size() > REMEMBERED) {
      once.clear();
      settled.clear();
    }
    for (var change : changes) {
      var first = once.putIfAbsent(change, now);
      if (first != null && !first.plus(APART).isAfter(now)) {
        once.remove(change);
        settled.add(change);
      }
    }
  }
}
