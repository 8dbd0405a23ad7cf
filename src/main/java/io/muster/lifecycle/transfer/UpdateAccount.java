package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.ACCOUNT;
import static io.muster.lifecycle.LifecycleVariables.LEFT_OPEN;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Person;
import io.muster.people.Worker;
import io.muster.process.Step;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes what HR says now to the person's account, and the login where that is wanted. */
@Component
class UpdateAccount extends Step {
  private final Person person;
  private final Accounts accounts;
  private final TransferProperties properties;

  UpdateAccount(Person person, Accounts accounts, TransferProperties properties) {
    this.person = person;
    this.accounts = accounts;
    this.properties = properties;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var worker = person.worker(EMPLOYEE.in(execution));
    var directory = person.directory(execution);
    var ensured = accounts.ensureOnlyAccount(worker, directory);
    ACCOUNT.set(execution, ensured.account().value());
    var login = login(worker, directory, ensured.account());
    LEFT_OPEN.set(
        execution,
        Stream.of(ensured.leftOpen(), login)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" ")));
  }

  /** What the rule leaves as it is, for people; empty if the login is the address. */
  private String login(Worker worker, Directory directory, AccountId account) {
    if (properties.changesLogin()) {
      directory.ensureLogin(account, worker.workEmail());
      return "";
    }
    var kept =
        directory
            .read(account)
            .map(Account::login)
            .filter(login -> !login.equalsIgnoreCase(worker.workEmail()));
    return kept.isPresent()
        ? "The account keeps its login although HR names another address (muster.transfer.login-on-rename)."
        : "";
  }
}
