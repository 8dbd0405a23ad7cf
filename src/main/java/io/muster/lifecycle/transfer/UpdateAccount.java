package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;

import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes what HR says now to the person's account. */
@Component
class UpdateAccount extends Step {
  private final Person person;
  private final Accounts accounts;

  UpdateAccount(Person person, Accounts accounts) {
    this.person = person;
    this.accounts = accounts;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var worker = person.worker(EMPLOYEE.in(execution));
    var account = accounts.ensureOnlyAccount(worker, person.directory(execution));
    ACCOUNT.set(execution, account.value());
  }
}
