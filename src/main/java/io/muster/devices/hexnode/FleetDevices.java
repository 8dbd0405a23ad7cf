package io.muster.devices.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.devices.Device;
import io.muster.devices.FleetUserId;
import io.muster.devices.hexnode.HexnodeApi.App;
import io.muster.devices.hexnode.HexnodeApi.Policy;
import io.muster.remote.Lane;
import io.muster.safety.DeviceId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Hexnode shows of the devices. */
final class FleetDevices {
  private final Hexnode hexnode;
  private final Listing<JsonNode> listing;
  private final SharedGroups shared;

  FleetDevices(Hexnode hexnode, Clock clock) {
    this.hexnode = hexnode;
    this.listing = new Listing<>(hexnode, HexnodeApi::devices, clock);
    this.shared = new SharedGroups(hexnode, clock);
  }

  /** Hexnode cannot be asked for a user's devices, so all are looked through. */
  List<Device> of(FleetUserId user) {
    return (isPatient() ? asOfLate() : list())
        .values().stream()
            .map(SeenDevice::device)
            .filter(device -> device.enrolled() && user.equals(device.owner()))
            .toList();
  }

  /** Every device in the fleet, as it is now. */
  List<Device> all() {
    return list().values().stream().map(SeenDevice::device).toList();
  }

  /** All of these that are in the fleet, with as few calls as possible. */
  List<Device> among(Set<DeviceId> wanted) {
    if (wanted.size() == 1) {
      return wanted.stream().map(this::look).flatMap(Optional::stream).toList();
    }
    return list().values().stream()
        .map(SeenDevice::device)
        .filter(device -> wanted.contains(device.id()))
        .toList();
  }

  /** The device with all that a wipe depends on. */
  Optional<Device> read(DeviceId device) {
    return seen(device)
        .map(seen -> shared.hold(device) ? seen.device().inSharedUse() : seen.device());
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
                    : Optional.ofNullable(list().get(device.value()))
                        .map(seen::completedBy)
                        .orElse(seen));
  }

  /** The device's own page and nothing besides. */
  Optional<SeenDevice> page(DeviceId device) {
    return hexnode
        .findThe("device", device.value(), api -> api.device(device.value()), HexnodeApi::idIn)
        .map(SeenDevice::in);
  }

  /** Whoever waits for a device to be enrolled can wait a little longer; nobody else can. */
  private static boolean isPatient() {
    return Lane.current() == Lane.JOINER || Lane.current() == Lane.SYNC;
  }

  private Map<Long, SeenDevice> asOfLate() {
    return byId(listing.notOlderThan(hexnode.properties().listAge()));
  }

  private Map<Long, SeenDevice> list() {
    return byId(listing.now());
  }

  private Map<Long, SeenDevice> byId(List<JsonNode> devices) {
    var list =
        devices.stream()
            .map(SeenDevice::in)
            .filter(seen -> seen.id() > 0)
            .collect(Collectors.toMap(SeenDevice::id, seen -> seen, (one, again) -> one));
    hexnode
        .limits()
        .shown(list.values().stream().map(SeenDevice::device).filter(Device::enrolled).count());
    return list;
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
