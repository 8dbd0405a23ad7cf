package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;
import static io.muster.lifecycle.transfer.Transfer.GROUPS_READY;
import static io.muster.lifecycle.transfer.Transfer.MISSING_GROUPS;
import static io.muster.lifecycle.transfer.Transfer.MISSING_GROUPS_REASON;
import static io.muster.lifecycle.transfer.Transfer.REMAINING_GROUPS;

import io.muster.directory.AccountId;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks whether the rules have put the person into the new groups, and out of the old ones. */
@Component
class CheckMove extends Step {
  private final Person person;
  private final Outgrown outgrown;

  CheckMove(Person person, Outgrown outgrown) {
    this.person = person;
    this.outgrown = outgrown;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var directory = person.directory(execution);
    var account = new AccountId(ACCOUNT.in(execution));
    var groups = directory.groupsOf(account);
    var missing = new TreeSet<>(EXPECTED_GROUPS.in(execution));
    missing.removeAll(groups);
    var remaining = new TreeSet<>(outgrown.by(execution));
    remaining.retainAll(groups);
    GROUPS_READY.set(execution, missing.isEmpty() && remaining.isEmpty());
    MISSING_GROUPS.set(execution, listed(missing));
    REMAINING_GROUPS.set(execution, listed(remaining));
    MISSING_GROUPS_REASON.set(
        execution, missing.isEmpty() ? "nothing is missing" : directory.whyNotIn(account, missing));
  }

  private static String listed(Set<String> groups) {
    return groups.isEmpty() ? "none" : String.join(", ", groups);
  }
}
