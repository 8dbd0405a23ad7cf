package io.muster.directory.entra;

import io.muster.directory.Directory;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.entra.EntraProperties.Retiring;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Ledger;
import io.muster.people.LegalHolds;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nobody in any more, and in the end puts the account away. */
final class EntraLeaving {
  private static final Logger log = LoggerFactory.getLogger(EntraLeaving.class);
  private static final String SUSPEND = "account.suspend";
  private static final String RETIRE = "account.retire";
  private static final String END_SESSIONS = "sessions.end";

  private final String name;
  private final Connection connection;
  private final String number;
  private final EntraApi api;
  private final LegalHolds holds;
  private final Ledger ledger;
  private final ProtectedUsers users;

  EntraLeaving(String name, Connection connection, EntraApi api, LegalHolds holds, Ledger ledger) {
    this.name = name;
    this.connection = connection;
    this.number = connection.attributes().employeeNumber();
    this.api = api;
    this.holds = holds;
    this.ledger = ledger;
    this.users = new ProtectedUsers(name, api, ledger);
  }

  void ensureSuspended(String id) {
    bar(SUSPEND, id);
  }

  /** Where a legal hold protects the person, disabling is all that is done. */
  void ensureRetired(String id) {
    if (connection.retiring() == Retiring.DISABLE) {
      bar(RETIRE, id);
    } else {
      delete(id);
    }
  }

  private void bar(String action, String id) {
    bar(action, id, "");
  }

  /** The note goes with what was seen. */
  private void bar(String action, String id, String note) {
    var user = api.user(id);
    Refused refusal = null;
    var copied = false;
    if (user.filter(EntraUser::enabled).isPresent()) {
      copied = user.get().synced();
      refusal = attempt(() -> users.perform(action, id, () -> api.enable(id, false)));
      user = api.user(id);
    }
    var seen = user.map(EntraUser::words).orElse("the account is gone");
    var barred = !user.map(EntraUser::enabled).orElse(false);
    ledger.saw(action, id, barred, seen + note);
    if (refusal != null && !barred) {
      throw refusal;
    }
    if (!barred) {
      throw Unavailable.answerLost(
          "Entra (%s) took %s for account %s, which is still %s.".formatted(name, action, id, seen),
          null);
    }
    if (copied) {
      throw new Refused(
          "Account %s in Entra (%s) is disabled, but it is a copy: disable it in the Active Directory it comes from too, or the next synchronisation may let it in again."
              .formatted(id, name));
    }
  }

  private void delete(String id) {
    var user = api.user(id);
    Refused refusal = null;
    if (user.isPresent()) {
      var unheld = Unheld.of(user.get(), number, CaseRef.current().employee(), holds);
      if (unheld.isEmpty()) {
        log.info("account {} in Entra ({}) is not deleted: a legal hold keeps it", id, name);
        bar(RETIRE, id, ", and kept for a legal hold");
        return;
      }
      refusal = attempt(() -> users.perform(RETIRE, id, () -> api.delete(unheld.get())));
      user = api.user(id);
    }
    var seen = user.map(EntraUser::words).orElse("deleted");
    ledger.saw(RETIRE, id, user.isEmpty(), seen);
    if (user.isPresent()) {
      throw refusal != null
          ? refusal
          : Unavailable.answerLost(
              "Entra (%s) took %s for account %s, which is still %s."
                  .formatted(name, RETIRE, id, seen),
              null);
    }
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

  void ensureSessionsEnded(String id) {
    var user = api.user(id);
    if (user.isEmpty()) {
      return;
    }
    users.perform(END_SESSIONS, id, () -> api.endSessions(id));
    var before = user.get().sessionsValidFrom();
    api.user(id)
        .map(EntraUser::sessionsValidFrom)
        .filter(since -> before == null || since.isAfter(before))
        .ifPresent(
            since -> ledger.saw(END_SESSIONS, id, true, "sessions before " + since + " are void"));
  }

  /**
   * Seen where Graph moved the time from which sessions are valid. For an account whose home is
   * elsewhere that time says nothing of the sessions.
   */
  Optional<Boolean> sessionsEnded(String id, Instant since) {
    var user = api.user(id);
    if (user.isEmpty()) {
      return Optional.of(true);
    }
    if (user.get().homeElsewhere()) {
      return Optional.empty();
    }
    return Optional.ofNullable(user.get().sessionsValidFrom())
        .map(from -> !from.toInstant().isBefore(since.minus(Directory.CLOCK_SKEW)));
  }
}
