package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** The other cases of a person, as a step of one of them may see and stop them. */
@Component
public class OtherCases {
  private static final String LEAVES = "personLeaves";
  private static final String OFFBOARDING = "offboarding";

  private final Cases cases;
  private final RuntimeService engine;

  OtherCases(Cases cases, RuntimeService engine) {
    this.cases = cases;
    this.engine = engine;
  }

  /** True if a case of this process runs for the person and has not set the variable yet. */
  public boolean runsWithout(String process, EmployeeId employee, String variable) {
    return cases
        .running(process, employee)
        .filter(caseId -> engine.getVariable(caseId, variable) == null)
        .isPresent();
  }

  /** True while a leaving of the person that was taken back is being undone. */
  public boolean areUndoingALeaving(EmployeeId employee) {
    return cases.running(employee).stream()
        .filter(other -> other.isOf(OFFBOARDING))
        .anyMatch(other -> isBeingUndone(other.caseId()));
  }

  /** True if this case of offboarding was taken back and gives back what it had taken. */
  boolean isBeingUndone(String caseId) {
    return engine
            .createExecutionQuery()
            .processInstanceId(caseId)
            .messageEventSubscriptionName(LEAVES)
            .count()
        > 0;
  }

  /** Ends every case of the person but this one, as its diagram says. */
  public void endAllBut(String caseId, EmployeeId employee) {
    cases.running(employee).stream()
        .filter(other -> !other.caseId().equals(caseId))
        .forEach(
            other ->
                engine
                    .createMessageCorrelation(LEAVES)
                    .processInstanceId(other.caseId())
                    .correlateWithResult());
  }
}
