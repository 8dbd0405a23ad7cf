package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import java.util.HashSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets the devices of whoever stays into the company's networks again. */
@Component
class ReleaseDevices extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;

  ReleaseDevices(DeviceFleet fleet, WipeSafety safety) {
    this.fleet = fleet;
    this.safety = safety;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var devices = new HashSet<>(Leaver.devices(execution));
    // what is being wiped stays cut off until it is set up anew
    devices.removeAll(safety.orderedBy(execution.getProcessInstanceId()));
    fleet.ensureReleased(devices);
  }
}
