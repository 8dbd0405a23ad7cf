package io.muster.lifecycle.shared;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;

import io.muster.directory.AccountId;
import io.muster.lifecycle.Tables;
import io.muster.process.Step;
import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Puts the person into the expected groups, and takes them out of all others that the table can
 * expect, where the connection is told that Muster keeps its memberships; elsewhere rules do.
 */
@Component
class KeepMembership extends Step {
  private final Person person;
  private final Tables tables;

  KeepMembership(Person person, Tables tables) {
    this.person = person;
    this.tables = tables;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var wanted = Set.copyOf(EXPECTED_GROUPS.in(execution));
    var unwanted = new HashSet<>(tables.groups());
    unwanted.removeAll(wanted);
    person
        .directory(execution)
        .ensureMembership(new AccountId(ACCOUNT.in(execution)), wanted, unwanted);
  }
}
