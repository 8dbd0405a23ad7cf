package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Bars the leaver's account, found again where it was not reachable before. */
@Component
class SuspendAccount extends Step {
  private final Person person;

  SuspendAccount(Person person) {
    this.person = person;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var directory = person.directory(execution);
    var account =
        person.account(execution).or(() -> directory.find(EMPLOYEE.in(execution)).map(Account::id));
    ACCOUNT.set(execution, account.map(AccountId::value).orElse(""));
    account.ifPresent(directory::ensureSuspended);
  }
}
