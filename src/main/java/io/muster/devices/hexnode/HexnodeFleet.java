package io.muster.devices.hexnode;

import static io.muster.safety.WipeKind.COMPLETE;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetUserId;
import io.muster.devices.Progress;
import io.muster.devices.hexnode.FleetActions.Kind;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Misconfigured;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The devices of one Hexnode portal. */
final class HexnodeFleet implements DeviceFleet {
  private final Hexnode hexnode;
  private final WipeSafety safety;
  private final Policies policies;
  private final FleetUsers users;
  private final FleetGroups groups;
  private final FleetDevices devices;
  private final FleetActions actions;

  HexnodeFleet(Hexnode hexnode, WipeSafety safety, Clock clock) {
    this.hexnode = hexnode;
    this.safety = safety;
    this.policies = new Policies(hexnode, clock);
    this.users = new FleetUsers(hexnode);
    this.groups = new FleetGroups(hexnode, policies, clock);
    this.devices = new FleetDevices(hexnode, clock);
    this.actions = new FleetActions(hexnode);
  }

  @Override
  public String connection() {
    return hexnode.properties().connection();
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
    actions.lock(wanted.stream().filter(device -> !lockIsUnderWay(device)).toList());
  }

  /** True if this case has asked for the lock before and the fleet has not given it up. */
  private boolean lockIsUnderWay(DeviceId device) {
    return actions
        .earlier("device.lock", device)
        .map(earlier -> lookForLock(device, earlier.intendedAt()))
        .filter(progress -> progress == Progress.PENDING || progress == Progress.DONE)
        .isPresent();
  }

  /** A lock is better asked for twice than not at all because of where its history is kept. */
  private Progress lookForLock(DeviceId device, Instant since) {
    try {
      return lockProgress(device, since);
    } catch (Misconfigured noHistory) {
      return Progress.NOT_FOUND;
    }
  }

  @Override
  public void ensureIsolated(Set<DeviceId> wanted) {
    isolating(wanted).forEach(this::isolate);
  }

  @Override
  public void ensureReleased(Set<DeviceId> wanted) {
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
        var policy = isolation.policies().getOrDefault(device.platform(), isolation.policy());
        byPolicy.computeIfAbsent(policy, any -> new HashSet<>()).add(device.id());
      }
    }
    return byPolicy;
  }

  private void isolate(String policy, Set<DeviceId> wanted) {
    var free =
        wanted.stream()
            .filter(
                device ->
                    actions.earlier("device.isolate", device).isEmpty()
                        || devices
                            .policiesOn(device)
                            .filter(tied -> !tied.contains(policy))
                            .isPresent())
            .toList();
    if (!free.isEmpty()) {
      actions.tie("device.isolate", policies.named(Set.of(policy)).get(0), free);
    }
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
  public Progress lockProgress(DeviceId device, Instant since) {
    return actions.progress(device, Kind.LOCK, since).orElse(Progress.NOT_FOUND);
  }

  @Override
  public Instant wipe(WipeWarrant warrant) {
    var plan = warrant.plan();
    var device = plan.facts().device();
    var live = devices.read(device).map(Device::facts).orElseGet(() -> gone(plan.facts()));
    if (plan.kind() == COMPLETE && (live.serial().isBlank() || live.enrolledAt() == null)) {
      throw new Refused(
          "Hexnode does not show serial number and enrolment of device %s, so it cannot be known to be the one approved."
              .formatted(device));
    }
    return safety.spend(
        warrant,
        live,
        () -> happenedAlready(plan),
        () -> {
          if (plan.kind() == COMPLETE) {
            actions.wipe(device);
          } else {
            actions.disenroll(device);
          }
        });
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
        .map(earlier -> wipeProgress(device, plan.kind(), earlier.intendedAt()))
        .filter(progress -> progress != Progress.NOT_FOUND)
        .isPresent();
  }

  @Override
  public Progress wipeProgress(DeviceId device, WipeKind kind, Instant since) {
    var told =
        actions
            .progress(device, kind == COMPLETE ? Kind.WIPE : Kind.DISENROLL, since)
            .orElse(Progress.NOT_FOUND);
    if (told == Progress.DONE) {
      return told;
    }
    var live = devices.read(device);
    var managed = live.filter(Device::enrolled).isPresent();
    if (!managed) {
      // to leave the fleet is what disenrolling means; but a device that left it before it was
      // seen wiped may still hold everything, and can no longer be told to wipe itself
      return kind == COMPLETE ? Progress.FAILED : Progress.DONE;
    }
    var enrolledAgain =
        live.map(Device::enrolledAt).filter(enrolled -> enrolled.isAfter(since)).isPresent();
    return enrolledAgain ? Progress.DONE : told;
  }
}
