package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.LAST_SEEN;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.WARRANT;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_KIND;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.Moments;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether the device has shown itself since the warrant. Until then the order stays with us,
 * where it can be withdrawn.
 */
@Component
class CheckAwake extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final Ladder ladder;
  private final Moments moments;
  private final WipeStops stops;
  private final Clock clock;

  CheckAwake(
      DeviceFleet fleet,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      Ladder ladder,
      Moments moments,
      WipeStops stops,
      Clock clock) {
    this.fleet = fleet;
    this.safety = safety;
    this.outcomes = outcomes;
    this.ladder = ladder;
    this.moments = moments;
    this.stops = stops;
    this.clock = clock;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.WIPE;
  }

  @Override
  protected boolean isTold() {
    return false;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var number = DEVICE.in(execution);
    if (isClosed(execution, number)) {
      LOOK.set(execution, "over");
      DECISION.set(execution, "keep");
      return;
    }
    var stop = stops.at(execution);
    if (stop.isPresent()) {
      ladder.lookAgainIn(execution, stop.get().again());
      return;
    }
    var device =
        fleet
            .read(DeviceId.of(number))
            .filter(Device::enrolled)
            .orElseThrow(
                () ->
                    new RemoteFailure.Refused(
                        "Device %s left device management before it was wiped; what is on it is still there."
                            .formatted(number)));
    LAST_SEEN.set(execution, moments.shown(device.lastSeen()));
    if (safety.isAwake(WARRANT.in(execution), device.facts())) {
      outcomes.goesOn(execution, number);
      awake(execution);
      return;
    }
    outcomes.waits(execution, number, "offline");
    ladder.silent(execution, silentSince(execution, device));
  }

  /** A yes that has grown old while the device slept is asked for again. */
  private void awake(DelegateExecution execution) {
    var stale = safety.stale(WARRANT.in(execution));
    LOOK.set(execution, stale.isPresent() ? "over" : "awake");
    if (stale.isPresent()) {
      DECISION.set(execution, "tryAgain");
    }
  }

  private boolean isClosed(DelegateExecution execution, String device) {
    return outcomes
        .find(execution, LeaverOutcomes.of(PlanWords.kind(WIPE_KIND.in(execution))), device)
        .filter(outcome -> outcome.state() == Outcome.State.CLOSED)
        .isPresent();
  }

  private Instant silentSince(DelegateExecution execution, Device device) {
    var planned =
        outcomes.find(
            execution,
            LeaverOutcomes.of(PlanWords.kind(WIPE_KIND.in(execution))),
            device.id().toString());
    return Optional.ofNullable(device.lastSeen())
        .filter(seen -> planned.filter(one -> seen.isAfter(one.requestedAt())).isPresent())
        .or(() -> planned.map(Outcome::requestedAt))
        .orElseGet(clock::instant);
  }
}
