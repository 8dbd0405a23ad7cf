package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;

import io.muster.devices.DeviceFleet;
import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Has the fleet's copies of the groups follow the directory: first into the new ones, then out of
 * those that no longer apply, so that no device is without policies in between.
 */
@Component
class MoveGroups extends Step {
  private final Person person;
  private final DeviceFleet fleet;
  private final Outgrown outgrown;

  MoveGroups(Person person, DeviceFleet fleet, Outgrown outgrown) {
    this.person = person;
    this.fleet = fleet;
    this.outgrown = outgrown;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var user = person.fleetUser(execution);
    if (user.isEmpty()) {
      return;
    }
    var groups = person.directory(execution).groupsOf(new AccountId(ACCOUNT.in(execution)));
    var wanted = new TreeSet<>(EXPECTED_GROUPS.in(execution));
    wanted.retainAll(groups);
    fleet.ensureInGroups(user.get(), wanted);
    var unwanted = new TreeSet<>(outgrown.by(execution));
    unwanted.removeAll(groups);
    fleet.ensureOutOfGroups(user.get(), unwanted);
  }
}
