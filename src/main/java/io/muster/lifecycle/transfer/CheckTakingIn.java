package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.transfer.Transfer.BEING_TAKEN_IN;

import io.muster.lifecycle.OtherCases;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether onboarding, or a leaving that is being undone, still works on the person's groups;
 * two cases must not do so at once.
 */
@Component
class CheckTakingIn extends Step {
  private static final String ONBOARDING = "onboarding";
  private static final String GROUPS_ARE_DONE = "deviceDue";

  private final OtherCases others;

  CheckTakingIn(OtherCases others) {
    this.others = others;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    BEING_TAKEN_IN.set(
        execution,
        others.runsWithout(ONBOARDING, employee, GROUPS_ARE_DONE)
            || others.areUndoingALeaving(employee));
  }
}
