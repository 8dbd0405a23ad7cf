package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.ACCOUNTS;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Deactivates the leaver's accounts for good, which takes them out of the sync scope. */
@Component
class RetireAccount extends Step {
  private final Accounts accounts;

  RetireAccount(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var places =
        accounts.inEach(EMPLOYEE.in(execution), ACCOUNTS.in(execution), Directory::ensureRetired);
    ACCOUNTS.set(execution, places);
  }
}
