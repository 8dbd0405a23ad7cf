package io.muster.leavers;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How fast leavers were secured.
 *
 * @param leavers how many left
 * @param secured how many of them are secured now
 * @param late how many took, or take already, longer than promised
 * @param everything from the effective instant until secured
 * @param outcomes the same for each kind of outcome that was wanted
 */
public record Summary(
    int leavers, int secured, int late, Spread everything, Map<Kind, Spread> outcomes) {

  /** Adds up leavers, some at a time. */
  static final class Sum {
    private final AsOf asOf;
    private final List<Duration> everything = new ArrayList<>();
    private final Map<Kind, List<Duration>> seen = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> open = new EnumMap<>(Kind.class);
    private int leavers;
    private int late;

    Sum(AsOf asOf) {
      this.asOf = asOf;
    }

    void add(Leaver leaver, List<Outcome> outcomes) {
      leavers++;
      if (leaver.late(asOf)) {
        late++;
      }
      if (leaver.securedAt() != null) {
        everything.add(leaver.until(leaver.securedAt()));
      }
      for (var outcome : outcomes) {
        var spans = seen.computeIfAbsent(outcome.kind(), kind -> new ArrayList<>());
        if (outcome.state() == Outcome.State.OBSERVED && outcome.observedAt() != null) {
          spans.add(leaver.until(outcome.observedAt()));
        }
        open.merge(outcome.kind(), outcome.settled() ? 0 : 1, Integer::sum);
      }
    }

    Summary result() {
      var outcomes = new EnumMap<Kind, Spread>(Kind.class);
      seen.forEach(
          (kind, spans) -> outcomes.put(kind, Spread.of(spans, open.getOrDefault(kind, 0))));
      return new Summary(
          leavers,
          everything.size(),
          late,
          Spread.of(everything, leavers - everything.size()),
          outcomes);
    }
  }
}
