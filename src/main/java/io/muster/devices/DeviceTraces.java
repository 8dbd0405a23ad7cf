package io.muster.devices;

import java.util.Collection;
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

  /**
   * What they lead to. Users of one address are all found, and none of them for certain. A device
   * of a user who is not among these belongs to nobody.
   *
   * @param all every user but those who stand for nobody
   * @param fleet every device
   */
  public TracedDevices among(Collection<DeviceUser> all, Collection<Device> fleet) {
    return new Tracing(this, all, fleet).result();
  }
}
