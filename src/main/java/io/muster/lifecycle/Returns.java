package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.process.OwnStart;
import io.muster.process.ProcessLog;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/**
 * Takes leavings back. Where the person did not leave in peace, somebody has to agree first; until
 * then the leaving goes on as it is.
 */
@Component
class Returns {
  private static final String CONSENT = "returnConsent";
  private static final String OFFBOARDING_CASE = "offboardingCase";
  private static final String ANSWERED = "takeLeavingBack";

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
    Map<String, Object> event =
        Map.of(
            LifecycleVariables.CHANGE.name(),
            "%s/%s".formatted(origin.source(), origin.eventId()),
            LifecycleVariables.EFFECTIVE_AT.name(),
            origin.occurredAt().toString());
    safety.askReturn(caseId);
    var asked = asked(key);
    if (asked.isPresent()) {
      // whoever is asked already agrees to what HR said last
      engine.setVariables(asked.get(), event);
      return;
    }
    var variables = new HashMap<>(event);
    variables.put(LifecycleVariables.EMPLOYEE.name(), employee.value());
    variables.put(OFFBOARDING_CASE, caseId);
    OwnStart.of(() -> engine.startProcessInstanceByKey(CONSENT, key, variables));
    ProcessLog.tell(CONSENT, employee, "HR takes the leaving back; somebody has to agree");
  }

  /** The question that is open; one that has been answered asks nobody any more. */
  private Optional<String> asked(String key) {
    return engine
        .createProcessInstanceQuery()
        .processDefinitionKey(CONSENT)
        .processInstanceBusinessKey(key)
        .list()
        .stream()
        .map(ProcessInstance::getId)
        .filter(one -> !engine.getActiveActivityIds(one).contains(ANSWERED))
        .findFirst();
  }

  /**
   * Whoever had left with force and leaves once more in peace, without having come back, still
   * takes somebody's yes to return.
   */
  void staysWithForce(String before, String caseId) {
    var now = safety.leaving(caseId);
    safety
        .leaving(before)
        .ifPresent(
            was ->
                now.ifPresent(
                    it ->
                        safety.begin(
                            new Leaving(
                                caseId,
                                it.employee(),
                                was.reason(),
                                was.immediate(),
                                it.source(),
                                it.effectiveAt()))));
  }

  /** Has a leaving that runs undo what it did. */
  void takeBack(String caseId) {
    engine
        .createMessageCorrelation(CaseMessages.LEAVING_TAKEN_BACK)
        .processInstanceId(caseId)
        .correlateWithResult();
  }
}
