package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.SignInNames;
import io.muster.people.Workforce;
import io.muster.process.CaseAction.Kind;
import io.muster.process.CaseActions;
import io.muster.process.CaseActions.Deed;
import io.muster.process.ProcessLog;
import io.muster.process.WorkInHand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds what somebody wants done to a case against what always has to be so, and records it. */
@Component
class CaseRequests {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 1000;

  private final RuntimeService engine;
  private final IdentityService identity;
  private final Workforce workforce;
  private final Cases cases;
  private final CaseActions actions;
  private final WorkInHand work;

  CaseRequests(
      RuntimeService engine,
      IdentityService identity,
      Workforce workforce,
      Cases cases,
      CaseActions actions,
      WorkInHand work) {
    this.engine = engine;
    this.identity = identity;
    this.workforce = workforce;
    this.cases = cases;
    this.actions = actions;
    this.work = work;
  }

  /**
   * The running case that is meant.
   *
   * @throws ActionRefused if the reason is none, the case has ended, or it is about this person
   */
  ProcessInstance admit(CaseRequest request) {
    demandReason(request.reason());
    var running = running(request.caseId());
    about(request.caseId()).ifPresent(person -> demandNotAbout(person, request.by()));
    return running;
  }

  /**
   * Demands a reason that is one.
   *
   * @throws ActionRefused if it is too short or too long
   */
  void demandReason(String given) {
    var reason = given.strip();
    if (reason.length() < SHORTEST || reason.length() > LONGEST || reason.indexOf('\0') >= 0) {
      throw new ActionRefused(
          "Say why, in %d to %d characters; it is kept for the auditor."
              .formatted(SHORTEST, LONGEST));
    }
  }

  /**
   * Demands that nobody does it about themselves.
   *
   * @throws ActionRefused if this is the person's own account
   */
  void demandNotAbout(EmployeeId person, String by) {
    if (SignInNames.of(person, workforce).includeAnyOf(namesOf(by))) {
      throw new ActionRefused(
          "This is about %s, who you are by your sign-in name or address. Somebody else has to do it."
              .formatted(person));
    }
  }

  /**
   * The same case, not a part of one.
   *
   * @throws ActionRefused if no such case runs
   */
  ProcessInstance running(String caseId) {
    return Optional.ofNullable(
            engine
                .createProcessInstanceQuery()
                .processInstanceId(caseId)
                .rootProcessInstances()
                .singleResult())
        .orElseThrow(
            () -> new ActionRefused("The case does not run any more. Look at its page again."));
  }

  /**
   * Demands that nothing is being done right now.
   *
   * @throws ActionRefused if a node works on a step of the case
   */
  void demandIdle(List<String> parts) {
    if (work.isOn(parts)) {
      throw new ActionRefused(
          "A step of the case runs at this moment. Try again in a minute, when it is over.");
    }
  }

  /** Records what is being done, in the same transaction. */
  void keep(CaseRequest request, String process, Kind kind, String detail) {
    var about = about(request.caseId());
    actions.keep(
        new Deed(request.caseId(), about.orElse(null), kind, detail),
        request.by(),
        request.reason().strip());
    about.ifPresent(
        person -> ProcessLog.tell(process, person, "BY HAND, %s: %s".formatted(kind, detail)));
  }

  private Optional<EmployeeId> about(String caseId) {
    return cases
        .about(caseId)
        .or(() -> employee(engine.getVariable(caseId, LifecycleVariables.EMPLOYEE.name())));
  }

  private static Optional<EmployeeId> employee(@Nullable Object number) {
    return number instanceof String text ? Optional.of(new EmployeeId(text)) : Optional.empty();
  }

  private List<String> namesOf(String person) {
    return Stream.concat(
            Stream.of(person),
            Optional.ofNullable(identity.createUserQuery().userId(person).singleResult())
                .map(User::getEmail)
                .stream())
        .toList();
  }
}
