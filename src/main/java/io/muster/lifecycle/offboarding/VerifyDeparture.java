package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.ALL_TRUE;
import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.Lane;
import java.util.ArrayList;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads everything back that offboarding asked for, behind every connection, and says what is left
 * behind.
 */
@Component
class VerifyDeparture extends Step {
  private static final Logger log = LoggerFactory.getLogger(VerifyDeparture.class);

  private final Person person;
  private final Accounts accounts;
  private final DeviceFleet fleet;

  VerifyDeparture(Person person, Accounts accounts, DeviceFleet fleet) {
    this.person = person;
    this.accounts = accounts;
    this.fleet = fleet;
  }

  @Override
  protected Lane lane() {
    return Lane.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var left = new ArrayList<String>();
    var sweep = accounts.lookFor(EMPLOYEE.in(execution));
    if (!sweep.unclear().isEmpty()) {
      throw Accounts.together(sweep.unclear().values());
    }
    sweep.found().stream()
        .filter(found -> !found.account().barred())
        .forEach(
            found ->
                left.add(
                    "the account %s in '%s' can still sign in"
                        .formatted(found.account().id(), found.connection())));
    person
        .fleetUser(execution)
        .map(fleet::groupsOf)
        .filter(groups -> !groups.isEmpty())
        .ifPresent(groups -> left.add("the person is still in " + String.join(", ", groups)));
    if (!left.isEmpty()) {
      log.warn("employee {}: {}", EMPLOYEE.in(execution), String.join("; ", left));
    }
    ALL_TRUE.set(execution, left.isEmpty());
    CONTRADICTIONS.set(execution, String.join("; ", left));
  }
}
