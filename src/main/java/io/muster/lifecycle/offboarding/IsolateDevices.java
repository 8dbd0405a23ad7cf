package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.CONTAINED;

import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.StillLeaving;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Cuts the leaver's devices off from the company's networks. */
@Component
class IsolateDevices extends Step {
  private final DeviceFleet fleet;
  private final LeaverOutcomes outcomes;
  private final StillLeaving stillLeaving;
  private final Reach reach;

  IsolateDevices(
      DeviceFleet fleet, LeaverOutcomes outcomes, StillLeaving stillLeaving, Reach reach) {
    this.fleet = fleet;
    this.outcomes = outcomes;
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
    fleet.ensureIsolated(devices);
    outcomes.sayOfEach(
        execution,
        Outcome.Kind.ISOLATION,
        devices,
        Outcome.State.ACCEPTED,
        "the isolation was accepted");
    CONTAINED.set(execution, true);
  }
}
