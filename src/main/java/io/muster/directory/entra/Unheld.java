package io.muster.directory.entra;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import java.util.Optional;

/**
 * A user whom no legal hold protects, at this moment. Nobody else can be deleted: it is made here
 * alone, and the call that deletes takes nothing else.
 */
final class Unheld {
  private final String id;

  private Unheld(String id) {
    this.id = id;
  }

  /**
   * Asks, of the person whose number is on the user and of the one the case is about, who mostly is
   * the same; empty if either is held.
   */
  static Optional<Unheld> of(
      EntraUser user, String numberAttribute, EmployeeId leaver, LegalHolds holds) {
    var bearer = Optional.ofNullable(user.account(user.attribute(numberAttribute)).employee());
    return holds.held(leaver) || bearer.filter(holds::held).isPresent()
        ? Optional.empty()
        : Optional.of(new Unheld(user.id()));
  }

  String id() {
    return id;
  }
}
