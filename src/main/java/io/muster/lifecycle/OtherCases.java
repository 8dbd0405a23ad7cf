package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The other cases of a person, as a step of one of them may see and stop them. */
@Component
public class OtherCases {
  private static final String OFFBOARDING = "offboarding";

  private final ObjectProvider<LifecycleProcess> processes;
  private final Cases cases;
  private final CaseTimers timers;
  private final RuntimeService engine;

  OtherCases(
      ObjectProvider<LifecycleProcess> processes,
      Cases cases,
      CaseTimers timers,
      RuntimeService engine) {
    this.processes = processes;
    this.cases = cases;
    this.timers = timers;
    this.engine = engine;
  }

  /** True if a case of this process runs for the person and has not set the variable yet. */
  public boolean runsWithout(String process, EmployeeId employee, String variable) {
    return cases
        .running(process, employee)
        .filter(caseId -> engine.getVariable(caseId, variable) == null)
        .isPresent();
  }

  /** True if a case of this process runs for the person and the variable has this value there. */
  public boolean runsWith(String process, EmployeeId employee, String variable, Object value) {
    return cases
        .running(process, employee)
        .filter(caseId -> value.equals(engine.getVariable(caseId, variable)))
        .isPresent();
  }

  /** True if a case of this process runs for the person and does not only wait for its day. */
  public boolean isUnderWay(String process, EmployeeId employee) {
    return waits(process, employee).filter(onlyWaits -> !onlyWaits).isPresent();
  }

  /** True if there is a case of the person whose day has come. */
  public boolean areUnderWay(EmployeeId employee) {
    return processes.stream()
        .anyMatch(
            process ->
                cases
                    .running(process.key(), employee)
                    .filter(caseId -> !timers.waitsFor(process, caseId))
                    .isPresent());
  }

  /** True if a case of this process runs for the person and has done nothing but wait. */
  boolean isToCome(String process, EmployeeId employee) {
    return waits(process, employee).orElse(false);
  }

  private Optional<Boolean> waits(String process, EmployeeId employee) {
    return processes.stream()
        .filter(other -> other.key().equals(process))
        .findFirst()
        .flatMap(
            other -> cases.running(process, employee).map(caseId -> timers.waits(other, caseId)));
  }

  /** Has every case of the person that waits for another one look at once. */
  public void lookAgain(EmployeeId employee) {
    for (var process : processes) {
      process
          .waitsForOthersAt()
          .ifPresent(
              timer ->
                  cases
                      .running(process.key(), employee)
                      .ifPresent(caseId -> timers.end(caseId, timer)));
    }
  }

  /** Has this case go on at once, if it waits at this timer. */
  public void wakeCase(String caseId, String timer) {
    timers.end(caseId, timer);
  }

  /** Tells a case, and every process it has called, if one of them listens. */
  void tellAllParts(String caseId, String message) {
    engine.createEventSubscriptionQuery().eventName(message).eventType("message").list().stream()
        .filter(listener -> belongsTo(listener.getProcessInstanceId(), caseId))
        .forEach(listener -> engine.messageEventReceived(message, listener.getExecutionId()));
  }

  private boolean belongsTo(String part, String caseId) {
    var at = part;
    while (!at.equals(caseId)) {
      var caller = engine.createProcessInstanceQuery().subProcessInstanceId(at).singleResult();
      if (caller == null) {
        return false;
      }
      at = caller.getId();
    }
    return true;
  }

  /** The running case of this process for this person. */
  public Optional<String> running(String process, EmployeeId employee) {
    return cases.running(process, employee);
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
            .messageEventSubscriptionName(CaseMessages.PERSON_LEAVES)
            .count()
        > 0;
  }

  /** True while this case of offboarding runs and does not give back what it took. */
  public boolean isAtWork(String caseId) {
    return engine.createProcessInstanceQuery().processInstanceId(caseId).count() > 0
        && !isBeingUndone(caseId);
  }

  /** Ends every case of the person but this one, as its diagram says. */
  public void endAllBut(String caseId, EmployeeId employee) {
    cases.running(employee).stream()
        .filter(other -> !other.caseId().equals(caseId))
        .forEach(other -> end(other.caseId()));
  }

  /** Ends this case as its diagram says. */
  void end(String caseId) {
    engine
        .createMessageCorrelation(CaseMessages.PERSON_LEAVES)
        .processInstanceId(caseId)
        .correlateWithResult();
  }
}
