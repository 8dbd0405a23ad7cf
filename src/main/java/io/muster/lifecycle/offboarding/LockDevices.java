package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.StillLeaving;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Locks the screens of everything the leaver has. */
@Component
class LockDevices extends Step {
  private final DeviceFleet fleet;
  private final LeaverOutcomes outcomes;
  private final StillLeaving stillLeaving;

  LockDevices(DeviceFleet fleet, LeaverOutcomes outcomes, StillLeaving stillLeaving) {
    this.fleet = fleet;
    this.outcomes = outcomes;
    this.stillLeaving = stillLeaving;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected CallPriority lane(DelegateExecution execution) {
    return LeaverVariables.lane(execution);
  }

  @Override
  protected void run(DelegateExecution execution) {
    stillLeaving.demand(execution);
    var devices = LeaverVariables.devices(execution);
    fleet.ensureLocked(devices);
    outcomes.sayOfEach(
        execution, Outcome.Kind.LOCK, devices, Outcome.State.ACCEPTED, "the lock was accepted");
  }
}
