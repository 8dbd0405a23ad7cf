package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.ACCOUNTS;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts;
import io.muster.process.Step;
import io.muster.remote.Lane;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Ends every session of the leaver. */
@Component
class EndSessions extends Step {
  private final Accounts accounts;

  EndSessions(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var places =
        accounts.inEach(
            EMPLOYEE.in(execution), ACCOUNTS.in(execution), Directory::ensureSessionsEnded);
    ACCOUNTS.set(execution, places);
  }
}
