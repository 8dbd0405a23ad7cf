package io.muster.devices.hexnode;

import static io.muster.safety.WipeKind.COMPLETE;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.DeviceTraces;
import io.muster.devices.FleetCosts;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetUserId;
import io.muster.devices.Progress;
import io.muster.devices.Sighting;
import io.muster.devices.TracedDevices;
import io.muster.people.Worker;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import io.muster.safety.WipeSafety;
import io.muster.safety.WipeWarrant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The devices of one Hexnode portal. */
final class HexnodeFleet implements DeviceFleet {
  private final Hexnode hexnode;
  private final WipeSafety safety;
  private final FleetIndex index;
  private final Policies policies;
  private final FleetUsers users;
  private final FleetGroups groups;
  private final FleetDevices devices;
  private final FleetActions actions;
  private final Sightings sightings;

  HexnodeFleet(Hexnode hexnode, WipeSafety safety, Stores stores, Clock clock) {
    this.hexnode = hexnode;
    this.safety = safety;
    this.index = new FleetIndex(hexnode, stores.index(), clock);
    this.policies = new Policies(hexnode, clock);
    this.users = new FleetUsers(hexnode, index);
    this.groups = new FleetGroups(hexnode, index, policies);
    this.devices = new FleetDevices(hexnode, index, clock);
    this.actions = new FleetActions(hexnode, new CommonOrders(hexnode, stores.orders(), clock));
    this.sightings = new Sightings(devices, actions);
  }

  /** What this portal's adapter keeps in the database. */
  record Stores(JdbcFleetIndex index, JdbcCommonOrders orders) {}

  @Override
  public String connection() {
    return hexnode.properties().connection();
  }

  /** Keeps at hand what a leaver's devices are found by. */
  void keepWarm() {
    CallPriority.SYNC.during(
        () -> {
          index.keepWarm();
          return true;
        });
  }

  @Override
  public FleetMirror mirror() {
    return new HexnodeMirror(hexnode);
  }

  @Override
  public Optional<FleetUserId> findUser(String email) {
    return users.find(email);
  }

  @Override
  public FleetUserId ensureUser(Worker worker) {
    return users.ensure(worker);
  }

  @Override
  public Set<String> groupsOf(FleetUserId user) {
    return groups.of(user);
  }

  @Override
  public void ensureInGroups(FleetUserId user, Set<String> wanted) {
    groups.ensureIn(user, wanted);
  }

  @Override
  public void ensureOutOfGroups(FleetUserId user, Set<String> unwanted) {
    groups.ensureOutOf(user, unwanted);
  }

  @Override
  public void ensureInNoGroup(FleetUserId user) {
    groups.ensureInNone(user);
  }

  @Override
  public void ensurePoliciesOnGroup(String group, Set<String> wanted) {
    groups.ensurePolicies(group, wanted);
  }

  @Override
  public void askToEnrol(FleetUserId user, Ownership ownership, String occasion) {
    users.askToEnrol(user, ownership, occasion);
  }

  @Override
  public List<Device> devicesOf(FleetUserId user) {
    return devices.of(user);
  }

  @Override
  public Optional<Device> read(DeviceId device) {
    return devices.read(device);
  }

  @Override
  public void ensurePolicyOnDevices(String policy, Set<DeviceId> wanted) {
    var lacking =
        wanted.stream()
            .filter(device -> !policiesOn(device).contains(policy))
            .collect(Collectors.toSet());
    if (!lacking.isEmpty()) {
      actions.tie("policy.tieToDevice", policies.named(Set.of(policy)).get(0), lacking);
    }
  }

  @Override
  public Set<String> policiesOn(DeviceId device) {
    return devices
        .policiesOn(device)
        .orElseThrow(
            () -> new Refused("Device %s is not in the fleet any more.".formatted(device)));
  }

  @Override
  public boolean accessSeenOn(DeviceId device) {
    return devices.accessSeenOn(device);
  }

  @Override
  public void ensureLocked(Set<DeviceId> wanted) {
    actions.lock(wanted, this::lockIsUnderWay);
  }

  /** True if this case has asked for the lock before and the fleet has not given it up. */
  private boolean lockIsUnderWay(DeviceId device) {
    return actions
        .earlier("device.lock", device)
        .filter(earlier -> isUnderWay(() -> lockSeen(device, earlier.intendedAt())))
        .isPresent();
  }

  /** To contain twice is better than not at all because something cannot be looked at. */
  private static boolean isUnderWay(Supplier<Sighting> look) {
    try {
      var progress = look.get().progress();
      return progress == Progress.PENDING || progress == Progress.DONE;
    } catch (RemoteFailure cannotLook) {
      return false;
    }
  }

  @Override
  public void ensureIsolated(Set<DeviceId> wanted) {
    var refusals = new ArrayList<String>();
    var byPolicy = isolating(wanted);
    var known = byPolicy.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    wanted.stream()
        .filter(device -> !known.contains(device))
        .map("Device %s is not in device management, so it cannot be cut off."::formatted)
        .sorted()
        .forEach(refusals::add);
    byPolicy.forEach(
        (policy, some) -> isolate(policy, some).map(Refused::getMessage).ifPresent(refusals::add));
    if (!refusals.isEmpty()) {
      throw new Refused(String.join(" ", refusals));
    }
  }

  @Override
  public void ensureReleased(Set<DeviceId> wanted) {
    actions.withdraw(wanted);
    isolating(wanted).forEach(this::release);
  }

  /** The devices by the policy that cuts them off. */
  private Map<String, Set<DeviceId>> isolating(Set<DeviceId> wanted) {
    var isolation = hexnode.properties().isolation();
    var byPolicy = new TreeMap<String, Set<DeviceId>>();
    if (isolation.policies().isEmpty()) {
      byPolicy.put(isolation.policy(), wanted);
    } else if (!wanted.isEmpty()) {
      for (var device : devices.among(wanted)) {
        var policy = isolation.policyFor(device.platform());
        byPolicy.computeIfAbsent(policy, any -> new HashSet<>()).add(device.id());
      }
    }
    return byPolicy;
  }

  private Optional<Refused> isolate(String policy, Set<DeviceId> wanted) {
    return actions.isolate(
        policy, () -> policies.named(Set.of(policy)).get(0), wanted, this::isolationIsUnderWay);
  }

  private boolean isolationIsUnderWay(DeviceId device) {
    return actions
        .earlier("device.isolate", device)
        .filter(earlier -> isUnderWay(() -> isolationSeen(device, earlier.intendedAt())))
        .isPresent();
  }

  private void release(String policy, Set<DeviceId> wanted) {
    var held =
        wanted.stream()
            .filter(
                device ->
                    devices.policiesOn(device).filter(tied -> tied.contains(policy)).isPresent())
            .toList();
    if (!held.isEmpty()) {
      actions.untie("device.release", policies.named(Set.of(policy)).get(0), held);
    }
  }

  @Override
  public TracedDevices trace(DeviceTraces traces) {
    return index.trace(traces);
  }

  @Override
  public TracedDevices traceKnown(DeviceTraces traces) {
    return index.traceKnown(traces);
  }

  @Override
  public TracedDevices traceIndexed(DeviceTraces traces) {
    return index.traceIndexed(traces);
  }

  @Override
  public FleetCosts costs() {
    var isolation = hexnode.properties().isolation();
    var policies = new HashSet<>(isolation.policies().values());
    policies.add(isolation.policy());
    // a device is read with who bears its user, and once more before a wipe
    return new FleetCosts(index.pages(), hexnode.properties().batchSize(), policies.size(), 2, 3);
  }

  @Override
  public void wake(Set<DeviceId> wanted) {
    actions.scan(wanted);
  }

  @Override
  public Sighting lockSeen(DeviceId device, Instant since) {
    return sightings.lock(device, since);
  }

  @Override
  public Sighting isolationSeen(DeviceId device, Instant since) {
    return sightings.isolation(device, hexnode.properties().isolation(), since);
  }

  @Override
  public Sighting wipeSeen(DeviceId device, WipeKind kind, Instant since) {
    return sightings.wipe(device, kind, since);
  }

  @Override
  public Instant wipe(WipeWarrant warrant) {
    var plan = warrant.plan();
    var device = plan.facts().device();
    return safety.spend(
        warrant,
        () -> identified(plan.facts()),
        () -> happenedAlready(plan),
        () -> {
          if (plan.kind() == COMPLETE) {
            actions.wipe(device);
          } else {
            actions.disenroll(device);
          }
        });
  }

  private DeviceFacts identified(DeviceFacts planned) {
    var device = planned.device();
    var live = devices.read(device).map(Device::facts).orElseGet(() -> gone(planned));
    if (live.serial().isBlank() || live.enrolledAt() == null) {
      throw new Refused(
          "Hexnode does not show serial number and enrolment of device %s, so it cannot be known to be the one approved."
              .formatted(device));
    }
    return live;
  }

  /** A device that Hexnode no longer has: as it was, but managed no more. */
  private static DeviceFacts gone(DeviceFacts planned) {
    return new DeviceFacts(
        planned.device(),
        planned.serial(),
        planned.owner(),
        planned.ownership(),
        planned.enrolledAt(),
        false,
        planned.lastSeen(),
        planned.shared(),
        planned.recoveryKey());
  }

  /** Anything seen of an earlier try means that there must be no second one. */
  private boolean happenedAlready(WipePlan plan) {
    var device = plan.facts().device();
    var action = plan.kind() == COMPLETE ? "device.wipe" : "device.disenroll";
    return actions
        .earlier(action, device)
        .filter(earlier -> sightings.wipeLeftATrace(device, plan.kind(), earlier.intendedAt()))
        .isPresent();
  }
}
