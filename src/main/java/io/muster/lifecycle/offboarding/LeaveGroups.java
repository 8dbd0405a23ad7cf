package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Takes the leaver out of every group of the fleet, so that nothing follows them any more. */
@Component
class LeaveGroups extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  LeaveGroups(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    person.fleetUser(execution).ifPresent(fleet::ensureInNoGroup);
  }
}
