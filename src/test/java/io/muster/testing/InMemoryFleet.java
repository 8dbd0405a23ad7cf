package io.muster.testing;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.devices.Progress;
import io.muster.ledger.CaseRef;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeSafety;
import io.muster.safety.WipeWarrant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A fleet in memory that keeps the port's promises; people enrol when a test says so. */
public final class InMemoryFleet implements DeviceFleet {
  private final WipeSafety safety;
  private final Clock clock;
  private final Mishaps mishaps = new Mishaps();
  private final Map<FleetUserId, String> users = new LinkedHashMap<>();
  private final Map<FleetUserId, Set<String>> groups = new HashMap<>();
  private final Map<DeviceId, Device> devices = new LinkedHashMap<>();
  private final Map<String, Set<String>> policiesOfGroups = new HashMap<>();
  private final Map<DeviceId, Set<String>> policiesOfDevices = new HashMap<>();
  private final Set<String> policies = new HashSet<>();
  private final Set<String> requestsMade = new HashSet<>();
  private final List<String> messages = new ArrayList<>();
  private final Set<DeviceId> offline = new HashSet<>();
  private final Set<DeviceId> locked = new TreeSet<>(DeviceIds.ORDER);
  private final Set<DeviceId> isolated = new TreeSet<>(DeviceIds.ORDER);
  private final Map<DeviceId, WipeKind> wiped = new LinkedHashMap<>();
  private final Map<DeviceId, Instant> wipedAt = new HashMap<>();
  private final Map<DeviceId, Integer> wipes = new HashMap<>();
  private final Set<DeviceId> wipesFailing = new HashSet<>();
  private final Set<String> groupsThatAre = new TreeSet<>();
  private final FleetMirror mirror = new Mirror();
  private boolean accessArrives = true;
  private int number;

  /** An empty fleet. */
  public InMemoryFleet(WipeSafety safety, Clock clock) {
    this.safety = safety;
    this.clock = clock;
  }

  /** What goes wrong. */
  public Mishaps mishaps() {
    return mishaps;
  }

  /** A policy that can be tied to groups and devices. */
  public synchronized void policy(String name) {
    policies.add(name);
  }

  /** The person enrols a device. */
  public synchronized DeviceId enrol(
      @Nullable String email, Platform platform, Ownership ownership) {
    var id = new DeviceId(++number);
    var owner = email == null ? null : findUser(email).orElseThrow();
    devices.put(
        id,
        new Device(
            id,
            "device-" + id,
            "Model " + platform,
            platform,
            "SERIAL" + id,
            ownership,
            owner,
            clock.instant(),
            clock.instant(),
            true,
            Known.NO,
            Known.YES));
    return id;
  }

  /** Somebody gives the device to another person, or to nobody. */
  public synchronized void hand(DeviceId device, @Nullable String email) {
    var owner = email == null ? null : findUser(email).orElseThrow();
    devices.computeIfPresent(
        device,
        (id, was) ->
            new Device(
                id,
                was.name(),
                was.model(),
                was.platform(),
                was.serial(),
                was.ownership(),
                owner,
                was.enrolledAt(),
                was.lastSeen(),
                was.enrolled(),
                was.shared(),
                was.recoveryKey()));
  }

  /** The device vanishes from the fleet. */
  public synchronized void lose(DeviceId device) {
    devices.remove(device);
  }

  /** Takes the device off the net, or lets it back. */
  public synchronized void setOnline(DeviceId device, boolean online) {
    if (online) {
      offline.remove(device);
    } else {
      offline.add(device);
    }
  }

  /** Whether Access comes to devices that have its policy. */
  public synchronized void accessArrives(boolean arrives) {
    accessArrives = arrives;
  }

  /** The fleet gives up on wiping this device. */
  public synchronized void failWipe(DeviceId device) {
    wipesFailing.add(device);
  }

  /** The fleet no longer gives up on it. */
  public synchronized void mendWipe(DeviceId device) {
    wipesFailing.remove(device);
  }

  /** A user from elsewhere. */
  public synchronized FleetUserId user(String email) {
    var id = new FleetUserId("user" + ++number);
    users.put(id, email);
    return id;
  }

  /** An administrator deletes the user. */
  public synchronized void removeUser(String email) {
    users.values().remove(email);
    groups.keySet().retainAll(users.keySet());
  }

  /** How many users there are. */
  public synchronized int userCount() {
    return users.size();
  }

  /** How often this device was wiped. */
  public synchronized int wipes(DeviceId device) {
    return wipes.getOrDefault(device, 0);
  }

  /** The enrolment messages that went out. */
  public synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  /** The devices that are locked. */
  public synchronized Set<DeviceId> locked() {
    return Set.copyOf(locked);
  }

  /** The devices that are cut off. */
  public synchronized Set<DeviceId> isolated() {
    return Set.copyOf(isolated);
  }

  /** The policies tied to a group. */
  public synchronized Set<String> policiesOf(String group) {
    return Set.copyOf(policiesOfGroups.getOrDefault(group, Set.of()));
  }

  /** Forgets everything. */
  public synchronized void clear() {
    mishaps.clear();
    users.clear();
    groups.clear();
    groupsThatAre.clear();
    devices.clear();
    policiesOfGroups.clear();
    policiesOfDevices.clear();
    policies.clear();
    requestsMade.clear();
    messages.clear();
    offline.clear();
    locked.clear();
    isolated.clear();
    wiped.clear();
    wipes.clear();
    wipesFailing.clear();
    accessArrives = true;
  }

  @Override
  public String connection() {
    return "fleet";
  }

  @Override
  public FleetMirror mirror() {
    return mirror;
  }

  /** Who is in the group of this name. */
  public synchronized Set<String> membersOf(String group) {
    return groups.entrySet().stream()
        .filter(user -> user.getValue().contains(group))
        .map(user -> String.valueOf(users.get(user.getKey())))
        .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
  }

  /** The vendor's own sync, or an administrator, puts a user into a group. */
  public synchronized void join(String group, FleetUserId user) {
    groupsThatAre.add(group);
    groups.computeIfAbsent(user, any -> new TreeSet<>()).add(group);
  }

  /** The vendor's own sync, or an administrator, takes a user out of a group. */
  public synchronized void leave(String group, FleetUserId user) {
    groups.getOrDefault(user, new TreeSet<>()).remove(group);
  }

  /** The vendor's own sync brings a group. */
  public synchronized void group(String name) {
    groupsThatAre.add(name);
  }

  /** An administrator deletes the group. */
  public synchronized void removeGroup(String name) {
    groupsThatAre.remove(name);
    groups.values().forEach(names -> names.remove(name));
  }

  /** The user groups there are. */
  public synchronized Set<String> groupNames() {
    return Set.copyOf(groupsThatAre);
  }

  @Override
  public synchronized Optional<FleetUserId> findUser(String email) {
    return mishaps.read(
        "findUser",
        () -> {
          var found =
              users.entrySet().stream()
                  .filter(user -> user.getValue().equalsIgnoreCase(email))
                  .map(Map.Entry::getKey)
                  .toList();
          if (found.size() > 1) {
            throw new RemoteFailure.Refused("Several users have one address.");
          }
          return found.stream().findFirst();
        });
  }

  @Override
  public synchronized FleetUserId ensureUser(Worker worker) {
    return mishaps.write(
        "ensureUser",
        worker.id(),
        () -> findUser(worker.workEmail()).orElseGet(() -> user(worker.workEmail())));
  }

  @Override
  public synchronized Set<String> groupsOf(FleetUserId user) {
    return mishaps.read("groupsOf", () -> Set.copyOf(groups.getOrDefault(user, Set.of())));
  }

  @Override
  public synchronized void ensureInGroups(FleetUserId user, Set<String> wanted) {
    mishaps.write(
        "ensureInGroups",
        user,
        () -> {
          groupsThatAre.addAll(wanted);
          groups.computeIfAbsent(user, any -> new TreeSet<>()).addAll(wanted);
        });
  }

  @Override
  public synchronized void ensureOutOfGroups(FleetUserId user, Set<String> unwanted) {
    mishaps.write(
        "ensureOutOfGroups",
        user,
        () -> {
          groups.computeIfPresent(
              user,
              (id, in) -> {
                in.removeAll(unwanted);
                return in;
              });
        });
  }

  @Override
  public synchronized void ensureInNoGroup(FleetUserId user) {
    mishaps.write(
        "ensureInNoGroup",
        user,
        () -> {
          groups.remove(user);
        });
  }

  @Override
  public synchronized void ensurePoliciesOnGroup(String group, Set<String> wanted) {
    mishaps.write(
        "ensurePoliciesOnGroup",
        group,
        () -> {
          wanted.forEach(this::demandPolicy);
          policiesOfGroups.computeIfAbsent(group, any -> new TreeSet<>()).addAll(wanted);
        });
  }

  private void demandPolicy(String policy) {
    if (!policies.contains(policy)) {
      throw new RemoteFailure.Refused("There is no policy named '%s'.".formatted(policy));
    }
  }

  @Override
  public synchronized void askToEnrol(FleetUserId user, Ownership ownership, String occasion) {
    mishaps.write(
        "askToEnrol",
        user,
        () -> {
          if (requestsMade.add(CaseRef.current().id() + user + occasion)) {
            messages.add("%s %s %s".formatted(users.get(user), ownership, occasion));
          }
        });
  }

  @Override
  public synchronized List<Device> devicesOf(FleetUserId user) {
    return mishaps.read(
        "devicesOf",
        () ->
            devices.values().stream()
                .filter(device -> user.equals(device.owner()) && device.enrolled())
                .toList());
  }

  @Override
  public synchronized Optional<Device> read(DeviceId device) {
    return mishaps.read(
        "read",
        () -> {
          if (!offline.contains(device)) {
            devices.computeIfPresent(device, (id, was) -> seenNow(was));
          }
          return Optional.ofNullable(devices.get(device));
        });
  }

  /** Whatever is online reports all the time. */
  private Device seenNow(Device was) {
    return new Device(
        was.id(),
        was.name(),
        was.model(),
        was.platform(),
        was.serial(),
        was.ownership(),
        was.owner(),
        was.enrolledAt(),
        clock.instant(),
        was.enrolled(),
        was.shared(),
        was.recoveryKey());
  }

  @Override
  public synchronized void ensurePolicyOnDevices(String policy, Set<DeviceId> wanted) {
    mishaps.write(
        "ensurePolicyOnDevices",
        policy,
        () -> {
          demandPolicy(policy);
          wanted.forEach(
              device ->
                  policiesOfDevices.computeIfAbsent(device, any -> new TreeSet<>()).add(policy));
        });
  }

  @Override
  public synchronized Set<String> policiesOn(DeviceId device) {
    return mishaps.read(
        "policiesOn", () -> Set.copyOf(policiesOfDevices.getOrDefault(device, Set.of())));
  }

  @Override
  public synchronized boolean accessSeenOn(DeviceId device) {
    return mishaps.read(
        "accessSeenOn",
        () ->
            accessArrives
                && !offline.contains(device)
                && policiesOfDevices.getOrDefault(device, Set.of()).stream()
                    .anyMatch(policy -> policy.contains("Access")));
  }

  @Override
  public synchronized void ensureLocked(Set<DeviceId> wanted) {
    mishaps.write("ensureLocked", DeviceIds.text(wanted), () -> locked.addAll(wanted));
  }

  @Override
  public synchronized void ensureIsolated(Set<DeviceId> wanted) {
    mishaps.write("ensureIsolated", DeviceIds.text(wanted), () -> isolated.addAll(wanted));
  }

  @Override
  public synchronized void ensureReleased(Set<DeviceId> wanted) {
    mishaps.write("ensureReleased", DeviceIds.text(wanted), () -> isolated.removeAll(wanted));
  }

  @Override
  public synchronized Progress lockProgress(DeviceId device, Instant since) {
    return mishaps.read(
        "lockProgress",
        () ->
            !locked.contains(device)
                ? Progress.NOT_FOUND
                : offline.contains(device) ? Progress.PENDING : Progress.DONE);
  }

  @Override
  public synchronized Instant wipe(WipeWarrant warrant) {
    var plan = warrant.plan();
    var id = plan.facts().device();
    var live =
        read(id)
            .orElseThrow(
                () -> new RemoteFailure.Refused("Device %s is not in the fleet.".formatted(id)));
    return safety.spend(
        warrant,
        live.facts(),
        () -> wiped.containsKey(id),
        () ->
            mishaps.write(
                "wipe",
                id,
                () -> {
                  safety.demandWarrantFor(id);
                  wipes.merge(id, 1, Integer::sum);
                  wiped.put(id, plan.kind());
                  wipedAt.put(id, clock.instant());
                }));
  }

  @Override
  public synchronized Progress wipeProgress(DeviceId device, WipeKind kind, Instant since) {
    return mishaps.read(
        "wipeProgress",
        () -> {
          if (wipesFailing.contains(device)) {
            return Progress.FAILED;
          }
          if (wipedAt.getOrDefault(device, Instant.MIN).isBefore(since)) {
            return Progress.NOT_FOUND;
          }
          return offline.contains(device) ? Progress.PENDING : Progress.DONE;
        });
  }

  /** The same users and groups by the many; the id of a group is its first name. */
  private final class Mirror implements FleetMirror {
    private static final int PAGE = 250;
    private final Map<FleetGroupId, String> names = new HashMap<>();

    @Override
    public Page users(@Nullable String page) {
      return mishaps.read("users", () -> pageFrom(page == null ? 0 : Integer.parseInt(page)));
    }

    private Page pageFrom(int from) {
      synchronized (InMemoryFleet.this) {
        var all = List.copyOf(users.keySet());
        int to = Math.min(all.size(), from + PAGE);
        return new Page(
            all.subList(Math.min(from, to), to).stream().map(this::user).toList(),
            to == all.size() ? null : Integer.toString(to));
      }
    }

    @Override
    public boolean hasUser(FleetUserId user) {
      return mishaps.read("hasUser", () -> isThere(user));
    }

    private boolean isThere(FleetUserId user) {
      synchronized (InMemoryFleet.this) {
        return users.containsKey(user);
      }
    }

    private FleetUser user(FleetUserId id) {
      return new FleetUser(id, users.get(id));
    }

    @Override
    public Map<String, FleetGroupId> groups() {
      return mishaps.read(
          "groups",
          () -> {
            var all = new HashMap<String, FleetGroupId>();
            groupNames().forEach(name -> all.put(name, id(name)));
            return all;
          });
    }

    private FleetGroupId id(String name) {
      return names.entrySet().stream()
          .filter(entry -> entry.getValue().equals(name))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseGet(
              () -> {
                var id = new FleetGroupId("group-" + name);
                names.put(id, name);
                return id;
              });
    }

    private String name(FleetGroupId id) {
      return names.getOrDefault(id, id.value().substring("group-".length()));
    }

    @Override
    public Optional<Set<FleetUser>> members(FleetGroupId group) {
      return mishaps.read(
          "membersOfGroup",
          () -> {
            synchronized (InMemoryFleet.this) {
              var name = name(group);
              if (!groupsThatAre.contains(name)) {
                return Optional.<Set<FleetUser>>empty();
              }
              var found = new HashSet<FleetUser>();
              groups.forEach(
                  (user, in) -> {
                    if (in.contains(name)) {
                      found.add(user(user));
                    }
                  });
              return Optional.of(found);
            }
          });
    }

    @Override
    public FleetGroupId ensureGroup(String name) {
      return mishaps.write(
          "ensureGroup",
          name,
          () -> {
            group(name);
            return id(name);
          });
    }

    @Override
    public void ensureNamed(FleetGroupId group, String name) {
      mishaps.write(
          "ensureNamed",
          name,
          () -> {
            synchronized (InMemoryFleet.this) {
              var before = name(group);
              if (!before.equals(name) && groupsThatAre.contains(name)) {
                throw new RemoteFailure.Refused("group with this name already exists");
              }
              groupsThatAre.remove(before);
              policiesOfGroups.put(name, policiesOfGroups.getOrDefault(before, new TreeSet<>()));
              groupsThatAre.add(name);
              groups
                  .values()
                  .forEach(
                      in -> {
                        if (in.remove(before)) {
                          in.add(name);
                        }
                      });
              names.put(group, name);
            }
          });
    }

    @Override
    public void changeMembers(FleetGroupId group, Set<FleetUserId> in, Set<FleetUserId> out) {
      mishaps.write(
          "changeMembers",
          "%s +%d -%d".formatted(name(group), in.size(), out.size()),
          () -> {
            for (var user : in) {
              if (!isThere(user)) {
                throw new RemoteFailure.Refused("there is no user " + user);
              }
            }
            in.forEach(user -> join(name(group), user));
            out.forEach(user -> leave(name(group), user));
          });
    }

    @Override
    public FleetUserId createUser(String name, String email, String about) {
      return mishaps.write(
          "createUser",
          about,
          () -> {
            synchronized (InMemoryFleet.this) {
              if (users.containsValue(email)) {
                throw new RemoteFailure.Refused("user with this email already exists");
              }
              return user(email);
            }
          });
    }

    private FleetUserId user(String email) {
      return InMemoryFleet.this.user(email);
    }
  }

  private static final class DeviceIds {
    static final java.util.Comparator<DeviceId> ORDER =
        java.util.Comparator.comparingLong(DeviceId::value);

    private DeviceIds() {}

    static String text(Set<DeviceId> ids) {
      return ids.stream().sorted(ORDER).toList().toString();
    }
  }
}
