package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.PLAN;

import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets the silence of the approvers count as a yes, where the plan says so. */
@Component
class LetSilenceCount extends Step {
  private final WipeSafety safety;

  LetSilenceCount(WipeSafety safety) {
    this.safety = safety;
  }

  @Override
  protected void run(DelegateExecution execution) {
    safety.letSilenceCount(PLAN.in(execution));
  }
}
