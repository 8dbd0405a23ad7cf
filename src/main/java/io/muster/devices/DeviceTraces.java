package io.muster.devices;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * By what a leaver's devices may be found.
 *
 * @param addresses the addresses the person bears or bore
 * @param names every full name the person bears or bore
 * @param users users of device management that were seen to be the person's
 * @param devices devices that were seen to be the person's
 */
public record DeviceTraces(
    Addresses addresses, Set<String> names, Set<FleetUserId> users, List<KnownDevice> devices) {
  public DeviceTraces {
    names = Set.copyOf(names);
    users = Set.copyOf(users);
    devices = List.copyOf(devices);
  }

  /** The address as addresses are compared. */
  public static String addressKey(String written) {
    return Tracing.address(written);
  }

  /** The name as names are compared. */
  public static String nameKey(String written) {
    return Tracing.name(written);
  }

  /** The serial number as those are compared. */
  public static String serialKey(String written) {
    return Tracing.serial(written);
  }

  /**
   * What they lead to. Users of one address are all found, and none of them for certain; nor is one
   * that only a former address leads to. An address that is a colleague's by now leads to a
   * question. A device of a user who is not among these belongs to nobody.
   *
   * @param all every user but those who stand for nobody
   * @param fleet every device
   */
  public TracedDevices among(Collection<DeviceUser> all, Collection<Device> fleet) {
    return new Tracing(this, all, fleet).result();
  }

  /**
   * A person's addresses.
   *
   * @param present what HR calls the work address now, and the logins of the person's accounts
   * @param former what HR called it before; some may have been typed wrongly
   * @param colleagues those of both that are the address of somebody else who works here
   */
  public record Addresses(Set<String> present, Set<String> former, Set<String> colleagues) {
    public Addresses {
      present = Set.copyOf(present);
      former = Set.copyOf(former);
      colleagues = Set.copyOf(colleagues);
    }

    /** Every address that may lead to the person's users. */
    public Set<String> all() {
      var all = new HashSet<>(present);
      all.addAll(former);
      return all;
    }

    /** Addresses that are the person's alone. */
    public static Addresses present(Set<String> addresses) {
      return new Addresses(addresses, Set.of(), Set.of());
    }
  }
}
