package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.hexnode.Action.Status;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything the tenant has, and what time does to it.
 *
 * <p>Nothing runs in the background: {@link #settle} brings the estate up to now, and is called
 * before anybody looks and before anything changes.
 */
final class Estate {
  static final int DEFAULT_USER = 1;
  static final String ACCESS_APP = "Hexnode Access";

  final Map<Integer, User> users = new LinkedHashMap<>();
  final Map<Integer, Group> userGroups = new LinkedHashMap<>();
  final Map<Integer, Device> devices = new LinkedHashMap<>();
  final Map<Integer, Group> deviceGroups = new LinkedHashMap<>();
  final Map<Integer, Policy> policies = new LinkedHashMap<>();
  final Map<Integer, App> apps = new LinkedHashMap<>();
  final List<Invitation> invitations = new ArrayList<>();

  /** Whose page is shown instead of a device's own. */
  final Map<Integer, Integer> mistaken = new LinkedHashMap<>();

  private final HexnodeOptions options;
  private final Clock clock;
  // never used twice, and apart from each other so that a device's id in the place of a user's
  // shows
  private int lastUser = DEFAULT_USER;
  private int lastUserGroup = 100;
  private int lastDevice = 1000;
  private int lastDeviceGroup;
  private int lastPolicy = 300;
  private int lastApp = 2000;
  private int lastAction = 9000;

  Estate(HexnodeOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    users.put(DEFAULT_USER, new User(DEFAULT_USER, "Default User", null, null, User.LOCAL));
    addDeviceGroup("Demo - Custom Device Group", "A sample device group.", null);
    for (var platform : List.of("Android", "iOS", "macOS", "tvOS", "Windows")) {
      var word = platform.toLowerCase(Locale.ROOT);
      addDeviceGroup(
          "All " + platform + " Devices",
          "A dynamic group of all " + platform + " devices enrolled.",
          device -> !device.gone && device.machine.platform().equals(word));
    }
    addDeviceGroup(
        "All Inactive Devices",
        "Devices that have not communicated with the portal during the defined inactivity period.",
        device -> device.reported.isBefore(now().minus(Duration.ofDays(7))));
    addDeviceGroup(
        "All Non-Compliant Devices",
        "A dynamic group of all non-compliant devices.",
        device -> false);
  }

  Instant now() {
    return clock.instant();
  }

  // what there is

  User addUser(String name, @Nullable String email, @Nullable String phone, String domain) {
    var user = new User(++lastUser, name, email, phone, domain);
    users.put(user.id, user);
    return user;
  }

  Group addUserGroup(String name, String description) {
    var group = new Group(++lastUserGroup, name, description, now(), null);
    userGroups.put(group.id, group);
    return group;
  }

  Group addDeviceGroup(String name, String description, @Nullable Predicate<Device> rule) {
    var group = new Group(++lastDeviceGroup, name, description, now(), rule);
    deviceGroups.put(group.id, group);
    return group;
  }

  Policy addPolicy(String name, String description, ObjectNode content, boolean access) {
    var policy = new Policy(++lastPolicy, name, description, content, access, now());
    policies.put(policy.id, policy);
    return policy;
  }

  App addApp(String name, String platform, String identifier, String version) {
    var app = new App(++lastApp, name, platform, identifier, version, true);
    apps.put(app.id(), app);
    return app;
  }

  Device addDevice(NewDevice about) {
    settle();
    // the same serial number has the same udid wherever it turns up
    var udid =
        UUID.nameUUIDFromBytes(about.serial().getBytes(StandardCharsets.UTF_8))
            .toString()
            .toUpperCase(Locale.ROOT);
    var device = new Device(++lastDevice, about, udid, now());
    if (device.owner == null) {
      device.owner = DEFAULT_USER;
    }
    installAgent(device);
    devices.put(device.id, device);
    settle();
    return device;
  }

  List<Device> listed() {
    return devices.values().stream().filter(device -> !device.gone).toList();
  }

  int managedDevices() {
    return listed().size();
  }

  List<Device> devicesOf(int user) {
    return listed().stream()
        .filter(device -> device.owner != null && device.owner == user)
        .toList();
  }

  /** The policies that reach a device: its own, its user's, and those of the groups of both. */
  Set<Policy> policiesOn(Device device) {
    var ids = new LinkedHashSet<>(device.policies);
    var user = device.owner == null ? null : users.get(device.owner);
    if (user != null) {
      ids.addAll(user.policies);
      userGroups.values().stream()
          .filter(group -> group.members.contains(user.id))
          .forEach(group -> ids.addAll(group.policies));
    }
    deviceGroups.values().stream()
        .filter(group -> group.holds(device))
        .forEach(group -> ids.addAll(group.policies));
    var found = new LinkedHashSet<Policy>();
    for (var id : ids) {
      var policy = policies.get(id);
      if (policy != null && !policy.archived) {
        found.add(policy);
      }
    }
    return found;
  }

  /** The policies tied to one target of an action, to be changed in place. */
  Optional<Set<Integer>> tiedTo(String target, int id) {
    return switch (target) {
      case "users" -> Optional.ofNullable(users.get(id)).map(user -> user.policies);
      case "usergroups" -> Optional.ofNullable(userGroups.get(id)).map(group -> group.policies);
      case "devices" -> Optional.ofNullable(devices.get(id)).map(device -> device.policies);
      case "devicegroups" -> Optional.ofNullable(deviceGroups.get(id)).map(group -> group.policies);
      default -> throw new IllegalArgumentException("no targets are called " + target);
    };
  }

  // what becomes of it

  /** A user is gone, and with them what was theirs; the devices stay, and are nobody's. */
  void remove(User user) {
    settle();
    for (var device : devicesOf(user.id)) {
      device.owner = options.orphansGoToDefaultUser() ? DEFAULT_USER : null;
    }
    userGroups.values().forEach(group -> group.members.remove(user.id));
    users.remove(user.id);
    settle();
  }

  /** A user group is gone, and with it the policies held through it. */
  void removeUserGroup(Group group) {
    settle();
    userGroups.remove(group.id);
    settle();
  }

  void turn(Device device, boolean online) {
    settle();
    if (online && !device.online) {
      device.onlineSince = now();
    }
    device.online = online;
    if (device.reachable()) {
      device.reported = now();
    }
    settle();
  }

  /** Lays an action on the device; it happens when the device can be reached. */
  void ask(Device device, ActionKind kind, ObjectNode request) {
    device.actions.add(new Action(++lastAction, kind, request, now()));
  }

  /** Something the portal does by itself is in the history as done. */
  void record(Device device, ActionKind kind, ObjectNode request, Status status, String message) {
    var action = new Action(++lastAction, kind, request, now());
    action.end(status, now(), message);
    device.actions.add(action);
  }

  /** Brings everything up to now. */
  void settle() {
    var now = now();
    // a copy, as a wiped device may come back under a new number
    for (var device : List.copyOf(devices.values())) {
      carryOut(device, now);
      if (comesBack(device, now)) {
        carryOut(device, now);
      }
      provideAccess(device, now);
      if (device.reachable()) {
        device.reported = lastCheckIn(device, now);
      }
    }
  }

  private Instant lastCheckIn(Device device, Instant now) {
    var every = options.checkIn();
    return every.isZero()
        ? now
        : device.reported.plus(
            every.multipliedBy(Duration.between(device.reported, now).dividedBy(every)));
  }

  private void carryOut(Device device, Instant now) {
    for (var action : List.copyOf(device.actions)) {
      if (action.open() && device.reachable()) {
        var begins = latest(action.initiated, device.onlineSince, device.busyUntil);
        var ends = begins.plus(options.deviceDelay());
        if (ends.isAfter(now)) {
          if (!begins.plus(options.deviceDelay().dividedBy(2)).isAfter(now)) {
            action.status = Status.IN_PROGRESS;
          }
          return;
        }
        device.busyUntil = ends;
        carryOut(device, action, ends);
      }
    }
  }

  private void carryOut(Device device, Action action, Instant at) {
    device.reported = latest(at, device.reported);
    var failure = device.failures.remove(action.kind);
    if (failure != null) {
      action.end(Status.FAILED, at, failure);
      return;
    }
    action.end(Status.SUCCESS, at, "");
    switch (action.kind) {
      case LOCK -> lock(device, action, at);
      case CLEAR_PASSCODE -> device.locked = false;
      case LOST_MODE_ON -> device.lost = true;
      case LOST_MODE_OFF -> device.lost = false;
      case WIPE -> wipe(device, at);
      case DISENROLL -> disenrol(device);
      case POWER_OFF -> device.online = false;
      case INSTALL_APPS -> each(action.request, "apps", apps).forEach(app -> install(device, app));
      case UNINSTALL_APPS ->
          each(action.request, "apps", apps).forEach(app -> device.apps.remove(app.name()));
      case RENAME -> device.name = action.request.path("name").asText();
      default -> {
        // seen in the history, and nowhere else
      }
    }
  }

  private static void lock(Device device, Action action, Instant at) {
    if (device.machine == Machine.WINDOWS_WITHOUT_PASSWORD) {
      action.end(Status.FAILED, at, "The device has no password.");
    } else if (device.machine == Machine.INTEL_MAC && !action.request.has("system_lock_pin")) {
      action.end(Status.FAILED, at, "A 6-digit system lock PIN is required.");
    } else {
      device.locked = true;
    }
  }

  /** The record stays as it was; the thing behind it is no longer managed. */
  private static void wipe(Device device, Instant at) {
    device.wipes++;
    device.reported = at;
    device.wipedAt = at;
  }

  void disenrol(Device device) {
    device.gone = true;
    device.lost = false;
    device.apps.values().removeIf(App::managed);
  }

  private boolean comesBack(Device device, Instant now) {
    var wipedAt = device.wipedAt;
    if (wipedAt == null || !device.online || !device.machine.comesBackByItself()) {
      return false;
    }
    var back = latest(wipedAt, device.onlineSince).plus(options.returnDelay());
    if (back.isAfter(now)) {
      return false;
    }
    if (options.returnsUnderNewId()) {
      device.online = false; // the old record is nobody's any more
      var again =
          new NewDevice(
              device.machine, device.serial, device.name, device.owner, device.ownership, true);
      var fresh = new Device(++lastDevice, again, device.udid, back);
      installAgent(fresh);
      devices.put(fresh.id, fresh);
      return false;
    }
    device.enrolAgain(back);
    installAgent(device);
    return true;
  }

  private void provideAccess(Device device, Instant now) {
    if (!device.managed() || !device.machine.hasLoginWindow()) {
      return;
    }
    if (policiesOn(device).stream().noneMatch(policy -> policy.access)) {
      device.accessWanted = null;
      if (device.reachable()) {
        device.apps.remove(ACCESS_APP);
      }
      return;
    }
    var wanted = device.accessWanted == null ? now : device.accessWanted;
    device.accessWanted = wanted;
    var due = latest(wanted, device.onlineSince).plus(options.accessDelay());
    if (device.reachable() && !due.isAfter(now)) {
      device.apps.computeIfAbsent(
          ACCESS_APP,
          name ->
              new App(
                  ++lastApp,
                  name,
                  device.machine.platform(),
                  "com.hexnode.hexnodeaccess",
                  "2.4.1",
                  true));
    }
  }

  private void installAgent(Device device) {
    if (device.machine.hasLoginWindow()) {
      install(
          device,
          new App(
              ++lastApp,
              "Hexnode Agent",
              device.machine.platform(),
              "com.hexnode.agent",
              "5.1.0",
              false));
    }
  }

  private static void install(Device device, App app) {
    device.apps.put(app.name(), app);
  }

  private static <T> List<T> each(JsonNode request, String field, Map<Integer, T> from) {
    var found = new ArrayList<T>();
    for (var id : request.path(field)) {
      Optional.ofNullable(from.get(id.asInt())).ifPresent(found::add);
    }
    return found;
  }

  private static Instant latest(Instant first, Instant... others) {
    var latest = first;
    for (var other : others) {
      latest = other.isAfter(latest) ? other : latest;
    }
    return latest;
  }

  static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }
}
