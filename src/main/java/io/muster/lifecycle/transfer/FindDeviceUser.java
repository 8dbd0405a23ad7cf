package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.devices.KnownDevices;
import io.muster.directory.Account;
import io.muster.lifecycle.shared.Person;
import io.muster.people.EmployeeId;
import io.muster.process.Step;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Finds the person among the users of the fleet, and remembers which one; who has no device need
 * not be one.
 */
@Component
class FindDeviceUser extends Step {
  private final Person person;
  private final DeviceFleet fleet;
  private final KnownDevices known;

  FindDeviceUser(Person person, DeviceFleet fleet, KnownDevices known) {
    this.person = person;
    this.fleet = fleet;
    this.known = known;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var login =
        person
            .account(execution)
            .flatMap(person.directory(execution)::read)
            .map(Account::login)
            .flatMap(fleet::findUser);
    var user =
        login
            .or(() -> fleet.findUser(person.worker(EMPLOYEE.in(execution)).workEmail()))
            .or(() -> formerly(EMPLOYEE.in(execution)));
    user.ifPresent(found -> known.saw(EMPLOYEE.in(execution), found));
    FLEET_USER.set(execution, user.map(FleetUserId::value).orElse(""));
  }

  /** Whoever got another login is the same user of the fleet, under the address of before. */
  private Optional<FleetUserId> formerly(EmployeeId employee) {
    var users = known.usersOf(employee).stream().filter(fleet.mirror()::hasUser).toList();
    return users.size() == 1 ? Optional.of(users.get(0)) : Optional.empty();
  }
}
