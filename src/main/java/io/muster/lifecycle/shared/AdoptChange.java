package io.muster.lifecycle.shared;

import io.muster.lifecycle.WaitingCases;
import io.muster.people.Announcements;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes every change of the person that is due what HR says about them. */
@Component
class AdoptChange extends Step {
  private final PersonLane lane;
  private final Announcements announcements;
  private final WaitingCases waiting;
  private final Clock clock;

  AdoptChange(PersonLane lane, Announcements announcements, WaitingCases waiting, Clock clock) {
    this.lane = lane;
    this.announcements = announcements;
    this.waiting = waiting;
    this.clock = clock;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    lane.hold(employee);
    announcements.adoptDue(employee, clock.instant());
    waiting.countAnew(employee);
  }
}
