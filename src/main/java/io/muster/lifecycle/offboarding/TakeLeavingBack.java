package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.CHANGE;
import static io.muster.lifecycle.LifecycleVariables.EFFECTIVE_AT;
import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;

import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.process.ProcessLog;
import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Accepts HR's event once more, now that somebody has agreed. Where nobody has, somebody is asked
 * again; where HR has said something newer meanwhile, that counts.
 */
@Component
class TakeLeavingBack extends Step {
  private final Lifecycle lifecycle;
  private final WipeSafety safety;

  TakeLeavingBack(Lifecycle lifecycle, WipeSafety safety) {
    this.lifecycle = lifecycle;
    this.safety = safety;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    var event = CHANGE.in(execution).split("/", 2);
    var origin = new Origin(event[0], event[1], Instant.parse(EFFECTIVE_AT.in(execution)));
    var outcome = lifecycle.accept(new TerminationRescinded(origin, employee));
    if (outcome.fate() == Lifecycle.Fate.SUPERSEDED) {
      safety.leavesAgain(OFFBOARDING_CASE.in(execution));
    }
    ProcessLog.tell("returnConsent", employee, "return agreed to: " + outcome.fate());
  }
}
