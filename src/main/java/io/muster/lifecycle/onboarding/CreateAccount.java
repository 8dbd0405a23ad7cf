package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;

import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Sees to it that the person has an account, and keeps its id for the steps that follow. */
@Component
class CreateAccount extends Step {
  private final Person person;

  CreateAccount(Person person) {
    this.person = person;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var worker = person.worker(EMPLOYEE.in(execution));
    ACCOUNT.set(execution, person.directory(execution).ensureAccount(worker).value());
  }
}
