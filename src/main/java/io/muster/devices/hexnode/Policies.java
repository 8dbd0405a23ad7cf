package io.muster.devices.hexnode;

import io.muster.devices.hexnode.HexnodeApi.Policy;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The policies by their names. */
final class Policies {
  private final Listing<Policy> listing;
  private final Duration listAge;

  Policies(Hexnode hexnode, Clock clock) {
    this.listing = new Listing<>(hexnode, HexnodeApi::policies, clock);
    this.listAge = hexnode.properties().listAge();
  }

  /**
   * The ids of the policies with these names, which must each name one that is in use.
   *
   * @throws Refused if a policy is missing or there are several of a name
   */
  List<Long> named(Collection<String> names) {
    try {
      return named(names, listing.notOlderThan(listAge));
    } catch (Refused perhapsTooOld) {
      return named(names, listing.now());
    }
  }

  private static List<Long> named(Collection<String> names, List<Policy> known) {
    var ids = new ArrayList<Long>();
    for (var name : names) {
      var found =
          known.stream()
              .filter(policy -> !policy.archived() && name.equals(policy.name()))
              .map(Policy::id)
              .distinct()
              .toList();
      if (found.size() != 1) {
        throw new Refused(
            found.isEmpty()
                ? "Hexnode has no policy '%s'. Make it in the portal or mend the name."
                    .formatted(name)
                : "Hexnode has %d policies named '%s'. Archive all but one."
                    .formatted(found.size(), name));
      }
      ids.addAll(found);
    }
    return ids;
  }
}
