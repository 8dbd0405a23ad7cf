package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.onboarding.Onboarding.DEVICE_DUE;
import static io.muster.lifecycle.onboarding.Onboarding.REQUESTS;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.process.Step;
import io.muster.safety.Ownership;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Asks the person to enrol the device that is due. */
@Component
class AskEnrolment extends Step {
  private final DeviceFleet fleet;

  AskEnrolment(DeviceFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var request = REQUESTS.find(execution).orElse(0) + 1;
    fleet.askToEnrol(
        new FleetUserId(FLEET_USER.in(execution)),
        Ownership.valueOf(DEVICE_DUE.in(execution).toUpperCase(Locale.ROOT)),
        "request " + request);
    REQUESTS.set(execution, request);
  }
}
