package io.muster.lifecycle.sync;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetUserId;
import io.muster.ledger.CaseRef;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.sync.People.Person;
import io.muster.lifecycle.sync.SyncProperties.Mode;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.stereotype.Component;

/**
 * Finds the fleet's user for each person, and makes one where the fleet keeps users of its own.
 *
 * <p>The fleet cannot be asked for an address. So all of its users are looked through once; later,
 * whom their onboarding made a user is known from there, and only when the fleet says that an
 * address is taken by somebody unknown is it looked through again, once in a run.
 */
@Component
class MirrorPeople extends SyncStep {
  private static final int AT_ONCE = 20;
  private static final int CASES_LOOKED_AT = 5;

  private final Syncs syncs;
  private final DeviceFleet fleet;
  private final People people;
  private final Runs runs;

  MirrorPeople(Syncs syncs, DeviceFleet fleet, People people, Runs runs) {
    this.syncs = syncs;
    this.fleet = fleet;
    this.people = people;
    this.runs = runs;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    if (!runs.knowsFleet(connection)) {
      lookThrough(connection);
      return true;
    }
    var unknown = people.unknownInFleet(connection, AT_ONCE);
    var history = execution.getProcessEngineServices().getHistoryService();
    for (var person : unknown) {
      fromOnboarding(history, person)
          .filter(fleet.mirror()::hasUser)
          .ifPresentOrElse(
              user -> people.isUser(connection, person.account(), user),
              () -> make(connection, person));
    }
    return unknown.size() == AT_ONCE || !runs.knowsFleet(connection);
  }

  private void lookThrough(String connection) {
    var page = fleet.mirror().users(runs.fleetPage(connection).orElse(null));
    people.areUsers(connection, page.users());
    var next = page.next();
    if (next == null) {
      runs.knowsFleet(connection, true);
    } else {
      runs.fleetPage(connection, next);
    }
  }

  private void make(String connection, Person person) {
    var mail = person.mail();
    if (syncs.named(connection).mode() == Mode.DIRECTORY_USERS) {
      people.failed(
          connection, person.account(), "the fleet's own sync has not brought this user yet");
    } else if (mail == null) {
      people.failed(connection, person.account(), "has no mail address; give the account one");
    } else {
      var about = Optional.ofNullable(person.employee()).map(Object::toString);
      try {
        var made = create(person, mail, about.orElse(person.account().value()));
        people.isUser(connection, person.account(), made);
      } catch (Refused refused) {
        people.failed(
            connection, person.account(), DirectorySync.cut(String.valueOf(refused.getMessage())));
        if (runs.mayLookAgain(connection)) {
          runs.knowsFleet(connection, false);
        }
      }
    }
  }

  private FleetUserId create(Person person, String mail, String about) {
    FleetMirror mirror = fleet.mirror();
    var employee = person.employee();
    if (employee == null) {
      return mirror.createUser(person.name(), mail, about);
    }
    // in the ledger it stands with the person it is done for
    var step = CaseRef.current();
    return new CaseRef(step.process(), step.id(), employee, step.step())
        .during(() -> mirror.createUser(person.name(), mail, about));
  }

  /** The user that the person's own case made or found. */
  private static Optional<FleetUserId> fromOnboarding(HistoryService history, Person person) {
    return Optional.ofNullable(person.employee())
        .flatMap(employee -> newestUser(history, cases(history, employee)));
  }

  private static List<String> cases(HistoryService history, EmployeeId employee) {
    return history
        .createHistoricProcessInstanceQuery()
        .variableValueEquals(LifecycleVariables.EMPLOYEE.name(), employee.value())
        .orderByProcessInstanceStartTime()
        .desc()
        .listPage(0, CASES_LOOKED_AT)
        .stream()
        .map(HistoricProcessInstance::getId)
        .toList();
  }

  private static Optional<FleetUserId> newestUser(HistoryService history, List<String> cases) {
    return cases.stream()
        .flatMap(
            id ->
                history
                    .createHistoricVariableInstanceQuery()
                    .processInstanceId(id)
                    .variableName(LifecycleVariables.FLEET_USER.name())
                    .list()
                    .stream())
        .map(variable -> String.valueOf(variable.getValue()))
        .filter(user -> !user.isEmpty() && !user.equals("null"))
        .findFirst()
        .map(FleetUserId::new);
  }
}
