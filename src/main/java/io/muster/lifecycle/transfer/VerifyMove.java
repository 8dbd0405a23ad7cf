package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.ALL_TRUE;
import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reads everything back that the transfer asked for, and says what is not so. */
@Component
class VerifyMove extends Step {
  private static final Set<Platform> WITH_ACCESS = Set.of(Platform.MACOS, Platform.WINDOWS);

  private final Person person;
  private final DeviceFleet fleet;
  private final Outgrown outgrown;
  private final TransferProperties properties;

  VerifyMove(Person person, DeviceFleet fleet, Outgrown outgrown, TransferProperties properties) {
    this.properties = properties;
    this.person = person;
    this.fleet = fleet;
    this.outgrown = outgrown;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var wrong = new ArrayList<String>();
    var directory = person.directory(execution);
    var account = new AccountId(ACCOUNT.in(execution));
    var found = directory.read(account).filter(it -> !it.barred());
    if (found.isEmpty()) {
      wrong.add("the account " + account + " is gone or barred");
    }
    if (properties.changesLogin()) {
      var address = person.worker(EMPLOYEE.in(execution)).workEmail();
      found
          .filter(it -> !it.login().equalsIgnoreCase(address))
          .ifPresent(it -> wrong.add("the account " + account + " has not got the new login"));
    }
    person
        .fleetUser(execution)
        .ifPresent(user -> wrong.addAll(inFleet(execution, user, directory.groupsOf(account))));
    ALL_TRUE.set(execution, wrong.isEmpty());
    CONTRADICTIONS.set(execution, String.join("; ", wrong));
  }

  private List<String> inFleet(
      DelegateExecution execution, FleetUserId user, Set<String> inDirectory) {
    var wrong = new ArrayList<String>();
    var inFleet = fleet.groupsOf(user);
    for (var group : EXPECTED_GROUPS.in(execution)) {
      if (inDirectory.contains(group) && !inFleet.contains(group)) {
        wrong.add("the group " + group + " is not mirrored in the fleet");
      }
    }
    for (var group : outgrown.by(execution)) {
      if (inFleet.contains(group)) {
        wrong.add("the person is still in the group " + group);
      }
    }
    for (Device device : fleet.devicesOf(user)) {
      if (WITH_ACCESS.contains(device.platform()) && !fleet.accessSeenOn(device.id())) {
        wrong.add("Access is not on the device " + device.name());
      }
    }
    return wrong;
  }
}
