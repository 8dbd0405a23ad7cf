package io.muster.testing;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.DeviceTraces;
import io.muster.devices.DeviceUser;
import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.devices.Progress;
import io.muster.devices.Sighting;
import io.muster.devices.TracedDevices;
import io.muster.ledger.CaseRef;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Bearer;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeSafety;
import io.muster.safety.WipeWarrant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A fleet in memory that keeps the port's promises; people enrol when a test says so. */
public final class InMemoryFleet implements DeviceFleet {
  private final WipeSafety safety;
  private final Clock clock;
  private final Mishaps mishaps = new Mishaps();
  private final Map<FleetUserId, DeviceUser> users = new LinkedHashMap<>();
  private final Map<FleetUserId, Set<String>> groups = new HashMap<>();
  private final Map<DeviceId, Device> devices = new LinkedHashMap<>();
  private final Map<DeviceId, Device> hidden = new HashMap<>();
  private final Map<String, Set<String>> policiesOfGroups = new HashMap<>();
  private final Map<DeviceId, Set<String>> policiesOfDevices = new HashMap<>();
  private final Set<String> policies = new HashSet<>();
  private final Set<String> requestsMade = new HashSet<>();
  private final List<String> messages = new ArrayList<>();
  private final Set<DeviceId> offline = new HashSet<>();
  private final Set<DeviceId> silent = new HashSet<>();
  private final Map<Deed, Map<DeviceId, Order>> orders = new EnumMap<>(Deed.class);
  private final Map<Deed, Map<DeviceId, Lie>> lies = new EnumMap<>(Deed.class);
  private final Map<DeviceId, Integer> wipes = new HashMap<>();
  private final List<Erasure> erasures = new ArrayList<>();
  private final Set<String> groupsThatAre = new TreeSet<>();
  private final FleetMirror mirror = new Mirror();
  private boolean accessArrives = true;
  private boolean keepsGroups;
  private int number;

  /** What is asked of a device. */
  public enum Deed {
    LOCK,
    ISOLATE,
    /** Both kinds of wipe; and reading the device, where its answers are about another. */
    WIPE
  }

  /** How a fleet that answers yes may be lying. */
  public enum Lie {
    /** It never hears of it again. */
    FORGETS,
    /** It fails on the device. */
    FAILS,
    /** Whoever looks is shown another device. */
    SHOWS_ANOTHER,
    /** It is done, and undone again. A wipe cannot be; there it is as if forgotten. */
    UNDOES,
    /** It stays under way for ever, though the device is online. */
    NEVER_ENDS
  }

  /**
   * A wipe that was carried out.
   *
   * @param owner whose the device was at that instant, or null
   */
  public record Erasure(DeviceId device, WipeKind kind, @Nullable FleetUserId owner, Instant at) {}

  /** Something asked of a device; done at some time, or not yet. */
  private record Order(
      String caseId, Instant askedAt, @Nullable Instant doneAt, @Nullable WipeKind kind) {
    Order doneAt(Instant at) {
      return new Order(caseId, askedAt, at, kind);
    }
  }

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
    change(device, was -> with(was, owner, was.lastSeen(), was.shared(), was.recoveryKey()));
  }

  /** Somebody gives the device to this user. */
  public synchronized void handTo(DeviceId device, FleetUserId user) {
    change(device, was -> with(was, user, was.lastSeen(), was.shared(), was.recoveryKey()));
  }

  private void change(DeviceId device, UnaryOperator<Device> change) {
    devices.computeIfPresent(device, (id, was) -> change.apply(was));
  }

  private static Device with(
      Device was,
      @Nullable FleetUserId owner,
      @Nullable Instant lastSeen,
      Known shared,
      Known recoveryKey) {
    return new Device(
        was.id(),
        was.name(),
        was.model(),
        was.platform(),
        was.serial(),
        was.ownership(),
        owner,
        was.enrolledAt(),
        lastSeen,
        was.enrolled(),
        shared,
        recoveryKey);
  }

  /** When the device last reported. */
  public synchronized void lastSeen(DeviceId device, @Nullable Instant at) {
    if (clock.instant().equals(at)) {
      silent.remove(device);
    } else {
      silent.add(device);
    }
    change(device, was -> with(was, was.owner(), at, was.shared(), was.recoveryKey()));
  }

  /** Whether several people use the device. */
  public synchronized void shared(DeviceId device, Known shared) {
    change(device, was -> with(was, was.owner(), was.lastSeen(), shared, was.recoveryKey()));
  }

  /** Whether the key of its disk is kept. */
  public synchronized void recoveryKey(DeviceId device, Known kept) {
    change(device, was -> with(was, was.owner(), was.lastSeen(), was.shared(), kept));
  }

  /** The device shows another serial number and enrolment from now on. */
  public synchronized void enrolAgain(DeviceId device, String serial, @Nullable Instant at) {
    change(
        device,
        was ->
            new Device(
                was.id(),
                was.name(),
                was.model(),
                was.platform(),
                serial,
                was.ownership(),
                was.owner(),
                at,
                clock.instant(),
                true,
                was.shared(),
                was.recoveryKey()));
  }

  /** From now on the fleet lies so about this deed on this device, also about what was asked. */
  public synchronized void lie(Deed deed, DeviceId device, Lie lie) {
    lies.computeIfAbsent(deed, any -> new HashMap<>()).put(device, lie);
  }

  /** The fleet lies no more about this deed on this device; what it forgot stays forgotten. */
  public synchronized void beHonest(Deed deed, DeviceId device) {
    var lied = lies.getOrDefault(deed, Map.of()).get(device);
    if (lied == null) {
      return;
    }
    lies.getOrDefault(deed, new HashMap<>()).remove(device);
    if (lied == Lie.FAILS || lied == Lie.UNDOES) {
      ordered(deed).remove(device);
    }
    carryOut(device);
  }

  private @Nullable Lie lieAbout(Deed deed, DeviceId device) {
    return lies.getOrDefault(deed, Map.of()).get(device);
  }

  private Map<DeviceId, Order> ordered(Deed deed) {
    return orders.computeIfAbsent(deed, any -> new TreeMap<>(DeviceIds.ORDER));
  }

  private void order(Deed deed, DeviceId device, @Nullable WipeKind kind) {
    var lie = lieAbout(deed, device);
    if (lie == Lie.FORGETS || (lie == Lie.UNDOES && deed == Deed.WIPE)) {
      return;
    }
    var caseId = CaseRef.current().id();
    var earlier = ordered(deed).get(device);
    if (earlier == null || !earlier.caseId().equals(caseId) || deed == Deed.WIPE) {
      ordered(deed).put(device, new Order(caseId, clock.instant(), null, kind));
    }
    carryOut(device);
  }

  /** Whatever waits for the device happens, if it can be reached. */
  private void carryOut(DeviceId device) {
    if (offline.contains(device) || !devices.containsKey(device)) {
      return;
    }
    var now = clock.instant();
    for (var deed : Deed.values()) {
      var order = ordered(deed).get(device);
      var lie = lieAbout(deed, device);
      if (order == null || order.doneAt() != null || lie == Lie.FAILS || lie == Lie.NEVER_ENDS) {
        continue;
      }
      ordered(deed).put(device, order.doneAt(now));
      lastSeen(device, now);
      if (order.kind() != null) {
        erasures.add(new Erasure(device, order.kind(), devices.get(device).owner(), now));
      }
    }
  }

  /** The device vanishes from the fleet. */
  public synchronized void lose(DeviceId device) {
    devices.remove(device);
  }

  /** The fleet does not show the device for a while, though it is there. */
  public synchronized void hide(DeviceId device) {
    Optional.ofNullable(devices.remove(device)).ifPresent(found -> hidden.put(device, found));
  }

  /** The fleet shows it again, in the same enrolment. */
  public synchronized void showAgain(DeviceId device) {
    Optional.ofNullable(hidden.remove(device)).ifPresent(found -> devices.put(device, found));
    carryOut(device);
  }

  /** Takes the device off the net, or lets it back, when it reports and does what it was told. */
  public synchronized void setOnline(DeviceId device, boolean online) {
    if (online) {
      offline.remove(device);
      lastSeen(device, clock.instant());
      carryOut(device);
    } else {
      offline.add(device);
    }
  }

  /** Answers that somebody is in no group any more, and leaves them in all of them. */
  public synchronized void keepGroups(boolean keeps) {
    keepsGroups = keeps;
  }

  /** Whether Access comes to devices that have its policy. */
  public synchronized void accessArrives(boolean arrives) {
    accessArrives = arrives;
  }

  /** The fleet gives up on wiping this device. */
  public synchronized void failWipe(DeviceId device) {
    lie(Deed.WIPE, device, Lie.FAILS);
  }

  /** The fleet no longer gives up on it. */
  public synchronized void mendWipe(DeviceId device) {
    beHonest(Deed.WIPE, device);
  }

  /** A user from elsewhere; a second one of the same address comes from a directory. */
  public synchronized FleetUserId user(String email) {
    return user("Somebody", email);
  }

  /** A user of this name from elsewhere, with an address or, if it is empty, without. */
  public synchronized FleetUserId user(String name, String email) {
    var id = new FleetUserId("user" + ++number);
    var second = !bearing(email).isEmpty();
    users.put(id, new DeviceUser(id, name, email, second ? "example.com" : "local"));
    return id;
  }

  /** The user has another address from now on. */
  public synchronized void changeAddress(FleetUserId user, String email) {
    users.computeIfPresent(user, (id, was) -> new DeviceUser(id, was.name(), email, was.domain()));
  }

  /** The user is somebody else's from now on, who takes its devices over. */
  public synchronized void rename(FleetUserId user, String name, String email) {
    users.computeIfPresent(user, (id, was) -> new DeviceUser(id, name, email, was.domain()));
  }

  private List<FleetUserId> bearing(String email) {
    return users.values().stream()
        .filter(user -> user.email().equalsIgnoreCase(email))
        .map(DeviceUser::id)
        .toList();
  }

  /** An administrator deletes the user, and gives the devices to nobody. */
  public synchronized void removeUser(String email) {
    bearing(email).forEach(this::drop);
  }

  /** Directory sync drops the user; the devices stay and are nobody's. */
  public synchronized void drop(FleetUserId user) {
    users.remove(user);
    groups.remove(user);
    devices.values().stream()
        .filter(device -> user.equals(device.owner()))
        .map(Device::id)
        .toList()
        .forEach(device -> hand(device, null));
  }

  /** How many users there are. */
  public synchronized int userCount() {
    return users.size();
  }

  /** How many wipes of this device the fleet accepted, done or not. */
  public synchronized int wipes(DeviceId device) {
    return wipes.getOrDefault(device, 0);
  }

  /** The wipes that were carried out, in order. */
  public synchronized List<Erasure> erasures() {
    return List.copyOf(erasures);
  }

  /** The enrolment messages that went out. */
  public synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  /** The devices that are locked, or will be when they come online. */
  public synchronized Set<DeviceId> locked() {
    return standing(Deed.LOCK);
  }

  /** The devices that are cut off, or will be when they come online. */
  public synchronized Set<DeviceId> isolated() {
    return standing(Deed.ISOLATE);
  }

  private Set<DeviceId> standing(Deed deed) {
    return ordered(deed).keySet().stream()
        .filter(device -> lieAbout(deed, device) != Lie.FAILS)
        .filter(device -> lieAbout(deed, device) != Lie.UNDOES)
        .collect(Collectors.toUnmodifiableSet());
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
    hidden.clear();
    policiesOfGroups.clear();
    policiesOfDevices.clear();
    policies.clear();
    requestsMade.clear();
    messages.clear();
    offline.clear();
    silent.clear();
    orders.clear();
    lies.clear();
    erasures.clear();
    wipes.clear();
    accessArrives = true;
    keepsGroups = false;
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
        .map(user -> email(user.getKey()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String email(FleetUserId user) {
    var known = users.get(user);
    return known == null ? "null" : known.email();
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
          var found = bearing(email);
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
        () ->
            findUser(worker.workEmail())
                .orElseGet(() -> user(worker.fullName(), worker.workEmail())));
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
          if (!keepsGroups) {
            groups.remove(user);
          }
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
            messages.add("%s %s %s".formatted(email(user), ownership, occasion));
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
          if (!silent.contains(device)
              && !offline.contains(device)
              && devices.containsKey(device)) {
            lastSeen(device, clock.instant());
          }
          demandAbout(Deed.WIPE, device);
          return Optional.ofNullable(devices.get(device)).map(this::borne);
        });
  }

  private Device borne(Device device) {
    var user = device.owner() == null ? null : users.get(device.owner());
    return device.borneBy(user == null ? null : new Bearer(user.name(), user.email()));
  }

  private void demandAbout(Deed deed, DeviceId device) {
    if (lieAbout(deed, device) == Lie.SHOWS_ANOTHER) {
      throw RemoteFailure.Unavailable.turnedAway(
          "The fleet was asked for device %s and answered about another.".formatted(device),
          null,
          null);
    }
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
        "policiesOn",
        () -> {
          demandAbout(Deed.ISOLATE, device);
          return Set.copyOf(policiesOfDevices.getOrDefault(device, Set.of()));
        });
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
    mishaps.write(
        "ensureLocked",
        DeviceIds.text(wanted),
        () -> wanted.forEach(device -> order(Deed.LOCK, device, null)));
  }

  @Override
  public synchronized void ensureIsolated(Set<DeviceId> wanted) {
    mishaps.write(
        "ensureIsolated",
        DeviceIds.text(wanted),
        () -> wanted.forEach(device -> order(Deed.ISOLATE, device, null)));
  }

  @Override
  public synchronized void ensureReleased(Set<DeviceId> wanted) {
    mishaps.write(
        "ensureReleased",
        DeviceIds.text(wanted),
        () -> {
          ordered(Deed.ISOLATE).keySet().removeAll(wanted);
        });
  }

  @Override
  public synchronized TracedDevices trace(DeviceTraces traces) {
    return mishaps.read("trace", () -> traces.among(users.values(), devices.values()));
  }

  @Override
  public synchronized void wake(Set<DeviceId> wanted) {
    mishaps.write(
        "wake",
        DeviceIds.text(wanted),
        () -> {
          silent.removeAll(wanted); // it goes on reporting for as long as it is online
          wanted.stream()
              .filter(device -> !offline.contains(device))
              .forEach(device -> lastSeen(device, clock.instant()));
        });
  }

  @Override
  public synchronized Sighting lockSeen(DeviceId device, Instant since) {
    return mishaps.read("lockSeen", () -> seen(Deed.LOCK, device, since));
  }

  @Override
  public synchronized Sighting isolationSeen(DeviceId device, Instant since) {
    return mishaps.read("isolationSeen", () -> seen(Deed.ISOLATE, device, since));
  }

  private Sighting seen(Deed deed, DeviceId device, Instant since) {
    demandAbout(deed, device);
    var order = ordered(deed).get(device);
    if (order == null || order.askedAt().isBefore(since)) {
      return new Sighting(
          Progress.NOT_FOUND, "Nothing is known of a %s since %s.".formatted(word(deed), since));
    }
    var lie = lieAbout(deed, device);
    if (lie == Lie.FAILS) {
      return new Sighting(Progress.FAILED, "The device said no.");
    }
    if (lie == Lie.UNDOES) {
      return new Sighting(Progress.FAILED, "The %s was undone again.".formatted(word(deed)));
    }
    if (order.doneAt() == null) {
      var known = devices.get(device);
      return new Sighting(
          Progress.PENDING,
          "The %s waits for the device, silent since %s."
              .formatted(word(deed), known == null ? null : known.lastSeen()));
    }
    return new Sighting(Progress.DONE, "The %s was carried out.".formatted(word(deed)));
  }

  private static String word(Deed deed) {
    return switch (deed) {
      case LOCK -> "lock";
      case ISOLATE -> "isolation";
      case WIPE -> "wipe";
    };
  }

  @Override
  public synchronized Instant wipe(WipeWarrant warrant) {
    var plan = warrant.plan();
    var id = plan.facts().device();
    var live =
        read(id)
            .orElseThrow(
                () -> new RemoteFailure.Refused("Device %s is not in the fleet.".formatted(id)));
    if (live.serial().isBlank() || live.enrolledAt() == null) {
      throw new RemoteFailure.Refused(
          "Device %s does not show serial number and enrolment.".formatted(id));
    }
    return safety.spend(
        warrant,
        live.facts(),
        () -> ordered(Deed.WIPE).containsKey(id),
        () ->
            mishaps.write(
                "wipe",
                id,
                () -> {
                  safety.demandWarrantFor(id);
                  wipes.merge(id, 1, Integer::sum);
                  order(Deed.WIPE, id, plan.kind());
                }));
  }

  @Override
  public synchronized Sighting wipeSeen(DeviceId device, WipeKind kind, Instant since) {
    return mishaps.read(
        "wipeSeen",
        () -> {
          var seen = seen(Deed.WIPE, device, since);
          if (seen.progress() == Progress.DONE || devices.containsKey(device)) {
            return seen;
          }
          return kind == WipeKind.COMPLETE
              ? new Sighting(Progress.FAILED, "It left device management before it was seen wiped.")
              : new Sighting(Progress.DONE, "It left device management.");
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
      return new FleetUser(id, email(id));
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
              if (!bearing(email).isEmpty()) {
                throw new RemoteFailure.Refused("user with this email already exists");
              }
              return InMemoryFleet.this.user(name, email);
            }
          });
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
