package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.EFFECTIVE_AT;
import static io.muster.lifecycle.transfer.Transfer.ANOTHER_CHANGE;

import io.muster.people.Announcements;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks whether HR has announced another change of this person meanwhile. */
@Component
class LookForNextChange extends Step {
  private final PersonLane lane;
  private final Announcements announcements;

  LookForNextChange(PersonLane lane, Announcements announcements) {
    this.lane = lane;
    this.announcements = announcements;
  }

  @Override
  protected void run(DelegateExecution execution) {
    // a change that arrives now either is seen here or finds this case ended
    lane.hold(EMPLOYEE.in(execution));
    var next = announcements.next(EMPLOYEE.in(execution));
    ANOTHER_CHANGE.set(execution, next.isPresent());
    next.ifPresent(when -> EFFECTIVE_AT.set(execution, when.toString()));
  }
}
