package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.CONTAINED;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Cuts the leaver's devices off from the company's networks. */
@Component
class IsolateDevices extends Step {
  private final DeviceFleet fleet;

  IsolateDevices(DeviceFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    fleet.ensureIsolated(Leaver.devices(execution));
    CONTAINED.set(execution, true);
  }
}
