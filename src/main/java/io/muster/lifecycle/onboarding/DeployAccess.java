package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.onboarding.Onboarding.ACCESS_POLICY;
import static io.muster.lifecycle.onboarding.Onboarding.COMPUTER;
import static io.muster.lifecycle.onboarding.Onboarding.DEVICE_LABEL;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Ties the Access policy to one machine. */
@Component
class DeployAccess extends Step {
  private final DeviceFleet fleet;

  DeployAccess(DeviceFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var computer = COMPUTER.in(execution);
    DEVICE_LABEL.set(execution, computer.toString());
    fleet.ensurePolicyOnDevices(ACCESS_POLICY.in(execution), Set.of(computer.id()));
  }
}
