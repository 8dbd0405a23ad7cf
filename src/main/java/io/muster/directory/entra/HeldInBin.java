package io.muster.directory.entra;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.LegalHolds.Hold;
import io.muster.preflight.Finding;
import io.muster.remote.RemoteFailure;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the accounts of people under legal hold in the bin, which is emptied 30 days after they
 * were put there: by Muster before the hold was placed, or by somebody's hand.
 *
 * @see <a href="https://learn.microsoft.com/entra/fundamentals/users-restore">Restore a recently
 *     deleted user</a>
 */
final class HeldInBin {
  /** Each costs a call. */
  private static final int MOST = 20;

  private final String name;
  private final String number;
  private final EntraApi api;
  private final LegalHolds holds;

  HeldInBin(String name, String number, EntraApi api, LegalHolds holds) {
    this.name = name;
    this.number = number;
    this.api = api;
    this.holds = holds;
  }

  /** One for each such account of the people whose holds are the newest. */
  List<Finding> findings() {
    var standing = holds.standing();
    return standing.stream().limit(MOST).flatMap(this::findings).toList();
  }

  private Stream<Finding> findings(Hold hold) {
    try {
      return api.searchBin(EntraApi.bearing(number, new EmployeeId(hold.employee()))).stream()
          .map(user -> inBin(hold, user));
    } catch (RemoteFailure failure) {
      return Stream.of(Finding.of(failure));
    }
  }

  private Finding inBin(Hold hold, EntraUser user) {
    return Finding.blocks(
        "Employee %s is under legal hold, and the account %s lies in the bin, which destroys it 30 days after it was deleted."
            .formatted(hold.employee(), user.id()),
        "Restore it in the Entra admin center under Users, Deleted users, of %s, and disable it; while the hold stands it is not deleted again."
            .formatted(name));
  }
}
