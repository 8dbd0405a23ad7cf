package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** The other cases of a person, as a step of one of them may see and stop them. */
@Component
public class OtherCases {
  private static final String LEAVES = "personLeaves";

  private final List<LifecycleProcess> processes;
  private final Cases cases;
  private final RuntimeService engine;

  OtherCases(List<LifecycleProcess> processes, Cases cases, RuntimeService engine) {
    this.processes = processes;
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

  /** Ends every case of the person but those of this process, as its diagram says. */
  public void endAllBut(String process, EmployeeId employee) {
    processes.stream()
        .filter(other -> !other.key().equals(process))
        .flatMap(other -> cases.running(other.key(), employee).stream())
        .forEach(
            caseId ->
                engine
                    .createMessageCorrelation(LEAVES)
                    .processInstanceId(caseId)
                    .correlateWithResult());
  }
}
