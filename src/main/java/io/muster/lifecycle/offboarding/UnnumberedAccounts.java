package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.lifecycle.shared.Accounts.Found;
import io.muster.lifecycle.shared.Accounts.Sweep;
import io.muster.process.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Accounts that can sign in with the leaver's address and bear no employee number. They may be
 * somebody else's, so they are not disabled unasked; nor is the leaver gone while one is open.
 */
@Component
class UnnumberedAccounts {
  private final Outcomes all;
  private final LeaverOutcomes outcomes;

  UnnumberedAccounts(Outcomes all, LeaverOutcomes outcomes) {
    this.all = all;
    this.outcomes = outcomes;
  }

  /** Writes each down as an outcome that a person has to settle, and returns what is open. */
  List<String> look(DelegateExecution execution, Sweep sweep) {
    var open = open(execution, sweep);
    open.forEach(
        found ->
            outcomes.say(execution, Kind.ACCOUNT, target(found), State.CONTRADICTED, words(found)));
    return open.stream().map(UnnumberedAccounts::words).toList();
  }

  /** What is open, without writing anything down. */
  List<String> words(DelegateExecution execution, Sweep sweep) {
    return open(execution, sweep).stream().map(UnnumberedAccounts::words).toList();
  }

  /** A person who left one so has said that it is not the leaver's; nobody is asked twice. */
  private List<Found> open(DelegateExecution execution, Sweep sweep) {
    var closed = closed(execution);
    return sweep.unnumbered().stream().filter(found -> !closed.contains(target(found))).toList();
  }

  private Set<String> closed(DelegateExecution execution) {
    return Stream.concat(
            Stream.of(Step.caseId(execution)), OFFBOARDING_CASE.find(execution).stream())
        .flatMap(caseId -> all.of(caseId).stream())
        .filter(was -> was.kind() == Kind.ACCOUNT && was.state() == State.CLOSED)
        .map(Outcome::target)
        .collect(Collectors.toSet());
  }

  static String target(Found found) {
    return "%s/%s".formatted(found.connection(), found.account().id());
  }

  private static String words(Found found) {
    return "the account %s (%s) in '%s' has the leaver's address and bears no employee number. Write the number on it and try again, or leave it so and say that it is not theirs"
        .formatted(found.account().id(), found.account().login(), found.connection());
  }
}
