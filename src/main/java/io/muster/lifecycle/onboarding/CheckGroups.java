package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.onboarding.Onboarding.EXPECTED_GROUPS;
import static io.muster.lifecycle.onboarding.Onboarding.GROUPS_READY;
import static io.muster.lifecycle.onboarding.Onboarding.MISSING_GROUPS;
import static io.muster.lifecycle.onboarding.Onboarding.MISSING_GROUPS_REASON;

import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks whether the group rules have put the person where the decision table expects. */
@Component
class CheckGroups extends Step {
  private final Person person;

  CheckGroups(Person person) {
    this.person = person;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var directory = person.directory(execution);
    var account = new AccountId(ACCOUNT.in(execution));
    var missing = new TreeSet<>(EXPECTED_GROUPS.in(execution));
    missing.removeAll(directory.groupsOf(account));
    GROUPS_READY.set(execution, missing.isEmpty());
    MISSING_GROUPS.set(execution, String.join(", ", missing));
    MISSING_GROUPS_REASON.set(
        execution, missing.isEmpty() ? "" : directory.whyNotIn(account, missing));
  }
}
