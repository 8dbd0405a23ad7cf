package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.process.InDiagrams;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/**
 * Writes the approver's answer into the safe, bound to exactly the plan the form showed. Without it
 * no warrant is issued, whatever a diagram says.
 */
@Component("recordAnswer")
@InDiagrams
class RecordAnswer implements TaskListener {
  private final WipeSafety safety;
  private final Outcomes outcomes;
  private final NotSecured notSecured;

  RecordAnswer(WipeSafety safety, Outcomes outcomes, NotSecured notSecured) {
    this.safety = safety;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
  }

  @Override
  public void notify(DelegateTask task) {
    var approver = task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    if (approver == null || approver.getUserId() == null) {
      throw new BadUserRequestException("A wipe is approved by a person who is signed in.");
    }
    var plan = PLAN.in(task.getExecution());
    var comment = COMMENT.find(task.getExecution()).orElse("");
    try {
      if ("approve".equals(DECISION.in(task.getExecution()))) {
        safety.approve(plan, approver.getUserId(), comment);
      } else {
        safety.decline(plan, approver.getUserId(), comment);
        declined(plan, approver.getUserId(), comment);
      }
      safety
          .find(plan)
          .ifPresent(
              answered ->
                  notSecured.answered(answered.employee(), answered.facts().device().toString()));
    } catch (RemoteFailure.Refused refused) {
      throw new BadUserRequestException(refused.getMessage(), refused);
    }
  }

  private void declined(String plan, String by, String comment) {
    safety
        .find(plan)
        .ifPresent(
            declined ->
                outcomes.say(
                    declined.caseId(),
                    declined.employee(),
                    LeaverOutcomes.of(declined.kind()),
                    declined.facts().device().toString(),
                    Outcome.State.CLOSED,
                    "declined by %s: %s".formatted(by, comment)));
  }
}
