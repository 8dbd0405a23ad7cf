package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.NEXT_LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;
import static io.muster.lifecycle.offboarding.Offboarding.SWEEPS;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.Progress;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.lifecycle.OtherCases;
import io.muster.lifecycle.shared.Accounts;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.safety.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether anything of somebody who was offboarded is open again: accounts, groups, devices,
 * new enrolments.
 */
@Component
class LookForResidue extends Step {
  private final Accounts accounts;
  private final DeviceFleet fleet;
  private final Traces traces;
  private final Outcomes outcomes;
  private final Departures departures;
  private final OtherCases cases;
  private final Sweeps sweeps;

  LookForResidue(
      Accounts accounts,
      DeviceFleet fleet,
      Traces traces,
      Outcomes outcomes,
      Departures departures,
      OtherCases cases,
      Sweeps sweeps) {
    this.accounts = accounts;
    this.fleet = fleet;
    this.traces = traces;
    this.outcomes = outcomes;
    this.departures = departures;
    this.cases = cases;
    this.sweeps = sweeps;
  }

  @Override
  protected Lane lane() {
    return Lane.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    if (worksHereAgain(employee)) {
      LOOK.set(execution, "over");
      return;
    }
    var open = open(execution, employee);
    var next = SWEEPS.in(execution) + 1;
    if (!open.isEmpty()) {
      PROBLEM.set(execution, String.join("; ", open));
      LOOK.set(execution, "open");
      return;
    }
    SWEEPS.set(execution, next);
    LOOK.set(execution, sweeps.isOver(next) ? "over" : "wait");
    if (!sweeps.isOver(next)) {
      NEXT_LOOK.set(execution, sweeps.until(next).toString());
    }
  }

  /** A new case of the person's looks after everything by itself. */
  private boolean worksHereAgain(EmployeeId employee) {
    return !departures.leaves(employee) || cases.running(Offboarding.KEY, employee).isPresent();
  }

  private List<String> open(DelegateExecution execution, EmployeeId employee) {
    var open = new ArrayList<String>();
    var sweep = accounts.lookFor(employee);
    if (!sweep.unclear().isEmpty()) {
      throw Accounts.together(sweep.unclear().values());
    }
    sweep.found().stream()
        .filter(found -> !found.account().barred())
        .forEach(
            found ->
                open.add(
                    "the account %s in '%s' can sign in again"
                        .formatted(found.account().id(), found.connection())));
    for (var user : Leaver.users(execution)) {
      var groups = fleet.groupsOf(user);
      if (!groups.isEmpty()) {
        open.add("the device user %s is in %s".formatted(user, String.join(", ", groups)));
      }
    }
    devices(execution, employee, open);
    return open;
  }

  private void devices(DelegateExecution execution, EmployeeId employee, List<String> open) {
    var before =
        Stream.of(OFFBOARDING_CASE.in(execution), Step.caseId(execution))
            .flatMap(caseId -> outcomes.of(caseId).stream())
            .toList();
    var settled =
        before.stream()
            .filter(outcome -> outcome.kind() == Kind.LOCK)
            .map(Outcome::target)
            .toList();
    for (var found : traces.followEverywhere(employee).devices()) {
      if (!settled.contains(found.device().id().toString())) {
        open.add("device %s was enrolled since".formatted(found.device().id()));
      }
    }
    var released =
        before.stream()
            .filter(was -> was.kind() == Kind.ISOLATION && was.state() == State.OBSERVED)
            .filter(this::isReleased)
            .map(was -> DeviceId.of(was.target()))
            .collect(Collectors.toSet());
    if (!released.isEmpty()) {
      fleet.ensureLocked(released);
      fleet.ensureIsolated(released);
      released.forEach(
          device ->
              open.add(
                  "device %s was not isolated any more; it was locked and isolated again"
                      .formatted(device)));
    }
  }

  private boolean isReleased(Outcome was) {
    var id = DeviceId.of(was.target());
    return fleet.read(id).filter(Device::enrolled).isPresent()
        && fleet.isolationSeen(id, was.requestedAt()).progress() != Progress.DONE;
  }
}
