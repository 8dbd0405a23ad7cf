package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;

import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets the silence of the approvers count as a yes, where the plan says so. */
@Component
class LetSilenceCount extends Step {
  private final WipeSafety safety;
  private final NotSecured notSecured;

  LetSilenceCount(WipeSafety safety, NotSecured notSecured) {
    this.safety = safety;
    this.notSecured = notSecured;
  }

  @Override
  protected void run(DelegateExecution execution) {
    notSecured.answered(EMPLOYEE.in(execution), DEVICE.in(execution));
    safety.letSilenceCount(PLAN.in(execution));
  }
}
