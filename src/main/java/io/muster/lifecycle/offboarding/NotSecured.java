package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.EMPLOYEE;

import io.muster.leavers.LeaversProperties;
import io.muster.ledger.Outcome.Kind;
import io.muster.lifecycle.Alarms;
import io.muster.people.EmployeeId;
import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The alarm about a leaver who is not secured in time, whatever the reason. */
@Component
class NotSecured {
  private static final Set<Kind> SECURES =
      Set.of(Kind.ACCOUNT, Kind.SESSIONS, Kind.LOCK, Kind.ISOLATION);

  private final Alarms alarms;
  private final LeaverOutcomes outcomes;
  private final WipeSafety safety;
  private final LeaversProperties promised;
  private final Clock clock;

  NotSecured(
      Alarms alarms,
      LeaverOutcomes outcomes,
      WipeSafety safety,
      LeaversProperties promised,
      Clock clock) {
    this.alarms = alarms;
    this.outcomes = outcomes;
    this.safety = safety;
    this.promised = promised;
    this.clock = clock;
  }

  /** Tells the operators, or what is being told says this from now on. */
  void tell(DelegateExecution execution, String what) {
    alarms.raise(
        name(execution),
        "Employee %s has left and is not secured yet: %s. Muster goes on trying; what it cannot do has to be done by hand."
            .formatted(EMPLOYEE.in(execution), what));
  }

  /** The same, once the promised time has passed. */
  void tellIfLate(DelegateExecution execution, String what) {
    var late =
        safety
            .leaving(Step.caseId(execution))
            .filter(
                leaving ->
                    !clock.instant().isBefore(leaving.effectiveAt().plus(promised.promise())));
    if (late.isPresent()) {
      tell(execution, what);
    }
  }

  /** Tells the operators that nobody has answered yet whether this device may be wiped. */
  void tellUnanswered(DelegateExecution execution, String device, String until) {
    alarms.raise(
        unanswered(EMPLOYEE.in(execution), device),
        "Nobody has answered yet whether device %s of employee %s may be wiped; the time to answer ends %s. Find somebody who may approve it."
            .formatted(device, EMPLOYEE.in(execution), until.isEmpty() ? "soon" : until));
  }

  /** Tells the operators that those who are asked about this device cannot agree to its wipe. */
  void tellTooFew(EmployeeId employee, String device, String why) {
    alarms.raise(
        unanswered(employee, device),
        "The question whether device %s of employee %s may be wiped cannot be answered: %s. Have somebody else put into the group (an administrator does that, and another person agrees), or wipe the device by hand."
            .formatted(device, employee, why));
  }

  /** Ends that alarm: somebody has answered, or is asked no more. */
  void answered(EmployeeId employee, String device) {
    alarms.over(unanswered(employee, device));
  }

  /** Ends every such alarm of the case. */
  void nobodyIsAsked(DelegateExecution execution) {
    safety
        .devicesOf(Step.caseId(execution))
        .forEach(device -> answered(EMPLOYEE.in(execution), device.toString()));
  }

  /** What has not been seen, for people. */
  String open(DelegateExecution execution) {
    return LeaverOutcomes.words(
        outcomes.unsettled(execution).stream()
            .filter(one -> SECURES.contains(one.kind()))
            .toList());
  }

  /**
   * Ends the alarm once everything that secures the leaver was seen, and no wipe is out that may
   * have become a wrong one.
   */
  void overIfSecured(DelegateExecution execution) {
    if (safety.outstanding(Step.caseId(execution)).isEmpty() && open(execution).isEmpty()) {
      alarms.over(name(execution));
    }
  }

  /** Ends the alarm: the person stays. */
  void over(DelegateExecution execution) {
    alarms.over(name(execution));
    nobodyIsAsked(execution);
  }

  private static String unanswered(EmployeeId employee, String device) {
    return "approval.%s.%s".formatted(employee, device);
  }

  private static String name(DelegateExecution execution) {
    return Alarms.ofLeaver(EMPLOYEE.in(execution));
  }
}
