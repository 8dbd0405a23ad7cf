package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.APPROVERS;
import static io.muster.lifecycle.offboarding.Offboarding.ON_SILENCE;

import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Hands the question to the administrators; their silence keeps the device locked. */
@Component
class EscalateApproval extends Step {

  @Override
  protected void run(DelegateExecution execution) {
    APPROVERS.set(execution, "administrator");
    ON_SILENCE.set(execution, "keepLocked");
  }
}
