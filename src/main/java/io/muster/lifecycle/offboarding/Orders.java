package io.muster.lifecycle.offboarding;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.Progress;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Ledger;
import io.muster.ledger.Outcome;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeOrder.State;
import io.muster.safety.WipePlan;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at wipes that were ordered, and keeps what was seen of them. */
@Component
class Orders {
  /** An order that a device which has reported since does not know of was forgotten. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(10);

  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final Ledger ledger;
  private final LeaverOutcomes outcomes;
  private final Clock clock;

  Orders(
      DeviceFleet fleet, WipeSafety safety, Ledger ledger, LeaverOutcomes outcomes, Clock clock) {
    this.fleet = fleet;
    this.safety = safety;
    this.ledger = ledger;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /** Looks once, and writes down what was seen, in the case that ordered it. */
  Look look(String warrant) {
    var order = order(warrant);
    var plan = safety.find(order.plan()).orElseThrow();
    var seen = fleet.wipeSeen(order.device(), order.kind(), order.calledAt());
    var device = fleet.read(order.device());
    safety.seen(warrant, state(order, seen.progress(), device), seen.words());
    // what was seen too early to count leaves the order as it was
    var state = order(warrant).state();
    var forbidden = device.flatMap(live -> safety.forbids(warrant, live.facts()));
    // carried out on somebody else's device, it is done and nothing to be content with
    var isWrong = state == State.DONE && forbidden.isPresent();
    tell(plan, state, isWrong ? forbidden.orElseThrow() : seen.words());
    if (isWrong) {
      outcomes.say(
          plan,
          LeaverOutcomes.of(order.kind()),
          Outcome.State.CONTRADICTED,
          forbidden.orElseThrow());
    }
    return new Look(order(warrant), forbidden);
  }

  private WipeOrder order(String warrant) {
    return safety
        .order(warrant)
        .orElseThrow(
            () ->
                new RemoteFailure.Refused(
                    "No wipe was ordered under warrant %s.".formatted(warrant)));
  }

  private State state(WipeOrder order, Progress progress, Optional<Device> device) {
    var managed = device.filter(Device::enrolled).isPresent();
    return switch (progress) {
      case DONE -> State.DONE;
      case FAILED -> managed ? State.FAILED : State.GONE;
      case PENDING -> managed ? State.PENDING : State.GONE;
      case NOT_FOUND -> {
        var reported =
            device
                .map(Device::lastSeen)
                .filter(seen -> seen.isAfter(order.calledAt().plus(SHOWN_WITHIN)))
                .isPresent();
        var late = !clock.instant().isBefore(order.calledAt().plus(SHOWN_WITHIN));
        yield !managed ? State.GONE : reported && late ? State.FORGOTTEN : State.PENDING;
      }
    };
  }

  private void tell(WipePlan plan, State state, String words) {
    var action = plan.kind() == WipeKind.COMPLETE ? "device.wipe" : "device.disenroll";
    if (state != State.PENDING) {
      new CaseRef(Offboarding.KEY, plan.caseId(), plan.employee(), "orders")
          .during(
              () -> {
                ledger.saw(action, plan.facts().device().toString(), state == State.DONE, words);
                return state;
              });
    }
    outcomes.say(
        plan,
        LeaverOutcomes.of(plan.kind()),
        switch (state) {
          case DONE -> Outcome.State.OBSERVED;
          case PENDING -> Outcome.State.ACCEPTED;
          case FAILED, FORGOTTEN, GONE, WRITTEN_OFF -> Outcome.State.CONTRADICTED;
        },
        words);
  }

  /**
   * What a look showed.
   *
   * @param order how it stands now
   * @param forbidden why it should not be carried out any more, while it still may be
   */
  record Look(WipeOrder order, Optional<String> forbidden) {}
}
