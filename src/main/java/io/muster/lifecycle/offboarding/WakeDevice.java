package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.safety.DeviceId;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Asks the device to report, which does nothing else: a wipe is sent only to one that is awake. */
@Component
class WakeDevice extends Step {
  private final DeviceFleet fleet;
  private final Ladder ladder;

  WakeDevice(DeviceFleet fleet, Ladder ladder) {
    this.fleet = fleet;
    this.ladder = ladder;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    fleet.wake(Set.of(DeviceId.of(DEVICE.in(execution))));
    ladder.begin(execution);
  }
}
