package io.muster.lifecycle.shared;

import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Bars every account of the person, looked for again where it could not be found before. */
@Component
class SuspendAccount extends Step {
  private static final Logger log = LoggerFactory.getLogger(SuspendAccount.class);

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
    var employee = EMPLOYEE.in(execution);
    try {
      var places = accounts.inEach(employee, Place.ALL.in(execution), Directory::ensureSuspended);
      Place.ALL.set(execution, places);
    } catch (Refused refused) {
      throw alsoEndingSessions(execution, refused);
    }
  }

  /** A person has to disable an account; until then at least nothing goes on that had begun. */
  private RemoteFailure alsoEndingSessions(DelegateExecution execution, Refused refused) {
    try {
      accounts.inEach(
          EMPLOYEE.in(execution), Place.ALL.in(execution), Directory::ensureSessionsEnded);
      return refused;
    } catch (Refused sessions) {
      return Accounts.together(List.of(refused, sessions));
    } catch (RemoteFailure later) {
      // the person is asked at once; the sessions are ended again when they have answered
      log.warn("sessions are yet to be ended: {}", later.getMessage());
      return refused;
    }
  }
}
