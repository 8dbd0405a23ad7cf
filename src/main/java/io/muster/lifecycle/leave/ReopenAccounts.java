package io.muster.lifecycle.leave;

import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.leave.Leave.BARRED;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets the person sign in again with the accounts that were barred for the leave. */
@Component
class ReopenAccounts extends Step {
  private final Accounts accounts;

  ReopenAccounts(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected void run(DelegateExecution execution) {
    // whoever is asked is told of this try, and of none before
    PROBLEM.set(execution, "");
    CONTRADICTIONS.set(execution, "");
    BARRED.set(execution, false);
    accounts.inEach(EMPLOYEE.in(execution), Place.ALL.in(execution), Directory::ensureActive);
  }
}
