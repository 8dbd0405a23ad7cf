package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.NEXT_LOOK;

import io.muster.directory.Directories;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Found;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reads back that nobody can sign in with any account of the leaver's, and that sessions ended. */
@Component
class SeeAccountsShut extends Step {
  /** How long a directory may take to show that sessions have ended. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  private final Accounts accounts;
  private final Directories directories;
  private final LostAccounts lost;
  private final UnnumberedAccounts unnumbered;
  private final LeaverOutcomes outcomes;
  private final NotSecured notSecured;
  private final WipeSafety safety;
  private final Clock clock;

  SeeAccountsShut(
      Accounts accounts,
      Directories directories,
      LostAccounts lost,
      UnnumberedAccounts unnumbered,
      LeaverOutcomes outcomes,
      NotSecured notSecured,
      WipeSafety safety,
      Clock clock) {
    this.accounts = accounts;
    this.directories = directories;
    this.lost = lost;
    this.unnumbered = unnumbered;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.safety = safety;
    this.clock = clock;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var sweep = accounts.lookFor(EMPLOYEE.in(execution));
    var open = new ArrayList<>(sweep.refusals());
    if (open.isEmpty()) {
      outcomes.listed(execution, Kind.ACCOUNT, sweep.found().size());
      open.addAll(lost.look(execution, sweep));
    } else {
      outcomes.notListed(execution, Kind.ACCOUNT, String.join(" ", open));
    }
    open.addAll(unnumbered.look(execution, sweep));
    var waits = false;
    for (var found : sweep.found()) {
      account(execution, found, open);
      waits |= sessions(execution, found, open);
    }
    LOOK.set(execution, !open.isEmpty() ? "open" : waits ? "wait" : "shut");
    NEXT_LOOK.set(execution, BETWEEN_LOOKS.toString());
    CONTRADICTIONS.set(execution, String.join("; ", open));
    notSecured.overIfSecured(execution);
  }

  private void account(DelegateExecution execution, Found found, List<String> open) {
    var words =
        found.account().barred()
            ? "seen disabled"
            : "the account %s in '%s' can still sign in"
                .formatted(found.account().id(), found.connection());
    say(
        execution,
        Kind.ACCOUNT,
        found,
        found.account().barred() ? State.OBSERVED : State.CONTRADICTED,
        words);
    if (!found.account().barred()) {
      open.add(words);
    }
  }

  /** True if it may yet come to be seen. */
  private boolean sessions(DelegateExecution execution, Found found, List<String> open) {
    var since = endedSince(execution, found);
    var ended = directories.named(found.connection()).sessionsEnded(found.account().id(), since);
    if (ended.isEmpty()) {
      say(
          execution,
          Kind.SESSIONS,
          found,
          State.NOT_OBSERVABLE,
          "'%s' took the order to end them and does not show whether it did"
              .formatted(found.connection()));
    } else if (ended.get()) {
      say(execution, Kind.SESSIONS, found, State.OBSERVED, "seen ended");
    } else {
      return stillOpen(execution, found, open);
    }
    return false;
  }

  /** A directory may need minutes to show it; after that it counts as not done. */
  private boolean stillOpen(DelegateExecution execution, Found found, List<String> open) {
    var ended =
        outcomes
            .find(execution, Kind.SESSIONS, target(found))
            .filter(outcome -> outcome.state() == State.ACCEPTED)
            .map(Outcome::changedAt)
            .orElseGet(clock::instant);
    if (clock.instant().isBefore(ended.plus(SHOWN_WITHIN))) {
      say(execution, Kind.SESSIONS, found, State.ACCEPTED, "not seen ended yet");
      return true;
    }
    var words =
        "sessions of %s in '%s' are not seen to have ended"
            .formatted(found.account().id(), found.connection());
    say(execution, Kind.SESSIONS, found, State.CONTRADICTED, words);
    open.add(words);
    return false;
  }

  /** What ended them before we asked is no evidence: the person may have signed in again. */
  private Instant endedSince(DelegateExecution execution, Found found) {
    return outcomes
        .find(execution, Kind.SESSIONS, target(found))
        .map(Outcome::requestedAt)
        .or(() -> safety.leaving(Step.caseId(execution)).map(Leaving::effectiveAt))
        .orElseGet(clock::instant);
  }

  private void say(DelegateExecution execution, Kind kind, Found found, State state, String words) {
    outcomes.say(execution, kind, target(found), state, words);
  }

  private static String target(Found found) {
    return "%s/%s".formatted(found.connection(), found.account().id());
  }
}
