package io.muster.sources.workday;

import io.muster.sources.workday.SeenWorker.Employment;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a worker with what is known to come.
 *
 * @param now as of today
 * @param soon whether the person is employed as of the end of the look-ahead, or null if that was
 *     not asked for. Nothing else of that day counts, or movers would move early
 * @param ahead as of the days from which on something will be different, in their order
 */
record KnownWorker(SeenWorker now, @Nullable Employment soon, List<Ahead> ahead) {
  KnownWorker {
    ahead = List.copyOf(ahead);
  }

  /** A record with nothing known to come. */
  static KnownWorker of(SeenWorker now) {
    return new KnownWorker(now, null, List.of());
  }

  /** The worker as of a day to come. */
  record Ahead(LocalDate from, SeenWorker then) {}
}
