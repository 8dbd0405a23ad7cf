package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.EMPLOYEE;

import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Has somebody who was offboarded looked at again for a month: an hour, a day, a week on. */
@Component
class PlanSweeps extends Step {
  private final Sweeps sweeps;

  PlanSweeps(Sweeps sweeps) {
    this.sweeps = sweeps;
  }

  @Override
  protected void run(DelegateExecution execution) {
    sweeps.start(Step.caseId(execution), EMPLOYEE.in(execution), LeaverVariables.users(execution));
  }
}
