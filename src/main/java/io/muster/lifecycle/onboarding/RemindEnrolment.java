package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.onboarding.Onboarding.DEVICE_DUE;
import static io.muster.lifecycle.onboarding.Onboarding.REMINDERS;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.process.Step;
import io.muster.safety.Ownership;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reminds the person to enrol. */
@Component
class RemindEnrolment extends Step {
  private final DeviceFleet fleet;

  RemindEnrolment(DeviceFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var reminder = REMINDERS.find(execution).orElse(0) + 1;
    fleet.askToEnrol(
        new FleetUserId(FLEET_USER.in(execution)),
        Ownership.valueOf(DEVICE_DUE.in(execution).toUpperCase(Locale.ROOT)),
        "reminder " + reminder);
    REMINDERS.set(execution, reminder);
  }
}
