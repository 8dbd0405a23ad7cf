package io.muster.siem;

import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import io.muster.safety.Destruction;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds what is not published as it happens: changes that make wipes easier, and stops of wipes.
 */
@Component
class SiemLook {
  private static final String STOP = "stop";

  private final Loosenings loosenings;
  private final Destruction destruction;
  private final SiemStore store;
  private final SiemListener events;
  private final TransactionTemplate transactions;
  private final Clock clock;

  SiemLook(
      Loosenings loosenings,
      Destruction destruction,
      SiemStore store,
      SiemListener events,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.loosenings = loosenings;
    this.destruction = destruction;
    this.store = store;
    this.events = events;
    this.transactions = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** Looks once; what an earlier look or another node has told is not told again. */
  void look() {
    loosenings.latest().forEach(this::steps);
    stops();
  }

  private void steps(Change change) {
    var prefix = "change/%d/".formatted(change.number());
    var author = change.authors().isEmpty() ? null : String.join(", ", change.authors());
    tell(prefix + "in", () -> DecisionEvents.of(change, "handed in", author, change.submittedAt()));
    for (var yes : change.agreed()) {
      tell(
          prefix + "yes/" + yes.by(),
          () -> DecisionEvents.of(change, "agreed to", yes.by(), yes.at()));
    }
    var end = change.end();
    if (end != null) {
      var how = change.state().name().toLowerCase(java.util.Locale.ROOT);
      tell(prefix + how, () -> DecisionEvents.of(change, how, end.by(), end.at()));
    }
  }

  private void stops() {
    var state = destruction.state();
    var now = clock.instant();
    var standing = new HashSet<String>();
    var pause = state.pause();
    if (pause != null) {
      standing.add(STOP + "/pause/" + pause.number());
      tell(
          STOP + "/pause/" + pause.number(),
          () -> DecisionEvents.stop("paused", pause.by(), pause.since()));
    }
    var opening = state.opening();
    if (opening != null) {
      standing.add(STOP + "/breaker/" + opening.number());
      tell(
          STOP + "/breaker/" + opening.number(),
          () -> DecisionEvents.stop("breaker open", null, opening.since()));
    }
    over(standing, now);
  }

  private void over(Set<String> standing, Instant now) {
    for (var begun : store.lasting(STOP)) {
      if (!standing.contains(begun)) {
        transactions.executeWithoutResult(
            transaction -> {
              if (store.ends(begun, now)) {
                events.keep(DecisionEvents.stop("go on", null, now));
              }
            });
      }
    }
  }

  private void tell(String key, Supplier<SecurityEvent> event) {
    transactions.executeWithoutResult(
        transaction -> {
          if (store.isFirst(key, clock.instant())) {
            events.keep(event.get());
          }
        });
  }
}
