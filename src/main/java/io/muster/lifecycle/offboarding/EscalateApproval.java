package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVERS;
import static io.muster.lifecycle.offboarding.Offboarding.ON_SILENCE;

import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Hands the question to the administrators; their silence keeps the device locked. */
@Component
class EscalateApproval extends Step {
  private final NotSecured notSecured;

  EscalateApproval(NotSecured notSecured) {
    this.notSecured = notSecured;
  }

  @Override
  protected void run(DelegateExecution execution) {
    notSecured.answered(EMPLOYEE.in(execution), DEVICE.in(execution));
    APPROVERS.set(execution, "administrator");
    ON_SILENCE.set(execution, "keepLocked");
  }
}
