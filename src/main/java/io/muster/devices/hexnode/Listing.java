package io.muster.devices.hexnode;

import io.muster.devices.hexnode.Hexnode.PageQuestion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that many cases look through, read once for all of them while it is young enough.
 *
 * <p>Hexnode answers no question about one name or one user's devices; each takes the whole list,
 * and a thousand people who wait for their devices would use up every call there is.
 */
final class Listing<T> {
  private final Hexnode hexnode;
  private final PageQuestion<T> question;
  private final Clock clock;
  private volatile @Nullable Reading<T> newest;

  Listing(Hexnode hexnode, PageQuestion<T> question, Clock clock) {
    this.hexnode = hexnode;
    this.question = question;
    this.clock = clock;
  }

  /** The list, read at most so long ago. Whoever comes while it is being read waits for it. */
  synchronized List<T> notOlderThan(Duration age) {
    var known = newest;
    if (known != null && known.begunAt.plus(age).isAfter(clock.instant())) {
      return known.list;
    }
    return now();
  }

  /** The list as it is now; read at once, whoever else is reading it. */
  List<T> now() {
    var begunAt = clock.instant();
    var list = hexnode.all(question);
    newest = new Reading<>(list, begunAt);
    return list;
  }

  private record Reading<T>(List<T> list, Instant begunAt) {}
}
