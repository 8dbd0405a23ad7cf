package io.muster.devices;

import java.util.List;
import java.util.Set;

/**
 * By what a leaver's devices may be found.
 *
 * @param addresses every address the person bears or bore
 * @param names every full name the person bears or bore
 * @param users users of device management that were seen to be the person's
 * @param devices devices that were seen to be the person's
 */
public record DeviceTraces(
    Set<String> addresses, Set<String> names, Set<FleetUserId> users, List<KnownDevice> devices) {
  public DeviceTraces {
    addresses = Set.copyOf(addresses);
    names = Set.copyOf(names);
    users = Set.copyOf(users);
    devices = List.copyOf(devices);
  }
}
