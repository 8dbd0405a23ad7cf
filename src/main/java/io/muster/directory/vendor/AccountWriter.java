package io.muster.directory.vendor;

import io.muster.ledger.Entry;
import io.muster.ledger.Ledger;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Changes accounts with an entry in the ledger, and reads them back. */
final class AccountWriter<U extends VendorUser> {
  /** When to look again for what should be shown any moment. */
  static final Duration SOON = Duration.ofSeconds(15);

  /** How long a directory may take to show what it took. */
  static final Duration LONGEST_LAG = Duration.ofMinutes(15);

  private final VendorAccounts<U> vendor;
  private final Ledger ledger;
  private final Clock clock;

  AccountWriter(VendorAccounts<U> vendor, Ledger ledger, Clock clock) {
    this.vendor = vendor;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Makes an account, with an entry in the ledger; the answer is its id. */
  String create(Worker worker) {
    return ledger.perform(
        vendor.connection().name(),
        AccountActions.CREATE,
        worker.id().value(),
        () -> vendor.create(worker));
  }

  /**
   * Does it, with an entry in the ledger. Vendors forbid a change of a protected account by the
   * same answer as one for which a permission is missing.
   *
   * @throws Refused if the account is protected
   */
  void perform(AccountWrite write, String id) {
    try {
      ledger.perform(vendor.connection().name(), write.action(), id, write.call());
    } catch (Misconfigured forbidden) {
      throw whyProtected(id)
          .<RemoteFailure>map(
              why ->
                  new Refused(
                      "Account %s in %s is protected: %s and try again, or do it there by hand (%s)."
                          .formatted(id, vendor.connection(), why, write.action()),
                      forbidden))
          .orElse(forbidden);
    }
  }

  /** What cannot be looked up is no reason to hide the first failure. */
  private Optional<String> whyProtected(String id) {
    try {
      return vendor.whyProtected(id);
    } catch (RemoteFailure unclear) {
      return Optional.empty();
    }
  }

  /** Does it, with an entry in the ledger; the answer is the account as seen afterwards. */
  U change(AccountWrite write, String id) {
    perform(write, id);
    return vendor.read(id).orElseThrow(() -> notShown(write.action(), id));
  }

  private Unavailable notShown(String action, String id) {
    var replicated = vendor.visibility() instanceof AccountVisibility.Replicated;
    saw(action, id, false, replicated ? "not shown" : "the account is gone");
    return replicated
        ? waiting(
            "%s took %s for account %s, but does not show it yet."
                .formatted(vendor.connection(), action, id),
            SOON,
            LONGEST_LAG)
        : Unavailable.answerLost(
            "%s took %s for account %s, but the account is gone."
                .formatted(vendor.connection(), action, id),
            null);
  }

  /** Writes down what was seen of an earlier change. */
  void saw(String action, String target, boolean asWished, String seen) {
    ledger.saw(action, target, asWished, seen);
  }

  /** True if that may have happened not long ago and just does not show yet. */
  boolean lately(String action, String target, Duration within) {
    return latest(action, target, within)
        .filter(entry -> !Boolean.TRUE.equals(entry.asWished()))
        .isPresent();
  }

  /** The same, though it was shown meanwhile: another copy of the directory may be behind. */
  boolean mayHaveHappenedLately(String action, String target, Duration within) {
    return latest(action, target, within).isPresent();
  }

  private Optional<Entry> latest(String action, String target, Duration within) {
    var oldest = clock.instant().minus(within);
    return ledger
        .latest(action, target)
        .filter(Entry::mayHaveHappened)
        .filter(entry -> entry.intendedAt().isAfter(oldest));
  }

  /** Nothing is wrong; it shows later. */
  Unavailable waiting(String message, Duration pause, Duration longest) {
    return Unavailable.turnedAway(message, null, clock.instant().plus(pause)).noLongerThan(longest);
  }
}
