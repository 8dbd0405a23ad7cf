package io.muster.lifecycle.breaker;

import io.muster.people.EmployeeId;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** A step about the breaker instead of a person. */
abstract class BreakerStep extends Step {
  @Override
  protected final EmployeeId about(DelegateExecution execution) {
    return BreakerAlarm.STANDING_FOR;
  }

  @Override
  protected final boolean isTold() {
    return false;
  }
}
