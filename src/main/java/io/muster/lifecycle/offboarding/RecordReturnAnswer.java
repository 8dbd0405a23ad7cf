package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;

import io.muster.process.AllowedInModels;
import io.muster.process.DecisionListener;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** Writes down who agreed that somebody who did not leave in peace gets everything back. */
@Component("recordReturnAnswer")
@AllowedInModels
class RecordReturnAnswer implements DecisionListener {
  private final WipeSafety safety;

  RecordReturnAnswer(WipeSafety safety) {
    this.safety = safety;
  }

  @Override
  public void notify(DelegateTask task) {
    var person = task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    if (person == null || person.getUserId() == null) {
      throw new BadUserRequestException("A return is agreed to by a person who is signed in.");
    }
    var offboarding = OFFBOARDING_CASE.in(task.getExecution());
    try {
      if ("agree".equals(DECISION.in(task.getExecution()))) {
        safety.agreeToReturn(
            offboarding, person.getUserId(), COMMENT.find(task.getExecution()).orElse(""));
      } else {
        safety.declineReturn(offboarding, person.getUserId());
      }
    } catch (RemoteFailure.Refused refused) {
      throw new BadUserRequestException(refused.getMessage(), refused);
    }
  }
}
