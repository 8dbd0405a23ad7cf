package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Deactivates the leaver's account for good, which takes them out of the sync scope. */
@Component
class RetireAccount extends Step {
  private final Person person;

  RetireAccount(Person person) {
    this.person = person;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var directory = person.directory(execution);
    person.account(execution).ifPresent(directory::ensureRetired);
  }
}
