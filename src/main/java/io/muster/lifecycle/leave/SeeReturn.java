package io.muster.lifecycle.leave;

import static io.muster.lifecycle.leave.Leave.ACCOUNT_HELD;
import static io.muster.lifecycle.leave.Leave.BARRED;
import static io.muster.lifecycle.leave.Leave.RETURN;
import static io.muster.lifecycle.leave.Leave.RETURN_AT;

import io.muster.lifecycle.CurrentLeave;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether the person is back, by what HR says now. Somebody who is being taken in meanwhile
 * counts as back until that is done.
 */
@Component
class SeeReturn extends Step {
  private final PersonLane lane;
  private final CurrentLeave leave;
  private final ConcurrentCases elsewhere;
  private final Clock clock;

  SeeReturn(PersonLane lane, CurrentLeave leave, ConcurrentCases elsewhere, Clock clock) {
    this.lane = lane;
    this.leave = leave;
    this.elsewhere = elsewhere;
    this.clock = clock;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    // a word that arrives now either is seen here or finds the case waiting for it
    lane.hold(employee);
    var barred = BARRED.find(execution).orElse(false);
    ACCOUNT_HELD.set(execution, barred);
    var current = leave.of(employee).filter(period -> period.covers(clock.instant()));
    if (current.isEmpty() || (barred && elsewhere.isTakingIn(employee))) {
      RETURN.set(execution, "over");
      return;
    }
    var back = current.get().ends();
    RETURN.set(execution, back == null ? "open" : "known");
    if (back != null) {
      RETURN_AT.set(execution, back.toString());
    }
  }
}
