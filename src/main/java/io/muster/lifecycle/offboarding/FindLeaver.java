package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.lifecycle.shared.Accounts.Sweep;
import io.muster.lifecycle.shared.Person;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Finds the leaver's accounts, behind every connection, and device user; one system that is down
 * does not keep the others waiting.
 */
@Component
class FindLeaver extends Step {
  private final Person person;
  private final Accounts accounts;
  private final DeviceFleet fleet;

  FindLeaver(Person person, Accounts accounts, DeviceFleet fleet) {
    this.person = person;
    this.accounts = accounts;
    this.fleet = fleet;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    var sweep = accounts.lookFor(employee);
    var failures = new ArrayList<>(sweep.unclear().values());
    var user = fleetUser(employee, sweep, failures);
    if (sweep.found().isEmpty() && user.isEmpty()) {
      requireSomebody(employee, failures);
    }
    Place.ALL.set(execution, sweep.found().isEmpty() ? accounts.everywhere() : sweep.places());
    FLEET_USER.set(execution, user.map(FleetUserId::value).orElse(""));
  }

  /** The device user at any address of the person: the directories' first, then HR's. */
  private Optional<FleetUserId> fleetUser(
      EmployeeId employee, Sweep sweep, Collection<RemoteFailure> failures) {
    var addresses =
        Stream.concat(
                sweep.found().stream().map(found -> found.account().login()),
                person.known(employee).map(Worker::workEmail).stream())
            .distinct()
            .toList();
    try {
      return addresses.stream().flatMap(address -> fleet.findUser(address).stream()).findFirst();
    } catch (RemoteFailure.Unavailable | RemoteFailure.Misconfigured failure) {
      failures.add(failure);
      return Optional.empty();
    }
  }

  private void requireSomebody(EmployeeId employee, Collection<RemoteFailure> failures) {
    if (failures.isEmpty()) {
      throw new RemoteFailure.Refused(
          "Nobody has the employee number %s: neither an account behind any connection nor a device user. Check the number with HR."
              .formatted(employee));
    }
    if (person.known(employee).isEmpty()
        || failures.stream().allMatch(RemoteFailure.Refused.class::isInstance)) {
      throw Accounts.together(failures);
    }
  }
}
