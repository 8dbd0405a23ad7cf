package io.muster.lifecycle.offboarding;

import io.muster.directory.AccountId;
import io.muster.directory.Directories;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.lifecycle.shared.Accounts.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks at accounts of the case that no search shows any more: deleted, or given to somebody else.
 * That a search is silent proves nothing.
 */
@Component
class LostAccounts {
  private static final Set<Kind> OF_ACCOUNTS = Set.of(Kind.ACCOUNT, Kind.SESSIONS);

  private final Directories directories;
  private final LeaverOutcomes outcomes;

  LostAccounts(Directories directories, LeaverOutcomes outcomes) {
    this.directories = directories;
    this.outcomes = outcomes;
  }

  /** Says of each how it stands, and returns what is open. */
  List<String> look(DelegateExecution execution, Sweep sweep) {
    var shown =
        Stream.concat(sweep.found().stream(), sweep.unnumbered().stream())
            .map(UnnumberedAccounts::target)
            .collect(Collectors.toSet());
    var open = new ArrayList<String>();
    for (var lost : outcomes.unsettled(execution)) {
      if (OF_ACCOUNTS.contains(lost.kind())
          && lost.target().contains("/")
          && !shown.contains(lost.target())) {
        look(execution, lost, open);
      }
    }
    return open;
  }

  private void look(DelegateExecution execution, Outcome lost, List<String> open) {
    var connection = lost.target().substring(0, lost.target().indexOf('/'));
    var id = lost.target().substring(connection.length() + 1);
    var account = directories.named(connection).read(new AccountId(id));
    if (account.isEmpty() || account.get().barred()) {
      var words = account.isEmpty() ? "the account is not there any more" : "seen disabled";
      outcomes.say(execution, lost.kind(), lost.target(), State.OBSERVED, words);
      return;
    }
    var words =
        "the account %s in '%s' can still sign in, and bears %s by now"
            .formatted(
                id, connection, account.get().employee() == null ? "no number" : "another number");
    outcomes.say(execution, lost.kind(), lost.target(), State.CONTRADICTED, words);
    open.add(words);
  }
}
