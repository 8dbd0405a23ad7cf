package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_USERS;

import io.muster.devices.TracedDevices;
import io.muster.ledger.Outcome;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import java.util.Optional;
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
  private final DevicesFirst devicesFirst;
  private final NotSecured notSecured;

  SnapshotDevices(
      Traces traces, LeaverOutcomes outcomes, DevicesFirst devicesFirst, NotSecured notSecured) {
    this.traces = traces;
    this.outcomes = outcomes;
    this.devicesFirst = devicesFirst;
    this.notSecured = notSecured;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected CallPriority lane(DelegateExecution execution) {
    return LeaverVariables.lane(execution);
  }

  @Override
  protected void run(DelegateExecution execution) {
    var list = devicesFirst.attempt(execution, () -> find(execution));
    list.ifPresent(all -> outcomes.listed(execution, Outcome.Kind.LOCK, all.devices().size()));
    var traced = list.orElse(TracedDevices.NONE);
    traces.freeze(execution, traced);
    var users = traced.users().stream().map(found -> found.user().id().value()).toList();
    DEVICE_USERS.set(execution, users);
    FLEET_USER.set(execution, users.stream().findFirst().orElse(""));
    DEVICES.set(execution, Traces.numbers(traced, Set.of()));
    var devices = LeaverVariables.devices(execution);
    outcomes.sayOfEach(
        execution, Outcome.Kind.LOCK, devices, Outcome.State.REQUESTED, "to be locked");
    outcomes.sayOfEach(
        execution, Outcome.Kind.ISOLATION, devices, Outcome.State.REQUESTED, "to be isolated");
  }

  /** A refusal holds nothing up: somebody is asked about the devices once the rest is shut. */
  private Optional<TracedDevices> find(DelegateExecution execution) {
    try {
      return Optional.of(traces.follow(EMPLOYEE.in(execution)));
    } catch (RemoteFailure.Refused refused) {
      if (isLookedForAgain(execution)) {
        throw refused;
      }
      var why = "the devices cannot be looked for: " + refused.getMessage();
      outcomes.notListed(execution, Outcome.Kind.LOCK, why);
      notSecured.tell(execution, why);
      return Optional.empty();
    }
  }

  /** The diagram of one piece goes on by itself and looks a second time. */
  private static boolean isLookedForAgain(DelegateExecution execution) {
    return Step.isWholeCase(execution) && !execution.getCurrentActivityId().endsWith("_again");
  }
}
