package io.muster.lifecycle.breaker;

import static io.muster.lifecycle.breaker.BreakerAlarm.AGREED;
import static io.muster.lifecycle.breaker.BreakerAlarm.IS_CLOSED;
import static io.muster.lifecycle.breaker.BreakerAlarm.LIST;
import static io.muster.lifecycle.breaker.BreakerAlarm.OPEN_SINCE;
import static io.muster.lifecycle.breaker.BreakerAlarm.WAITING;
import static io.muster.lifecycle.breaker.BreakerAlarm.WHY_OPEN;
import static io.muster.lifecycle.breaker.BreakerAlarm.WIPES;

import io.muster.lifecycle.shared.Moments;
import io.muster.safety.Destruction;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Writes down what the people who are asked are shown: why it is open, and every wipe that waits.
 */
@Component
class ShowBreaker extends BreakerStep {
  private final Destruction destruction;
  private final Moments moments;

  ShowBreaker(Destruction destruction, Moments moments) {
    this.destruction = destruction;
    this.moments = moments;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var state = destruction.state();
    var opening = state.opening();
    IS_CLOSED.set(execution, opening == null);
    WHY_OPEN.set(execution, opening == null ? "" : opening.why());
    OPEN_SINCE.set(execution, opening == null ? "" : moments.shown(opening.since()));
    LIST.set(execution, state.list());
    WAITING.set(execution, state.waiting().size());
    WIPES.set(execution, BreakerWords.lines(state));
    AGREED.set(execution, BreakerWords.agreed(state));
  }
}
