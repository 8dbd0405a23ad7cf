package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Sees to it that the person is a user of the device fleet. */
@Component
class MirrorUser extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  MirrorUser(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var worker = person.worker(EMPLOYEE.in(execution));
    FLEET_USER.set(execution, fleet.ensureUser(worker).value());
  }
}
