package io.muster.directory.entra;

import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;

/**
 * Changes users whom Entra may protect: an app without a role of its own may not touch those who
 * hold an administrator's role, and Graph says so by the same 403 as for a missing permission.
 *
 * @see <a
 *     href="https://learn.microsoft.com/graph/api/resources/users#who-can-perform-sensitive-actions">Who
 *     can perform sensitive actions</a>
 */
final class ProtectedUsers {
  private final String name;
  private final EntraApi api;
  private final Ledger ledger;

  ProtectedUsers(String name, EntraApi api, Ledger ledger) {
    this.name = name;
    this.api = api;
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
      if (!holdsRole(id)) {
        throw forbidden;
      }
      throw new Refused(
          "Account %s in Entra (%s) is protected: it holds an administrator's role, which the app may not touch. Take the role away in the Entra admin center and try again, or do it there by hand (%s)."
              .formatted(id, name, action),
          forbidden);
    }
  }

  /** What cannot be looked up is no reason to hide the first failure. */
  private boolean holdsRole(String id) {
    try {
      return api.memberships(id).roles();
    } catch (RemoteFailure unclear) {
      return false;
    }
  }
}
