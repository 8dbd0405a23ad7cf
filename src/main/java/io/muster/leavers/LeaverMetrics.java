package io.muster.leavers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.muster.leavers.SecuringWatch.FirstSecured;
import io.muster.leavers.SecuringWatch.FirstSeen;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.OutcomeChanged;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Counts, after the commit, how fast leavers are secured.
 *
 * <p>Every meter is there from the start: a rate over a series that begins late hides its first
 * value. The gauge is read from the database, so each node shows the same.
 */
@Component
class LeaverMetrics {
  private static final Duration[] BOUNDS = {
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofDays(1)
  };

  private final MeterRegistry meters;

  LeaverMetrics(MeterRegistry meters, JdbcLeaverClock clocks, LeaversProperties properties) {
    this.meters = meters;
    Gauge.builder("muster.leaver.unsecured", () -> clocks.unsecuredAfter(properties.promise()))
        .description("Leavers who are not secured although the promised time has passed")
        .register(meters);
    everything();
    for (var kind : Kind.values()) {
      firstSight(kind);
      contradicted(kind);
    }
  }

  @TransactionalEventListener(fallbackExecution = true)
  void seen(FirstSeen seen) {
    firstSight(seen.kind()).record(seen.took());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void secured(FirstSecured secured) {
    everything().record(secured.took());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void changed(OutcomeChanged changed) {
    if (changed.outcome().state() == State.CONTRADICTED) {
      contradicted(changed.outcome().kind()).increment();
    }
  }

  private Timer firstSight(Kind kind) {
    return Timer.builder("muster.leaver.secured")
        .description("From the effective instant until the outcome was first seen")
        .tag("outcome", tag(kind))
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }

  private Timer everything() {
    return Timer.builder("muster.leaver.secure")
        .description("From the effective instant until the leaver was first secured")
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }

  private Counter contradicted(Kind kind) {
    return Counter.builder("muster.leaver.contradicted")
        .description("Outcomes that were seen not to be so")
        .tag("outcome", tag(kind))
        .register(meters);
  }

  private static String tag(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
