package io.muster.devices.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.safety.DeviceId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The devices in the device groups that {@code muster.hexnode.shared-groups} names.
 *
 * <p>A device in one of them is in shared use. One that is in none is not known to be anybody's
 * alone, and a group that is missing holds nothing. Without the setting no call is made.
 */
final class SharedGroups {
  private final Hexnode hexnode;
  private final Clock clock;
  private @Nullable Reading newest;

  SharedGroups(Hexnode hexnode, Clock clock) {
    this.hexnode = hexnode;
    this.clock = clock;
  }

  synchronized boolean hold(DeviceId device) {
    var names = hexnode.properties().sharedGroups();
    if (names.isEmpty()) {
      return false;
    }
    var now = clock.instant();
    var known = newest;
    if (known == null || !known.at.plus(hexnode.properties().listAge()).isAfter(now)) {
      known = new Reading(members(names), now);
      newest = known;
    }
    return known.devices.contains(device.value());
  }

  private Set<Long> members(Set<String> names) {
    var found = new HashSet<Long>();
    for (var group : hexnode.all(HexnodeApi::deviceGroups)) {
      if (group.groupname() != null && names.contains(group.groupname())) {
        hexnode
            .findThe(
                "device group", group.id(), api -> api.deviceGroup(group.id()), HexnodeApi::idIn)
            .ifPresent(detail -> detail.path("devices").forEach(device -> add(found, device)));
      }
    }
    return found;
  }

  private static void add(Set<Long> found, JsonNode device) {
    found.add(device.path("id").longValue());
  }

  private record Reading(Set<Long> devices, Instant at) {}
}
