package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.Waits;
import io.muster.process.Step;
import io.muster.remote.CallBudget;
import io.muster.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the accounts of a leaver open until the devices are written down and the locks are out, as
 * long as the promise leaves time for that.
 *
 * <p>An account that is shut first loses the link to the devices, and its network. What waits for
 * its turn is waited for, and so is what nobody has tried yet, as when the node that had it in hand
 * died. A device management that cannot be reached is not.
 */
@Component
class DevicesFirst {
  private static final Duration LOOKS = Duration.ofSeconds(5);

  /** What the clock of the case waits for once it was tried in vain. */
  private static final String DEVICES = "devices";

  private final DeviceFleet fleet;
  private final CallBudget budget;
  private final LeaverOutcomes outcomes;
  private final Waits waits;
  private final TransactionTemplate alone;
  private final Clock clock;

  DevicesFirst(
      DeviceFleet fleet,
      CallBudget budget,
      LeaverOutcomes outcomes,
      Waits waits,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.fleet = fleet;
    this.budget = budget;
    this.outcomes = outcomes;
    this.waits = waits;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /**
   * Does this for the devices; once it has failed, the accounts do not wait for it. Having to wait
   * for its turn is no failure.
   */
  <T> T attempt(DelegateExecution execution, Supplier<T> step) {
    T done;
    try {
      done = step.get();
    } catch (RemoteFailure failed) {
      if (!(failed instanceof RemoteFailure.Unavailable wait && wait.waitsForItsTurn())) {
        // apart, as the step that fails is undone
        alone.executeWithoutResult(
            transaction -> outcomes.waits(execution, DEVICES, "device management"));
      }
      throw failed;
    }
    outcomes.goesOn(execution, DEVICES);
    return done;
  }

  /**
   * Lets the accounts follow, or not yet.
   *
   * @throws RemoteFailure.Unavailable if the devices come first
   */
  void demand(DelegateExecution execution) {
    if (Step.isWholeCase(execution)) {
      return; // on the diagram of one piece nothing goes on beside this step
    }
    var since = outcomes.devicesAwaitedSince(execution);
    var turn = budget.turn(fleet.connection());
    if (since.isEmpty() || (turn.isEmpty() && outcomes.isWaiting(execution, DEVICES))) {
      return;
    }
    var now = clock.instant();
    var latest = since.get().plus(grace());
    if (now.isBefore(latest)) {
      throw RemoteFailure.Unavailable.turnedAway(
          "The devices are written down and locked first; waiting costs no retry.",
          null,
          Stream.of(now.plus(LOOKS), turn.orElse(latest), latest)
              .min(Instant::compareTo)
              .orElse(latest));
    }
  }

  /** What is left of the promise is for the accounts. */
  private Duration grace() {
    return Duration.parse(waits.promise()).multipliedBy(3).dividedBy(4);
  }
}
