package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;

import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Destruction;
import io.muster.safety.Destruction.Stop;
import java.time.Clock;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Has a wipe wait, and be seen to wait, while wipes are paused or the breaker is open. */
@Component
class WipeStops {
  private final Destruction destruction;
  private final LeaverOutcomes outcomes;
  private final TransactionTemplate alone;
  private final Clock clock;

  WipeStops(
      Destruction destruction,
      LeaverOutcomes outcomes,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.destruction = destruction;
    this.outcomes = outcomes;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /** Why the wipe waits, if it does; the leaver's clock shows it from now on. */
  Optional<Stop> at(DelegateExecution execution) {
    var stop = destruction.stopFor(PLAN.in(execution));
    // apart, as the step that is turned away is undone
    stop.ifPresent(
        why ->
            alone.executeWithoutResult(
                transaction -> outcomes.waits(execution, DEVICE.in(execution), why.reason())));
    return stop;
  }

  /**
   * Asked before any call is made, as each costs budget.
   *
   * @throws Unavailable if the wipe waits; its job does, without an incident
   */
  void demandNone(DelegateExecution execution) {
    at(execution)
        .ifPresent(
            stop -> {
              throw Unavailable.turnedAway(stop.words(), null, clock.instant().plus(stop.again()));
            });
    outcomes.goesOn(execution, DEVICE.in(execution));
  }
}
