package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.CONNECTION;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.directory.Account;
import io.muster.lifecycle.shared.Person;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.remote.RemoteFailure;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the leaver's account and device user; one system that is down does not keep the other
 * waiting.
 */
@Component
class FindLeaver extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  FindLeaver(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    @Nullable RemoteFailure down = null;
    Optional<Account> account = Optional.empty();
    try {
      account = person.directory(execution).find(employee);
    } catch (RemoteFailure.Unavailable | RemoteFailure.Misconfigured failure) {
      down = failure;
    }
    Optional<FleetUserId> user = Optional.empty();
    try {
      user = address(employee, account).flatMap(fleet::findUser);
    } catch (RemoteFailure.Unavailable | RemoteFailure.Misconfigured failure) {
      down = failure;
    }
    if (account.isEmpty() && user.isEmpty()) {
      if (down != null && person.known(employee).isEmpty()) {
        throw down;
      }
      if (down == null) {
        throw new RemoteFailure.Refused(
            "Nobody has the employee number %s: neither an account in %s nor a device user. Check the number with HR."
                .formatted(employee, CONNECTION.in(execution)));
      }
    }
    ACCOUNT.set(execution, account.map(found -> found.id().value()).orElse(""));
    FLEET_USER.set(execution, user.map(FleetUserId::value).orElse(""));
  }

  private Optional<String> address(EmployeeId employee, Optional<Account> account) {
    return account.map(Account::login).or(() -> person.known(employee).map(Worker::workEmail));
  }
}
