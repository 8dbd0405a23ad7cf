package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.BEGUN;

import io.muster.leavers.LeaverClock;
import io.muster.lifecycle.OtherCases;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Ends what else is under way for the person: whoever leaves is taken in or moved no more, and gets
 * nothing back from an earlier leaving that was taken back.
 */
@Component
class StopOtherCases extends Step {
  private final OtherCases others;
  private final LeaverOutcomes outcomes;
  private final WipeSafety safety;
  private final LeaverClock clock;

  StopOtherCases(OtherCases others, LeaverOutcomes outcomes, WipeSafety safety, LeaverClock clock) {
    this.others = others;
    this.outcomes = outcomes;
    this.safety = safety;
    this.clock = clock;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    BEGUN.set(execution, true);
    var employee = EMPLOYEE.in(execution);
    safety
        .leaving(Step.caseId(execution))
        .ifPresent(
            leaving -> clock.starts(Step.caseId(execution), employee, leaving.effectiveAt()));
    outcomes.begin(execution);
    others.endAllBut(Step.caseId(execution), employee);
  }
}
