package io.muster.safety;

import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What has to hold whenever a wipe goes one step further: at plan, at issue, and at the call. */
@Component
class Clearance {
  private final PlanStore plans;
  private final LeaverStore leavers;
  private final Anchor anchor;
  private final Interlocks interlocks;
  private final Departures departures;

  Clearance(
      PlanStore plans,
      LeaverStore leavers,
      Anchor anchor,
      Interlocks interlocks,
      Departures departures) {
    this.plans = plans;
    this.leavers = leavers;
    this.anchor = anchor;
    this.interlocks = interlocks;
    this.departures = departures;
  }

  /** The plan of this number. */
  WipePlan existing(String id) {
    return plans.find(id).orElseThrow(() -> new Refused("There is no wipe plan %s.".formatted(id)));
  }

  /** Demands everything there is to demand of a plan and the device as it is now. */
  void demand(String id, WipePlan plan, DeviceFacts live, Instant now) {
    interlocks.allowPerson(plan.employee());
    demandNotWithdrawn(id);
    demandStillLeaves(plan.caseId(), plan.employee());
    if (leavers.awaitsAnswerToReturn(plan.caseId())) {
      throw new Refused(
          "HR takes this leaving back. Until somebody has answered whether the person returns, nothing of theirs is wiped; answer that task first.");
    }
    interlocks.demandUnchanged(plan, live);
    var evidence = anchor.demandTheirs(plan, live);
    interlocks.demandApproval(plan, evidence, plans.answerTo(id), now);
  }

  /** Why the yes to this plan is too old, if it is. */
  Optional<String> staleAnswer(String id, Instant now) {
    return plans
        .answerTo(id)
        .filter(answer -> interlocks.isStale(answer, now))
        .map(answer -> "the approval is from " + answer.at());
  }

  /**
   * Demands that the person has not come back since the case began.
   *
   * @throws Refused if HR's newest word is that they work here, or a later case of theirs has begun
   */
  void demandStillLeaves(String caseId, EmployeeId employee) {
    whyOver(caseId, employee)
        .ifPresent(
            why -> {
              throw new Refused(why + " Nothing of theirs is wiped in this case.");
            });
  }

  /** Why the person is no leaver of this case any more; empty if they are, or nobody knows. */
  Optional<String> whyOver(String caseId, EmployeeId employee) {
    if (departures.worksHere(employee) && !leavers.returnDeclined(caseId)) {
      return Optional.of("HR says that employee %s works here again.".formatted(employee));
    }
    return leavers
        .laterCase(caseId)
        .map(
            later ->
                "A later offboarding of employee %s has begun (case %s) and looks after their devices."
                    .formatted(employee, later));
  }

  void demandNotWithdrawn(String id) {
    plans
        .withdrawn(id)
        .ifPresent(
            why -> {
              throw new Refused(
                  "This wipe was withdrawn (%s). If it is wanted after all, plan and ask again."
                      .formatted(why));
            });
  }
}
