package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.DeviceFleet;
import io.muster.devices.KnownDevices;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Sees to it that the person is a user of the device fleet, and remembers which one. */
@Component
class MirrorUser extends Step {
  private final Person person;
  private final DeviceFleet fleet;
  private final KnownDevices known;

  MirrorUser(Person person, DeviceFleet fleet, KnownDevices known) {
    this.person = person;
    this.fleet = fleet;
    this.known = known;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var worker = person.worker(EMPLOYEE.in(execution));
    var user = fleet.ensureUser(worker);
    known.saw(worker.id(), user);
    FLEET_USER.set(execution, user.value());
  }
}
