package io.muster.leavers;

import io.muster.ledger.OncePerTransaction;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.OutcomeChanged;
import io.muster.ledger.Outcomes;
import java.time.Duration;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Keeps on each clock whether the leaver is secured.
 *
 * <p>It judges at the end of the transaction, when no outcome is written any more: so the row of
 * the clock is always locked after them, and two transactions never wait for each other.
 */
@Component
class SecuringWatch {
  /** Before whatever writes down what is found here. */
  private static final int FIRST = 0;

  private final JdbcLeaverClock clocks;
  private final Outcomes outcomes;
  private final ApplicationEventPublisher events;

  /** Whoever is judged at the end of a transaction is judged by all that it has written. */
  private final OncePerTransaction<String, Boolean> judged = new OncePerTransaction<>(this::judge);

  SecuringWatch(JdbcLeaverClock clocks, Outcomes outcomes, ApplicationEventPublisher events) {
    this.clocks = clocks;
    this.outcomes = outcomes;
    this.events = events;
  }

  /** An outcome was seen for the first time, so long after the effective instant. */
  record FirstSeen(Kind kind, Duration took) {}

  /** A leaver was secured for the first time, so long after the effective instant. */
  record FirstSecured(Duration took) {}

  @Order(FIRST)
  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
  void changed(OutcomeChanged changed) {
    var outcome = changed.outcome();
    if (changed.firstSight()) {
      clocks
          .find(outcome.caseId())
          .map(leaver -> new FirstSeen(outcome.kind(), leaver.until(outcome.changedAt())))
          .ifPresent(events::publishEvent);
    }
    if (Securing.takes(outcome.kind())) {
      judged.of(outcome.caseId());
    }
  }

  @Order(FIRST)
  @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
  void started(JdbcLeaverClock.Started started) {
    judged.of(started.caseId());
  }

  /** False if there is nobody to judge. */
  private boolean judge(String caseId) {
    // locked before reading: of two that settle the last two outcomes, the later sees both
    var leaver = clocks.lock(caseId).orElse(null);
    if (leaver == null) {
      return false;
    }
    var since = Securing.securedAt(outcomes.of(caseId)).orElse(null);
    if (!Objects.equals(since, leaver.securedAt())) {
      clocks.secured(caseId, since);
      events.publishEvent(new ClockChanged(caseId, leaver.employee(), leaver.effectiveAt(), since));
    }
    if (since != null && leaver.firstSecuredAt() == null) {
      events.publishEvent(new FirstSecured(leaver.until(since)));
    }
    return true;
  }
}
