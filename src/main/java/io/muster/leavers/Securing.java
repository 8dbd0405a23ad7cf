package io.muster.leavers;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides whether a leaver is shut out. */
final class Securing {
  private static final Set<Kind> SECURING =
      Set.of(Kind.ACCOUNT, Kind.SESSIONS, Kind.LOCK, Kind.ISOLATION);

  private Securing() {}

  /** Whether it takes an outcome of this kind to be secured. */
  static boolean takes(Kind kind) {
    return SECURING.contains(kind);
  }

  /**
   * Since when everything that shuts the leaver out is settled.
   *
   * @return empty if something is not settled, or nothing of the kind was ever wanted
   */
  static Optional<Instant> securedAt(List<Outcome> outcomes) {
    var wanted = outcomes.stream().filter(outcome -> takes(outcome.kind())).toList();
    return wanted.stream().allMatch(Outcome::settled)
        ? wanted.stream().map(Securing::settledAt).max(Instant::compareTo)
        : Optional.empty();
  }

  private static Instant settledAt(Outcome outcome) {
    return outcome.state() == State.OBSERVED
        ? Objects.requireNonNullElse(outcome.observedAt(), outcome.changedAt())
        : outcome.changedAt();
  }
}
