package io.muster.lifecycle.shared;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.CONNECTION;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;

import io.muster.devices.FleetUserId;
import io.muster.directory.AccountId;
import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.lifecycle.Tables;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.Step;
import io.muster.remote.RemoteFailure;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The person a case is about, as the steps of every process look them up. */
@Component
public class Person {
  private final Workforce workforce;
  private final Directories directories;
  private final ObjectProvider<Tables> tables;

  Person(Workforce workforce, Directories directories, ObjectProvider<Tables> tables) {
    this.workforce = workforce;
    this.directories = directories;
    this.tables = tables;
  }

  /**
   * What HR says about the person.
   *
   * @throws RemoteFailure.Refused if HR never told us
   */
  public Worker worker(EmployeeId employee) {
    return workforce
        .find(employee)
        .orElseThrow(
            () ->
                new RemoteFailure.Refused(
                    "HR has not told us about employee %s. Have the hire sent again."
                        .formatted(employee)));
  }

  /** What HR says about the person, if anything. */
  public Optional<Worker> known(EmployeeId employee) {
    return workforce.find(employee);
  }

  /**
   * The directory the person lives in. What the table answered is kept with the case, so that a
   * table that is edited later moves nobody; an answer that names no connection moves nobody
   * either, and the table is asked again.
   *
   * @throws RemoteFailure.Misconfigured if the table still names no connection
   */
  public Directory directory(VariableScope scope) {
    var chosen = CONNECTION.in(scope);
    if (directories.find(chosen).isPresent()) {
      return directories.named(chosen);
    }
    var routed =
        Step.EMPLOYEE
            .find(scope)
            .flatMap(workforce::find)
            .flatMap(worker -> tables.getObject().connectionOf(worker))
            .orElse(chosen);
    var directory = directories.named(routed);
    CONNECTION.set(scope, routed);
    return directory;
  }

  /** The person's account, if one is known. */
  public Optional<AccountId> account(VariableScope scope) {
    return ACCOUNT.find(scope).filter(id -> !id.isEmpty()).map(AccountId::new);
  }

  /** The person as a user of the fleet, if known. */
  public Optional<FleetUserId> fleetUser(VariableScope scope) {
    return FLEET_USER.find(scope).filter(id -> !id.isEmpty()).map(FleetUserId::new);
  }
}
