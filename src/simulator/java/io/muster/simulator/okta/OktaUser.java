package io.muster.simulator.okta;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One user of the org, with what the search index still believes of it. */
final class OktaUser {
  final String id;
  final Map<String, @Nullable Object> profile = new TreeMap<>();
  final Set<String> groupsByHand = new LinkedHashSet<>();
  final Instant created;
  private final Deque<Seen> history = new ArrayDeque<>();
  Set<String> groupsByRule = Set.of();
  Instant changed;
  String status;
  @Nullable Instant rulesDue;
  @Nullable Instant goneAt;
  int sessionsEnded;

  OktaUser(String id, String status, Instant now) {
    this.id = id;
    this.status = status;
    this.created = now;
    this.changed = now;
  }

  /** As it was at some time. */
  record Seen(Instant at, String status, Map<String, @Nullable Object> profile) {
    String text(String attribute) {
      return OktaUser.text(profile, attribute);
    }
  }

  void touched(Instant now, Instant nextEvaluation) {
    changed = now;
    rulesDue = nextEvaluation;
    history.addLast(now(now));
  }

  private Seen now(Instant now) {
    return new Seen(now, status, new TreeMap<>(profile));
  }

  /** As an index that ends then knows it; empty if it does not know it yet. */
  Optional<Seen> asOf(Instant end) {
    return history.stream()
        .filter(seen -> !seen.at().isAfter(end))
        .reduce((earlier, later) -> later);
  }

  String text(String attribute) {
    return text(profile, attribute);
  }

  private static String text(Map<String, @Nullable Object> profile, String attribute) {
    var value = profile.get(attribute);
    return value == null ? "" : value.toString();
  }
}
