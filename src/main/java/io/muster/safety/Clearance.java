package io.muster.safety;

import io.muster.remote.RemoteFailure.Refused;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What has to hold whenever a wipe goes one step further: at issue, and again at the call. */
@Component
class Clearance {
  private final PlanStore plans;
  private final LeaverStore leavers;
  private final Anchor anchor;
  private final Interlocks interlocks;

  Clearance(PlanStore plans, LeaverStore leavers, Anchor anchor, Interlocks interlocks) {
    this.plans = plans;
    this.leavers = leavers;
    this.anchor = anchor;
    this.interlocks = interlocks;
  }

  /** The plan of this number. */
  WipePlan existing(String id) {
    return plans.find(id).orElseThrow(() -> new Refused("There is no wipe plan %s.".formatted(id)));
  }

  /** Demands everything there is to demand of a plan and the device as it is now. */
  void demand(String id, WipePlan plan, DeviceFacts live, Instant now) {
    interlocks.allowPerson(plan.employee());
    demandNotWithdrawn(id);
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
