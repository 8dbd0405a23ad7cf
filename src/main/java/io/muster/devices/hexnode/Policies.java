package io.muster.devices.hexnode;

import io.muster.devices.hexnode.HexnodeApi.Policy;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The policies by their names. */
final class Policies {
  private final Hexnode hexnode;

  Policies(Hexnode hexnode) {
    this.hexnode = hexnode;
  }

  /**
   * The ids of the policies with these names, which must each name one that is in use.
   *
   * @throws Refused if a policy is missing or there are several of a name
   */
  List<Long> named(Collection<String> names) {
    var known = hexnode.all(HexnodeApi::policies);
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
