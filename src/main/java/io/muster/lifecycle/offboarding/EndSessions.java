package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Ends every session of the leaver. */
@Component
class EndSessions extends Step {
  private final Person person;

  EndSessions(Person person) {
    this.person = person;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var directory = person.directory(execution);
    person.account(execution).ifPresent(directory::ensureSessionsEnded);
  }
}
