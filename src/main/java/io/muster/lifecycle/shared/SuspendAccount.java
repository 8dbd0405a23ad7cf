package io.muster.lifecycle.shared;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Bars every account of the person, looked for again where it could not be found before. */
@Component
class SuspendAccount extends Step {
  private final Accounts accounts;
  private final StillLeaving stillLeaving;

  SuspendAccount(Accounts accounts, StillLeaving stillLeaving) {
    this.accounts = accounts;
    this.stillLeaving = stillLeaving;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    stillLeaving.demand(execution);
    var places =
        accounts.inEach(
            EMPLOYEE.in(execution), Place.ALL.in(execution), Directory::ensureSuspended);
    Place.ALL.set(execution, places);
  }
}
