package io.muster.directory.google;

import com.google.api.services.directory.model.User;
import io.muster.directory.AccountId;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.google.GoogleProperties.Retiring;
import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Bars accounts, ends what is signed in with them, and retires them. None is ever erased: Google
 * keeps no record of an erased one, and a rescinded leaving could not bring its mail back.
 */
final class GoogleDeprovisioning {
  private static final String SUSPEND = "account.suspend";
  private static final String RETIRE = "account.retire";
  private static final String END_SESSIONS = "sessions.end";

  private final String name;
  private final Connection connection;
  private final UserApi users;
  private final Ledger ledger;
  private final ProtectedUsers protectedUsers;

  GoogleDeprovisioning(String name, Connection connection, UserApi users, Ledger ledger) {
    this.name = name;
    this.connection = connection;
    this.users = users;
    this.ledger = ledger;
    this.protectedUsers = new ProtectedUsers(name, users, ledger);
  }

  void ensureSuspended(AccountId account) {
    bar(account, SUSPEND, user -> !user.open(), new User().setSuspended(true));
  }

  /** Suspends too, so that a licence for archived users that ends lets nobody in again. */
  void ensureRetired(AccountId account) {
    var retired = new User().setSuspended(true);
    if (connection.retiring() == Retiring.ARCHIVE) {
      retired.setArchived(true);
    } else {
      connection.unitOfLeavers().ifPresent(retired::setOrgUnitPath);
    }
    bar(account, RETIRE, GoogleUser::retired, retired);
  }

  private void bar(AccountId account, String action, Predicate<GoogleUser> asWished, User changes) {
    var id = account.value();
    var user = users.user(id);
    Refused refusal = null;
    if (!user.map(asWished::test).orElse(true)) {
      user.ifPresent(this::refuseOurOwn);
      refusal = attempt(() -> protectedUsers.perform(action, id, () -> users.update(id, changes)));
      user = users.user(id);
    }
    var seen = user.map(GoogleUser::words).orElse("the account is gone");
    var done = user.map(asWished::test).orElse(true);
    ledger.saw(action, id, done, seen);
    if (done) {
      return;
    }
    if (refusal != null) {
      throw refusal;
    }
    throw Unavailable.answerLost(
        "Google (%s) took %s for account %s, which is still %s.".formatted(name, action, id, seen),
        null);
  }

  private void refuseOurOwn(GoogleUser user) {
    if (user.reachedBy(connection.admin())) {
      throw new Refused(
          "Account %s in Google (%s) is the administrator in whose name Muster calls; without it nothing works any more. Set muster.google.connections.%2$s.admin-email to another administrator, then try again."
              .formatted(user.id(), name));
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

  /**
   * Google's sign-out leaves the tokens of applications and their passwords alone, so these are
   * taken away one by one, and looked for again.
   */
  void ensureSessionsEnded(AccountId account) {
    var id = account.value();
    if (users.user(id).isEmpty()) {
      return;
    }
    protectedUsers.perform(
        END_SESSIONS,
        id,
        () -> {
          users.signOut(id);
          users.tokens(id).forEach(client -> users.revokeToken(id, client));
          users.appPasswords(id).forEach(code -> users.removeAppPassword(id, code));
        });
    var tokens = users.tokens(id).size();
    var passwords = users.appPasswords(id).size();
    var none = tokens == 0 && passwords == 0;
    ledger.saw(
        END_SESSIONS,
        id,
        none,
        "%d tokens and %d application passwords left".formatted(tokens, passwords));
    if (!none) {
      throw Unavailable.answerLost(
          "Account %s in Google (%s) still has %d tokens and %d application passwords."
              .formatted(id, name, tokens, passwords),
          null);
    }
  }
}
