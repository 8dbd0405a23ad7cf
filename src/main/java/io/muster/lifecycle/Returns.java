package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.process.OwnStart;
import io.muster.process.ProcessLog;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/**
 * Takes leavings back. Where the person did not leave in peace, somebody has to agree first; until
 * then the leaving goes on as it is.
 */
@Component
class Returns {
  private static final String CONSENT = "returnConsent";
  private static final String OFFBOARDING_CASE = "offboardingCase";

  private final WipeSafety safety;
  private final RuntimeService engine;

  Returns(WipeSafety safety, RuntimeService engine) {
    this.safety = safety;
    this.engine = engine;
  }

  /** True if somebody has to agree before this leaving, which has begun, is undone. */
  boolean needConsent(String caseId) {
    return safety.awaitsConsentToReturn(caseId);
  }

  /** The offboarding of this person that began last, though it may have ended. */
  Optional<String> lastCase(EmployeeId employee) {
    return safety.lastLeaving(employee).map(Leaving::caseId);
  }

  /** Has somebody asked whether the person may return, unless somebody is asked already. */
  void ask(String caseId, TerminationRescinded rescinded) {
    var employee = rescinded.employee();
    var origin = rescinded.origin();
    var key = "%s/return/%s".formatted(employee, caseId);
    var asked =
        engine
                .createProcessInstanceQuery()
                .processDefinitionKey(CONSENT)
                .processInstanceBusinessKey(key)
                .count()
            > 0;
    safety.askReturn(caseId);
    if (!asked) {
      OwnStart.of(
          () ->
              engine.startProcessInstanceByKey(
                  CONSENT,
                  key,
                  Map.of(
                      LifecycleVariables.EMPLOYEE.name(),
                      employee.value(),
                      OFFBOARDING_CASE,
                      caseId,
                      LifecycleVariables.CHANGE.name(),
                      "%s/%s".formatted(origin.source(), origin.eventId()),
                      LifecycleVariables.EFFECTIVE_AT.name(),
                      origin.occurredAt().toString())));
      ProcessLog.tell(CONSENT, employee, "HR takes the leaving back; somebody has to agree");
    }
  }

  /** Has a leaving that runs undo what it did. */
  void takeBack(String caseId) {
    engine
        .createMessageCorrelation(CaseMessages.LEAVING_TAKEN_BACK)
        .processInstanceId(caseId)
        .correlateWithResult();
  }
}
