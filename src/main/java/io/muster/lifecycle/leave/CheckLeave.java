package io.muster.lifecycle.leave;

import static io.muster.lifecycle.LifecycleVariables.EFFECTIVE_AT;
import static io.muster.lifecycle.leave.Leave.ACCOUNT_HELD;
import static io.muster.lifecycle.leave.Leave.BARRED;
import static io.muster.lifecycle.leave.Leave.BEGINNING;
import static io.muster.lifecycle.leave.Leave.KIND;

import io.muster.lifecycle.CurrentLeave;
import io.muster.people.EmploymentFacts;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether the leave that HR speaks of begins now, and has the account to itself from then on:
 * two cases must not work on it at once.
 */
@Component
class CheckLeave extends Step {
  private final PersonLane lane;
  private final CurrentLeave leave;
  private final ConcurrentCases elsewhere;
  private final Clock clock;

  CheckLeave(PersonLane lane, CurrentLeave leave, ConcurrentCases elsewhere, Clock clock) {
    this.lane = lane;
    this.leave = leave;
    this.elsewhere = elsewhere;
    this.clock = clock;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    // a word of HR, or another case, either is seen here or finds the account held
    lane.hold(employee);
    var current = leave.of(employee);
    if (current.isEmpty()) {
      BEGINNING.set(execution, "none");
      return;
    }
    var begins = current.get().begins();
    EFFECTIVE_AT.set(execution, begins.toString());
    if (begins.isAfter(clock.instant())) {
      BEGINNING.set(execution, "later");
    } else if (elsewhere.isAtWork(employee)) {
      BEGINNING.set(execution, "wait");
    } else {
      BEGINNING.set(execution, "now");
      KIND.set(execution, EmploymentFacts.word(current.get().kind()));
      ACCOUNT_HELD.set(execution, true);
      BARRED.set(execution, false);
    }
  }
}
