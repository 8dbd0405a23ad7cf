package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.process.OwnStart;
import io.muster.process.ProcessLog;
import io.muster.safety.WipeSafety;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/**
 * Takes leavings back. Where the person did not leave in peace, somebody has to agree first; until
 * then the leaving goes on as it is.
 */
@Component
public class Returns {
  private static final String CONSENT = "returnConsent";
  private static final String OFFBOARDING_CASE = "offboardingCase";

  private final Cases cases;
  private final WipeSafety safety;
  private final Alarms alarms;
  private final RuntimeService engine;

  Returns(Cases cases, WipeSafety safety, Alarms alarms, RuntimeService engine) {
    this.cases = cases;
    this.safety = safety;
    this.alarms = alarms;
    this.engine = engine;
  }

  /**
   * Takes the leaving of this case back, or has somebody asked.
   *
   * @param begun whether anything has been done about it
   */
  void begin(String caseId, EmployeeId employee, boolean begun) {
    if (begun && needConsent(caseId)) {
      ask(caseId, employee);
    } else {
      takeBack(caseId);
    }
  }

  /** True if somebody has to agree before this leaving, which has begun, is undone. */
  boolean needConsent(String caseId) {
    return safety.awaitsConsentToReturn(caseId);
  }

  private void ask(String caseId, EmployeeId employee) {
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
                      caseId)));
      ProcessLog.tell(CONSENT, employee, "HR takes the leaving back; somebody has to agree");
    }
  }

  /** Somebody has agreed. */
  public void agreed(String caseId, EmployeeId employee) {
    var runs = cases.running(employee).stream().anyMatch(one -> one.caseId().equals(caseId));
    if (runs) {
      takeBack(caseId);
    } else {
      alarms.raise(
          "return." + employee,
          "Somebody agreed that employee %s returns, but the offboarding has ended by now. Have HR send the hire, so that the person is onboarded anew."
              .formatted(employee));
    }
  }

  private void takeBack(String caseId) {
    engine
        .createMessageCorrelation(CaseMessages.LEAVING_TAKEN_BACK)
        .processInstanceId(caseId)
        .correlateWithResult();
  }
}
