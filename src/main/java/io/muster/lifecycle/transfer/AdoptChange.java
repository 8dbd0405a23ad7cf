package io.muster.lifecycle.transfer;

import io.muster.people.Announcements;
import io.muster.process.Step;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes the change, and any other that is due, what HR says about the person. */
@Component
class AdoptChange extends Step {
  private final Announcements announcements;
  private final Clock clock;

  AdoptChange(Announcements announcements, Clock clock) {
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  protected void run(DelegateExecution execution) {
    announcements.adoptDue(EMPLOYEE.in(execution), clock.instant());
  }
}
