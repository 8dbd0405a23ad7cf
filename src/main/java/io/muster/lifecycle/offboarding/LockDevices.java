package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Locks the screens of everything the leaver has. */
@Component
class LockDevices extends Step {
  private final DeviceFleet fleet;

  LockDevices(DeviceFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    fleet.ensureLocked(Leaver.devices(execution));
  }
}
