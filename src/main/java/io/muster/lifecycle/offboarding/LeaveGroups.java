package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.ledger.Outcome;
import io.muster.process.Step;
import io.muster.remote.RemoteFailure;
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
    for (var user : LeaverVariables.users(execution)) {
      outcomes.say(
          execution,
          Outcome.Kind.GROUPS,
          user.value(),
          Outcome.State.REQUESTED,
          "to leave every group");
      leaveAll(user);
    }
  }

  /** Once no later try will be answered, what is left is read back and told to a person. */
  private void leaveAll(FleetUserId user) {
    try {
      fleet.ensureInNoGroup(user);
    } catch (RemoteFailure.Unavailable silent) {
      if (!isLastTry()) {
        throw silent;
      }
      throw new RemoteFailure.Refused(
          "Device user %s could not be taken out of the groups: %s"
              .formatted(user, silent.getMessage()),
          silent);
    }
  }
}
