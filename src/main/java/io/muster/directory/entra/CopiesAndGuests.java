package io.muster.directory.entra;

import io.muster.directory.vendor.VendorConnection;
import io.muster.remote.RemoteFailure.Refused;
import java.util.Set;

/**
 * Accounts that are changed elsewhere: copies of accounts on premises, and guests of other tenants.
 */
final class CopiesAndGuests {
  private final VendorConnection name;

  CopiesAndGuests(VendorConnection name) {
    this.name = name;
  }

  static boolean has(EntraUser user) {
    return user.synced() || user.homeElsewhere();
  }

  /** What a person has to do so that the account says what HR says of these properties. */
  Refused notOurs(EntraUser user, Set<String> properties) {
    return new Refused(
        user.synced()
            ? "Account %s in %s is a copy of one on premises and does not say what HR says of %s. Change that in the Active Directory it comes from and try again once it is synchronised."
                .formatted(user.id(), name, properties)
            : "Account %s in %s is a guest, who signs in at another tenant, and does not say what HR says of %s. Convert it to an internal user in the Entra admin center, or take the employee number off it so that another is made; then try again."
                .formatted(user.id(), name, properties));
  }

  /**
   * Looks whether the login of this account is ours to change.
   *
   * @throws Refused if not
   */
  void demandLoginOurs(EntraUser user) {
    if (user.synced()) {
      throw new Refused(
          "Account %s in %s is a copy of one on premises. Change its login in the Active Directory it comes from and try again once it is synchronised."
              .formatted(user.id(), name));
    }
  }

  /** What a person has to do once a copy is disabled here. */
  Refused enabledElsewhere(EntraUser user) {
    return new Refused(
        "Account %s in %s is disabled, but it is a copy: disable it in the Active Directory it comes from too, or the next synchronisation may let it in again."
            .formatted(user.id(), name));
  }
}
