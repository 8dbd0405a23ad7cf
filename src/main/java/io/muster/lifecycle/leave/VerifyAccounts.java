package io.muster.lifecycle.leave;

import static io.muster.lifecycle.LifecycleVariables.ALL_TRUE;
import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.leave.Leave.BARRED;

import io.muster.directory.Account;
import io.muster.directory.Directories;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import java.util.ArrayList;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reads back whether the accounts are barred during the leave, and open after it. */
@Component
class VerifyAccounts extends Step {
  private final Directories directories;
  private final Accounts accounts;

  VerifyAccounts(Directories directories, Accounts accounts) {
    this.directories = directories;
    this.accounts = accounts;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var wrong = new ArrayList<String>();
    for (var place : Place.ALL.in(execution)) {
      var account = place.id().flatMap(directories.named(place.connection())::read);
      var isOpen = account.filter(found -> !found.barred()).isPresent();
      if (isOpen == BARRED.in(execution)) {
        wrong.add(
            "the account %s in '%s' %s"
                .formatted(place.account(), place.connection(), state(account, isOpen)));
      }
    }
    if (BARRED.in(execution)) {
      accounts
          .lookFor(EMPLOYEE.in(execution))
          .unnumbered()
          .forEach(
              found ->
                  wrong.add(
                      "the account %s (%s) in '%s' has the person's address, bears no employee number and can still sign in. If it is theirs, write the number on it and try again"
                          .formatted(
                              found.account().id(), found.account().login(), found.connection())));
    }
    ALL_TRUE.set(execution, wrong.isEmpty());
    CONTRADICTIONS.set(execution, String.join("; ", wrong));
  }

  private static String state(Optional<Account> account, boolean isOpen) {
    if (isOpen) {
      return "can still sign in";
    }
    return account.isPresent() ? "is still barred" : "is gone";
  }
}
