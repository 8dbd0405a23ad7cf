package io.muster.lifecycle.leave;

import static io.muster.lifecycle.leave.Leave.ACCOUNT_HELD;
import static io.muster.lifecycle.leave.Leave.ANOTHER_LEAVE;

import io.muster.lifecycle.CurrentLeave;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Leaves the account to the person's other cases, and looks whether HR speaks of another leave. */
@Component
class LookForNextLeave extends Step {
  private final PersonLane lane;
  private final CurrentLeave leave;
  private final ConcurrentCases elsewhere;

  LookForNextLeave(PersonLane lane, CurrentLeave leave, ConcurrentCases elsewhere) {
    this.lane = lane;
    this.leave = leave;
    this.elsewhere = elsewhere;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    // a word that arrives now either is seen here or finds this case ended
    lane.hold(employee);
    Place.ALL.set(execution, List.of());
    ACCOUNT_HELD.set(execution, false);
    elsewhere.goOn(employee);
    ANOTHER_LEAVE.set(execution, leave.of(employee).isPresent());
  }
}
