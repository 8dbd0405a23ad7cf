package io.muster.lifecycle.offboarding;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Place;
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
    // a person may have said that there is none; one may have come since
    var places = Place.ALL.find(execution).orElseGet(accounts::everywhere);
    Place.ALL.set(
        execution, accounts.inEach(EMPLOYEE.in(execution), places, Directory::ensureRetired));
  }
}
