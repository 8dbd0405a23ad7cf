package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;

import io.muster.lifecycle.Returns;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Takes the leaving back, now that somebody has agreed. */
@Component
class TakeLeavingBack extends Step {
  private final Returns returns;

  TakeLeavingBack(Returns returns) {
    this.returns = returns;
  }

  @Override
  protected void run(DelegateExecution execution) {
    returns.agreed(OFFBOARDING_CASE.in(execution), EMPLOYEE.in(execution));
  }
}
