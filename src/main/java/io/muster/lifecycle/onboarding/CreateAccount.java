package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.LEFT_OPEN;

import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Sees to it that the person has an account, behind one connection only, and keeps its id for the
 * steps that follow.
 */
@Component
class CreateAccount extends Step {
  private final Person person;
  private final Accounts accounts;

  CreateAccount(Person person, Accounts accounts) {
    this.person = person;
    this.accounts = accounts;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var worker = person.worker(EMPLOYEE.in(execution));
    var ensured = accounts.ensureOnlyAccount(worker, person.directory(execution));
    ACCOUNT.set(execution, ensured.account().value());
    LEFT_OPEN.set(execution, ensured.leftOpen());
  }
}
