package io.muster.directory.google;

import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;

/**
 * Changes users whom Google may protect: only a super administrator may touch another one, and
 * Google says so by the same 403 as for a missing privilege.
 *
 * @see <a href="https://support.google.com/a/answer/2405986">Pre-built administrator roles</a>
 */
final class ProtectedUsers {
  private final String name;
  private final UserApi users;
  private final Ledger ledger;

  ProtectedUsers(String name, UserApi users, Ledger ledger) {
    this.name = name;
    this.users = users;
    this.ledger = ledger;
  }

  /**
   * Does it, with an entry in the ledger.
   *
   * @throws Refused if the user is protected
   */
  void perform(String action, String id, Runnable call) {
    try {
      ledger.perform(name, action, id, call);
    } catch (Misconfigured forbidden) {
      if (!isAdministrator(id)) {
        throw forbidden;
      }
      throw new Refused(
          "Account %s in Google (%s) is protected: it is an administrator's, whom only a super admin may touch. Take the role away in the Admin console under Account, Admin roles, and try again, or do it there by hand (%s)."
              .formatted(id, name, action),
          forbidden);
    }
  }

  /** What cannot be looked up is no reason to hide the first failure. */
  private boolean isAdministrator(String id) {
    try {
      return users.user(id).filter(GoogleUser::administrator).isPresent();
    } catch (RemoteFailure unclear) {
      return false;
    }
  }
}
