package io.muster.lifecycle.offboarding;

import io.muster.devices.KnownDevices;
import io.muster.directory.Account;
import io.muster.directory.AccountTrait;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.lifecycle.shared.Accounts.Sweep;
import io.muster.lifecycle.shared.Person;
import io.muster.people.EmployeeId;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeSafety;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Finds the leaver's accounts behind every connection; one that is down does not keep the others
 * waiting.
 */
@Component
class FindLeaver extends Step {
  private final Person person;
  private final Accounts accounts;
  private final KnownDevices known;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final DevicesFirst devicesFirst;
  private final UnnumberedAccounts unnumbered;

  FindLeaver(
      Person person,
      Accounts accounts,
      KnownDevices known,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      DevicesFirst devicesFirst,
      UnnumberedAccounts unnumbered) {
    this.person = person;
    this.accounts = accounts;
    this.known = known;
    this.safety = safety;
    this.outcomes = outcomes;
    this.devicesFirst = devicesFirst;
    this.unnumbered = unnumbered;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected CallPriority lane(DelegateExecution execution) {
    return LeaverVariables.lane(execution);
  }

  @Override
  protected void run(DelegateExecution execution) {
    devicesFirst.demand(execution);
    var employee = EMPLOYEE.in(execution);
    var sweep = accounts.lookFor(employee);
    if (sweep.found().isEmpty()
        && sweep.unnumbered().isEmpty()
        && !hasDevices(execution, employee)) {
      requireSomebody(employee, sweep);
    }
    unnumbered.look(execution, sweep);
    for (var found : sweep.found()) {
      var target = "%s/%s".formatted(found.connection(), found.account().id());
      outcomes.say(
          execution, Outcome.Kind.ACCOUNT, target, Outcome.State.REQUESTED, wish(found.account()));
      outcomes.say(
          execution, Outcome.Kind.SESSIONS, target, Outcome.State.REQUESTED, "to be ended");
    }
    if (sweep.unclear().isEmpty()) {
      outcomes.listed(execution, Outcome.Kind.ACCOUNT, sweep.found().size());
    }
    Place.ALL.set(execution, sweep.found().isEmpty() ? accounts.everywhere() : sweep.places());
  }

  /** What is not ours alone to do is known from the beginning. */
  private static String wish(Account account) {
    return account.traits().isEmpty()
        ? "to be disabled"
        : account.traits().stream()
            .sorted()
            .map(AccountTrait::words)
            .collect(Collectors.joining(" and ", "to be disabled; it is ", ""));
  }

  private boolean hasDevices(DelegateExecution execution, EmployeeId employee) {
    return !known.usersOf(employee).isEmpty()
        || !safety.devicesOf(Step.caseId(execution)).isEmpty();
  }

  private void requireSomebody(EmployeeId employee, Sweep sweep) {
    var failures = sweep.unclear().values();
    if (failures.isEmpty()) {
      throw new RemoteFailure.Refused(
          "Nobody has the employee number %s: neither an account behind any connection nor a device user. Check the number with HR."
              .formatted(employee));
    }
    if (person.known(employee).isEmpty()
        || failures.stream().allMatch(RemoteFailure.Refused.class::isInstance)) {
      throw Accounts.together(failures);
    }
  }
}
