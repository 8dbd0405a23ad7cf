package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_HEAD_START;

import io.muster.lifecycle.OtherCases;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Ends the head start of the devices: the accounts need not wait any longer. */
@Component
class LetAccountsFollow extends Step {
  private final OtherCases cases;

  LetAccountsFollow(OtherCases cases) {
    this.cases = cases;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected boolean isTold() {
    return false;
  }

  @Override
  protected void run(DelegateExecution execution) {
    cases.wakeCase(Step.caseId(execution), DEVICE_HEAD_START);
  }
}
