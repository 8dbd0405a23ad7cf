package io.muster.lifecycle.breaker;

import static io.muster.lifecycle.LifecycleVariables.ANSWERED_BY;
import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.breaker.BreakerAlarm.LIST;

import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.Destruction;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Keeps a yes to exactly the list that was shown. What cannot count is said to the next person. */
@Component
class RecordBreakerAnswer extends BreakerStep {
  private final Destruction destruction;

  RecordBreakerAnswer(Destruction destruction) {
    this.destruction = destruction;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var by = ANSWERED_BY.in(execution);
    if (!DECISION.in(execution).equals("agree")) {
      PROBLEM.set(
          execution,
          "%s leaves it open: %s".formatted(by, COMMENT.find(execution).orElse("no reason given")));
      return;
    }
    try {
      var opening = destruction.close(LIST.in(execution), by, COMMENT.find(execution).orElse(""));
      PROBLEM.set(
          execution,
          opening.closedAt() == null ? "%s has agreed; one more has to.".formatted(by) : "");
    } catch (Refused counted) {
      PROBLEM.set(
          execution, "The answer of %s did not count: %s".formatted(by, counted.getMessage()));
    }
  }
}
