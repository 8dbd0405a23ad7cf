package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.ALL_TRUE;
import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.onboarding.Onboarding.COMPUTERS;
import static io.muster.lifecycle.onboarding.Onboarding.EXPECTED_GROUPS;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.directory.AccountId;
import io.muster.lifecycle.OtherCases;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reads everything back that onboarding asked for, and says what is not so. */
@Component
class ReadBack extends Step {
  private static final String LEAVE = "leave";
  private static final String BARRED = "accountBarred";

  private final Person person;
  private final DeviceFleet fleet;
  private final OtherCases others;

  ReadBack(Person person, DeviceFleet fleet, OtherCases others) {
    this.person = person;
    this.fleet = fleet;
    this.others = others;
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
    // an account that is barred for a leave is as it should be
    var barred = others.runsWith(LEAVE, EMPLOYEE.in(execution), BARRED, true);
    if (directory.read(account).filter(found -> barred || !found.barred()).isEmpty()) {
      wrong.add("the account " + account + " is gone or barred");
    }
    var inDirectory = directory.groupsOf(account);
    var inFleet = fleet.groupsOf(new FleetUserId(FLEET_USER.in(execution)));
    for (var group : EXPECTED_GROUPS.in(execution)) {
      if (inDirectory.contains(group) && !inFleet.contains(group)) {
        wrong.add("the group " + group + " is not mirrored in the fleet");
      }
    }
    for (var text : COMPUTERS.find(execution).orElse(List.of())) {
      var computer = Computer.read(text);
      if (!fleet.accessSeenOn(computer.id())) {
        wrong.add("Access is not on the device " + computer);
      }
    }
    ALL_TRUE.set(execution, wrong.isEmpty());
    CONTRADICTIONS.set(execution, String.join("; ", wrong));
  }
}
