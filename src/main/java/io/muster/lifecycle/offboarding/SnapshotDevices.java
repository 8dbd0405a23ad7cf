package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_USERS;

import io.muster.ledger.Outcome;
import io.muster.process.Step;
import io.muster.remote.Lane;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Writes down the leaver's devices before anything is taken away: once the directory drops the
 * person, the link is lost.
 */
@Component
class SnapshotDevices extends Step {
  private final Traces traces;
  private final LeaverOutcomes outcomes;

  SnapshotDevices(Traces traces, LeaverOutcomes outcomes) {
    this.traces = traces;
    this.outcomes = outcomes;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var traced = traces.follow(EMPLOYEE.in(execution));
    traces.freeze(execution, traced);
    var users = traced.users().stream().map(found -> found.user().id().value()).toList();
    DEVICE_USERS.set(execution, users);
    FLEET_USER.set(execution, users.stream().findFirst().orElse(""));
    DEVICES.set(execution, Traces.numbers(traced, Set.of()));
    var devices = Leaver.devices(execution);
    outcomes.listed(execution, Outcome.Kind.LOCK, devices.size());
    outcomes.sayOfEach(
        execution, Outcome.Kind.LOCK, devices, Outcome.State.REQUESTED, "to be locked");
    outcomes.sayOfEach(
        execution, Outcome.Kind.ISOLATION, devices, Outcome.State.REQUESTED, "to be isolated");
  }
}
