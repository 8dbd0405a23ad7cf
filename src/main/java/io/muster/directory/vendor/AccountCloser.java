package io.muster.directory.vendor;

import static io.muster.directory.vendor.AccountActions.END_SESSIONS;
import static io.muster.directory.vendor.AccountActions.RETIRE;
import static io.muster.directory.vendor.AccountActions.SUSPEND;
import static io.muster.directory.vendor.AccountWriter.SOON;

import io.muster.directory.Account;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Disables accounts, retires them and ends their sessions, seeing each step done. */
final class AccountCloser<U extends VendorUser> {
  private static final String GONE = "the account is gone";
  private static final Duration LONGEST_DISABLING = Duration.ofHours(1);

  private final VendorAccounts<U> vendor;
  private final AccountWriter<U> writer;

  AccountCloser(VendorAccounts<U> vendor, AccountWriter<U> writer) {
    this.vendor = vendor;
    this.writer = writer;
  }

  void ensureSuspended(String id) {
    close(id, SUSPEND, vendor::disabling);
  }

  void ensureRetired(String id) {
    close(id, RETIRE, vendor::retiring);
  }

  private void close(String id, String action, Function<U, AccountDisabling<U>> how) {
    var found = vendor.read(id);
    if (found.isEmpty()) {
      writer.saw(action, id, true, GONE);
      return;
    }
    var before = found.get();
    var wish = how.apply(before);
    if (wish.done().test(before)) {
      sawDone(wish, before);
    } else {
      close(wish, before);
    }
  }

  /** An earlier try may have done more than was wished, where less could not be done. */
  private void sawDone(AccountDisabling<U> wish, U user) {
    var seen = user.words() + wish.note();
    writer.saw(wish.write().action(), user.id(), true, seen);
    if (wish.write().action().equals(SUSPEND) && user.status() == Account.Status.RETIRED) {
      writer.saw(RETIRE, user.id(), true, seen);
    }
  }

  private void close(AccountDisabling<U> wish, U before) {
    var id = before.id();
    var action = wish.write().action();
    Refused refusal = null;
    var after = Optional.of(before);
    if (!vendor.isBeingDisabled(before)) {
      refusal = attempt(() -> writer.perform(wish.write(), id));
      after = vendor.read(id);
    }
    var done = after.map(wish.done()::test).orElse(true);
    if (!done && after.filter(vendor::isBeingDisabled).isPresent()) {
      throw writer.waiting(
          "%s is still deactivating account %s.".formatted(vendor.connection(), id),
          SOON,
          LONGEST_DISABLING);
    }
    var seen = after.map(VendorUser::words).orElse(GONE);
    writer.saw(action, id, done, seen + wish.note());
    if (!done) {
      throw refusal != null
          ? refusal
          : Unavailable.answerLost(
              "%s took %s for account %s, which is still %s."
                  .formatted(vendor.connection(), action, id, seen),
              null);
    }
    wish.afterwards()
        .ifPresent(
            question -> {
              throw question;
            });
  }

  /** A refusal may mean that somebody did it meanwhile, so it waits until that was looked at. */
  private static @Nullable Refused attempt(Runnable call) {
    try {
      call.run();
      return null;
    } catch (Refused refused) {
      return refused;
    }
  }

  /** Whether they ended may show later only; ending them twice does no harm. */
  void endSessions(String id) {
    var user = vendor.read(id).filter(vendor::mayHaveSessions);
    if (user.isEmpty()) {
      return;
    }
    writer.perform(new AccountWrite(END_SESSIONS, () -> vendor.endSessions(id)), id);
    vendor.sessionsAfter(user.get()).ifPresent(seen -> sawSessions(id, seen));
  }

  private void sawSessions(String id, SessionsSeen seen) {
    writer.saw(END_SESSIONS, id, seen.ended(), seen.words());
    if (!seen.ended()) {
      throw Unavailable.answerLost(
          "Account %s in %s still has sessions: %s."
              .formatted(id, vendor.connection(), seen.words()),
          null);
    }
  }
}
