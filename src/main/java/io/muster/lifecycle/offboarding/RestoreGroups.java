package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Puts whoever stays into the fleet's copies of the groups again. */
@Component
class RestoreGroups extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  RestoreGroups(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var account = person.account(execution);
    var user = person.fleetUser(execution);
    if (account.isPresent() && user.isPresent()) {
      var groups = new TreeSet<>(EXPECTED_GROUPS.in(execution));
      groups.retainAll(person.directory(execution).groupsOf(account.get()));
      fleet.ensureInGroups(user.get(), groups);
    }
  }
}
