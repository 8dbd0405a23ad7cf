package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.IMMEDIATE;
import static io.muster.lifecycle.offboarding.Offboarding.HAND_OVER_BY;
import static io.muster.lifecycle.offboarding.Offboarding.HAND_OVER_DUE;
import static io.muster.lifecycle.offboarding.Offboarding.HAND_OVER_UNTIL;
import static io.muster.lifecycle.offboarding.Offboarding.IN_THEIR_NAME;

import io.muster.lifecycle.Alarms;
import io.muster.lifecycle.Integrations;
import io.muster.lifecycle.Integrations.Integration;
import io.muster.lifecycle.WaitProperties;
import io.muster.lifecycle.shared.Moments;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks what stops working once the leaver is barred. Somebody who has to go at once is barred all
 * the same, and operators are told.
 */
@Component
class SeeWhatRuns extends Step {
  private final List<Integrations> integrations;
  private final PersonLane lane;
  private final Alarms alarms;
  private final WaitProperties waits;
  private final Moments moments;
  private final WipeSafety safety;
  private final Clock clock;

  SeeWhatRuns(
      List<Integrations> integrations,
      PersonLane lane,
      Alarms alarms,
      WaitProperties waits,
      Moments moments,
      WipeSafety safety,
      Clock clock) {
    this.integrations = integrations;
    this.lane = lane;
    this.alarms = alarms;
    this.waits = waits;
    this.moments = moments;
    this.safety = safety;
    this.clock = clock;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    // HR saying 'at once' now either is seen here or finds the task that it ends
    lane.hold(employee);
    var owned = integrations.stream().flatMap(all -> all.of(employee).stream()).toList();
    for (var integration : owned) {
      alarms.raise(
          integration.name(),
          "It runs in the name of %s, who is being let out, and stops once that account is barred: %s. Have it run in another's name."
              .formatted(employee, integration.words()));
    }
    var until = clock.instant().plus(waits.handOver());
    IN_THEIR_NAME.set(
        execution, owned.stream().map(Integration::words).collect(Collectors.joining(", ")));
    HAND_OVER_DUE.set(execution, !owned.isEmpty() && !mustGoAtOnce(execution));
    HAND_OVER_UNTIL.set(execution, until.toString());
    HAND_OVER_BY.set(execution, moments.shown(until));
  }

  /** HR may have said so only after this process was called, which knows what was so then. */
  private boolean mustGoAtOnce(DelegateExecution execution) {
    return IMMEDIATE.in(execution)
        || safety.leaving(Step.caseId(execution)).filter(Leaving::immediate).isPresent();
  }
}
