package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.Waits;
import io.muster.remote.CallBudget;
import io.muster.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Keeps the accounts of a leaver open for as long as the devices only wait for their turn to be
 * written down, and the promise leaves time for that.
 *
 * <p>An account that is shut first loses the link to the devices. A device management that cannot
 * be reached is not waited for.
 */
@Component
class DevicesFirst {
  private static final Duration LOOKS = Duration.ofSeconds(5);

  private final DeviceFleet fleet;
  private final CallBudget budget;
  private final LeaverOutcomes outcomes;
  private final Waits waits;
  private final Clock clock;

  DevicesFirst(
      DeviceFleet fleet, CallBudget budget, LeaverOutcomes outcomes, Waits waits, Clock clock) {
    this.fleet = fleet;
    this.budget = budget;
    this.outcomes = outcomes;
    this.waits = waits;
    this.clock = clock;
  }

  /**
   * Lets the accounts follow, or not yet.
   *
   * @throws RemoteFailure.Unavailable if the devices come first
   */
  void demand(DelegateExecution execution) {
    var since = outcomes.devicesSoughtSince(execution);
    var turn = budget.turn(fleet.connection());
    if (since.isEmpty() || turn.isEmpty()) {
      return;
    }
    var now = clock.instant();
    var latest = since.get().plus(grace());
    if (now.isBefore(latest)) {
      throw RemoteFailure.Unavailable.turnedAway(
          "The devices are written down first, and wait for their turn; waiting costs no retry.",
          null,
          Stream.of(now.plus(LOOKS), turn.get(), latest).min(Instant::compareTo).orElse(latest));
    }
  }

  /** What is left of the promise is for the accounts. */
  private Duration grace() {
    return Duration.parse(waits.promise()).multipliedBy(3).dividedBy(4);
  }
}
