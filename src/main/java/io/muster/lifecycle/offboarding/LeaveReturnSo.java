package io.muster.lifecycle.offboarding;

import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets a return end with something missing, unless a wipe may still be carried out. */
@Component
class LeaveReturnSo extends Step {
  private final WipeSafety safety;

  LeaveReturnSo(WipeSafety safety) {
    this.safety = safety;
  }

  @Override
  protected void run(DelegateExecution execution) {
    safety.demandNothingPending(Step.caseId(execution));
  }
}
