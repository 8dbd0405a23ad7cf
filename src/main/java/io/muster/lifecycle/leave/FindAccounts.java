package io.muster.lifecycle.leave;

import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.leave.Leave.BARRED;

import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.process.Step;
import java.util.LinkedHashSet;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Finds the accounts the person can sign in with, behind every connection. One that is barred
 * already was not barred for this leave, and stays so when it ends.
 */
@Component
class FindAccounts extends Step {
  private final Accounts accounts;

  FindAccounts(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected void run(DelegateExecution execution) {
    // whoever is asked is told of this try, and of none before
    PROBLEM.set(execution, "");
    CONTRADICTIONS.set(execution, "");
    var sweep = accounts.lookFor(EMPLOYEE.in(execution));
    if (!sweep.unclear().isEmpty()) {
      throw Accounts.together(sweep.unclear().values());
    }
    // those that an earlier try has barred are among them
    var places = new LinkedHashSet<>(Place.ALL.find(execution).orElse(List.of()));
    sweep.found().stream()
        .filter(found -> !found.account().barred())
        .forEach(found -> places.add(new Place(found.connection(), found.account().id().value())));
    Place.ALL.set(execution, List.copyOf(places));
    BARRED.set(execution, true);
  }
}
