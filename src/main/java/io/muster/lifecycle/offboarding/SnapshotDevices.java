package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.lifecycle.shared.Person;
import io.muster.people.Worker;
import io.muster.process.Step;
import io.muster.remote.Lane;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Writes down the leaver's devices before anything is taken away: once the directory drops the
 * person, the link is lost.
 */
@Component
class SnapshotDevices extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  SnapshotDevices(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var user = person.fleetUser(execution).or(() -> byAddress(execution));
    FLEET_USER.set(execution, user.map(FleetUserId::value).orElse(""));
    DEVICES.set(
        execution,
        user.map(fleet::devicesOf).orElse(List.of()).stream()
            .map(device -> device.id().toString())
            .toList());
  }

  private Optional<FleetUserId> byAddress(DelegateExecution execution) {
    return person.known(EMPLOYEE.in(execution)).map(Worker::workEmail).flatMap(fleet::findUser);
  }
}
