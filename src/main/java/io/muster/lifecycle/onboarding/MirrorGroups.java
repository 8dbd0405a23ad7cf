package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.onboarding.Onboarding.EXPECTED_GROUPS;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Puts the person into the fleet's copies of the groups that the directory shows. */
@Component
class MirrorGroups extends Step {
  private final Person person;
  private final DeviceFleet fleet;

  MirrorGroups(Person person, DeviceFleet fleet) {
    this.person = person;
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var groups = new TreeSet<>(EXPECTED_GROUPS.in(execution));
    groups.retainAll(person.directory(execution).groupsOf(new AccountId(ACCOUNT.in(execution))));
    fleet.ensureInGroups(new FleetUserId(FLEET_USER.in(execution)), groups);
  }
}
