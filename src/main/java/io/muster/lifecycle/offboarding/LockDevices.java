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
  private final DevicesFirst devicesFirst;
  private final StillLeaving stillLeaving;
  private final Reach reach;

  LockDevices(
      DeviceFleet fleet,
      LeaverOutcomes outcomes,
      DevicesFirst devicesFirst,
      StillLeaving stillLeaving,
      Reach reach) {
    this.fleet = fleet;
    this.outcomes = outcomes;
    this.devicesFirst = devicesFirst;
    this.stillLeaving = stillLeaving;
    this.reach = reach;
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
    var devices = reach.byRight(execution, LeaverVariables.devices(execution));
    devicesFirst.attempt(
        execution,
        () -> {
          fleet.ensureLocked(devices);
          return devices;
        });
    outcomes.sayOfEach(
        execution, Outcome.Kind.LOCK, devices, Outcome.State.ACCEPTED, "the lock was accepted");
  }
}
