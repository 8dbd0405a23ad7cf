package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.ACCOUNTS;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Bars every account of the leaver, looked for again where it could not be found before. */
@Component
class SuspendAccount extends Step {
  private final Accounts accounts;

  SuspendAccount(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var places =
        accounts.inEach(EMPLOYEE.in(execution), ACCOUNTS.in(execution), Directory::ensureSuspended);
    ACCOUNTS.set(execution, places);
  }
}
