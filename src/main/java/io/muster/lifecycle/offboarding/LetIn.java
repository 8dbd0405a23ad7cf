package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets whoever stays sign in again, in the directory the person belongs in and in no other. */
@Component
class LetIn extends Step {
  private final Person person;
  private final WipeSafety safety;

  LetIn(Person person, WipeSafety safety) {
    this.person = person;
    this.safety = safety;
  }

  @Override
  protected void run(DelegateExecution execution) {
    safety.demandReturnAllowed(Step.caseId(execution));
    var directory = person.directory(execution);
    var account =
        Place.ALL.find(execution).stream()
            .flatMap(List::stream)
            .filter(place -> place.connection().equals(directory.connection()))
            .flatMap(place -> place.id().stream())
            .findFirst()
            .or(() -> directory.find(EMPLOYEE.in(execution)).map(Account::id));
    ACCOUNT.set(execution, account.map(AccountId::value).orElse(""));
    account.ifPresent(directory::ensureActive);
  }
}
