package io.muster.devices.hexnode;

import io.muster.devices.Device;
import io.muster.devices.FleetUserId;
import io.muster.devices.hexnode.FleetIndex.Freshness;
import io.muster.devices.hexnode.HexnodeApi.App;
import io.muster.devices.hexnode.HexnodeApi.Policy;
import io.muster.devices.hexnode.HexnodeApi.UserDetail;
import io.muster.remote.CallPriority;
import io.muster.safety.Bearer;
import io.muster.safety.DeviceId;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Hexnode shows of the devices. */
final class FleetDevices {
  private final Hexnode hexnode;
  private final FleetIndex index;
  private final SharedGroups shared;

  FleetDevices(Hexnode hexnode, FleetIndex index, Clock clock) {
    this.hexnode = hexnode;
    this.index = index;
    this.shared = new SharedGroups(hexnode, clock);
  }

  /** Hexnode cannot be asked for a user's devices, so the list of all is looked through. */
  List<Device> of(FleetUserId user) {
    return index.devicesOf(user, Freshness.FRESH).stream()
        .map(SeenDevice::device)
        .filter(device -> device.enrolled() && user.equals(device.owner()))
        .toList();
  }

  /** All of these that are in the fleet, with as few calls as possible. */
  List<Device> among(Set<DeviceId> wanted) {
    var numbers = wanted.stream().map(DeviceId::value).collect(Collectors.toSet());
    var known = index.devices(numbers, Freshness.KNOWN).stream().map(SeenDevice::device).toList();
    var missing = new HashSet<>(wanted);
    known.forEach(device -> missing.remove(device.id()));
    return Stream.concat(known.stream(), missing.stream().flatMap(device -> look(device).stream()))
        .toList();
  }

  /** The device with all that a wipe depends on. */
  Optional<Device> read(DeviceId device) {
    return seen(device)
        .map(seen -> shared.hold(device) ? seen.device().inSharedUse() : seen.device())
        .map(this::borne);
  }

  /**
   * A device's page shows the name of its user and not the address. Where a wipe depends on it, who
   * bears the user is asked as of now; a user who is gone from the list of users keeps the name.
   */
  private Device borne(Device device) {
    var owner = device.owner();
    if (owner == null || CallPriority.current() != CallPriority.WIPE) {
      return device;
    }
    return hexnode
        .findThe(
            "user", Long.parseLong(owner.value()), api -> api.user(owner.value()), UserDetail::id)
        .map(user -> device.borneBy(bearer(user)))
        .orElse(device);
  }

  private static Bearer bearer(UserDetail user) {
    return new Bearer(
        Objects.requireNonNullElse(user.name(), ""), Objects.requireNonNullElse(user.email(), ""));
  }

  /** The device without what only its groups would tell. */
  Optional<Device> look(DeviceId device) {
    return seen(device).map(SeenDevice::device);
  }

  private Optional<SeenDevice> seen(DeviceId device) {
    return page(device)
        .map(
            seen ->
                seen.isComplete()
                    ? seen
                    : index.devices(Set.of(device.value()), completeness()).stream()
                        .findFirst()
                        .map(seen::completedBy)
                        .orElse(seen));
  }

  /** What a wipe depends on is never from before. */
  private static Freshness completeness() {
    return CallPriority.current() == CallPriority.WIPE ? Freshness.NOW : Freshness.FRESH;
  }

  /** The device's own page and nothing besides. */
  Optional<SeenDevice> page(DeviceId device) {
    var page =
        hexnode.findThe(
            "device", device.value(), api -> api.device(device.value()), HexnodeApi::idIn);
    page.ifPresentOrElse(index::saw, () -> index.gone(device.value()));
    return page.map(SeenDevice::in);
  }

  /** The names of the policies on the device; empty if the device is not there. */
  Optional<Set<String>> policiesOn(DeviceId device) {
    return page(device).flatMap(seen -> policiesOn(device, seen));
  }

  /** The names of the policies on the device whose page this is. */
  Optional<Set<String>> policiesOn(DeviceId device, SeenDevice seen) {
    return seen.policies().or(() -> listedPolicies(device));
  }

  private Optional<Set<String>> listedPolicies(DeviceId device) {
    return hexnode
        .findAll((api, page, perPage) -> api.policiesOn(device.value(), page, perPage))
        .map(
            policies ->
                policies.stream()
                    .map(Policy::name)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet()));
  }

  boolean accessSeenOn(DeviceId device) {
    var names = hexnode.properties().access().apps();
    return hexnode
        .findAll((api, page, perPage) -> api.appsOn(device.value(), page, perPage))
        .stream()
        .flatMap(Collection::stream)
        .anyMatch(app -> names.stream().anyMatch(name -> isNamed(app, name)));
  }

  private static boolean isNamed(App app, String name) {
    return Stream.of(app.name(), app.identifier()).anyMatch(name::equalsIgnoreCase);
  }
}
