package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.onboarding.Onboarding.COMPUTERS;
import static io.muster.lifecycle.onboarding.Onboarding.ENROLLED;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.devices.KnownDevices;
import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks for an enrolled device of the person, whose account must still be good. */
@Component
class CheckEnrolment extends Step {
  private final Person person;
  private final DeviceFleet fleet;
  private final KnownDevices known;

  CheckEnrolment(Person person, DeviceFleet fleet, KnownDevices known) {
    this.person = person;
    this.fleet = fleet;
    this.known = known;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var devices = fleet.devicesOf(new FleetUserId(FLEET_USER.in(execution)));
    // A device is found again by this when it has lost its owner before the person leaves.
    devices.forEach(device -> known.saw(EMPLOYEE.in(execution), device));
    var enrolled = !devices.isEmpty() && accountIsGood(execution);
    ENROLLED.set(execution, enrolled);
    COMPUTERS.set(
        execution,
        devices.stream()
            .filter(device -> enrolled && device.platform().hasLoginWindow())
            .map(device -> Computer.of(device).toString())
            .toList());
  }

  private boolean accountIsGood(DelegateExecution execution) {
    return person
        .directory(execution)
        .read(new AccountId(ACCOUNT.in(execution)))
        .filter(account -> !account.barred())
        .isPresent();
  }
}
