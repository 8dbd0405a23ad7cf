package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.WARRANT;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_SENT_AT;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_SENT_SHOWN;

import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.Moments;
import io.muster.process.Destroys;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Wipes the one device the warrant names. */
@Component
@Destroys
class WipeDevice extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final Ladder ladder;
  private final Moments moments;
  private final WipeStops stops;

  WipeDevice(
      DeviceFleet fleet,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      Ladder ladder,
      Moments moments,
      WipeStops stops) {
    this.fleet = fleet;
    this.safety = safety;
    this.outcomes = outcomes;
    this.ladder = ladder;
    this.moments = moments;
    this.stops = stops;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var id = WARRANT.in(execution);
    var warrant =
        safety
            .warrant(id)
            .orElseThrow(
                () -> new RemoteFailure.Refused("There is no wipe warrant %s.".formatted(id)));
    stops.demandNone(execution);
    var sent = fleet.wipe(warrant);
    WIPE_SENT_AT.set(execution, sent.toString());
    WIPE_SENT_SHOWN.set(execution, moments.shown(sent));
    ladder.begin(execution);
    outcomes.say(
        execution,
        LeaverOutcomes.of(warrant.plan().kind()),
        DEVICE.in(execution),
        Outcome.State.ACCEPTED,
        "the order was accepted");
  }
}
