package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.directory.Account;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Finds the person among the users of the fleet; who has no device need not be one. */
@Component
class FindDeviceUser extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  FindDeviceUser(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var login =
        person
            .account(execution)
            .flatMap(person.directory(execution)::read)
            .map(Account::login)
            .flatMap(fleet::findUser);
    var user = login.or(() -> fleet.findUser(person.worker(EMPLOYEE.in(execution)).workEmail()));
    FLEET_USER.set(execution, user.map(FleetUserId::value).orElse(""));
  }
}
