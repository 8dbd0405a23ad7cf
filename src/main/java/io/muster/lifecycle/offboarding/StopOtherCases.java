package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.BEGUN;

import io.muster.lifecycle.OtherCases;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Ends what else is under way for the person: whoever leaves is taken in or moved no more, and gets
 * nothing back from an earlier leaving that was taken back.
 */
@Component
class StopOtherCases extends Step {
  private final OtherCases others;

  StopOtherCases(OtherCases others) {
    this.others = others;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    BEGUN.set(execution, true);
    others.endAllBut(execution.getProcessInstanceId(), EMPLOYEE.in(execution));
  }
}
