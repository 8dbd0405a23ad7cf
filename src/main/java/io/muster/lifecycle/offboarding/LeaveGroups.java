package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Takes the leaver out of every user group, so that no policy follows them any more. */
@Component
class LeaveGroups extends Step {
  private final DeviceFleet fleet;
  private final LeaverOutcomes outcomes;

  LeaveGroups(DeviceFleet fleet, LeaverOutcomes outcomes) {
    this.fleet = fleet;
    this.outcomes = outcomes;
  }

  @Override
  protected void run(DelegateExecution execution) {
    for (var user : Leaver.users(execution)) {
      outcomes.say(
          execution,
          Outcome.Kind.GROUPS,
          user.value(),
          Outcome.State.REQUESTED,
          "to leave every group");
      fleet.ensureInNoGroup(user);
    }
  }
}
