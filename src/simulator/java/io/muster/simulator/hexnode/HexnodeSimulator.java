package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Limits;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hexnode UEM as its pages and recorded traffic show it, on a port of its own.
 *
 * <p>It says 200 to an action and nothing more; the device carries it out when it is online, and
 * only the device's action history tells. A user or a group in an action reaches every device
 * behind it. Deleting a user disenrols that user's devices. Thirty calls a minute, ten a day for
 * each device.
 */
public final class HexnodeSimulator extends Simulator {
  private static final String API = "/api/v1";

  private final HexnodeOptions options;
  private final Estate estate;
  private final Limits minute;
  private final Limits day;
  private final Routes routes = new Routes();

  private HexnodeSimulator(HexnodeOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    this.estate = new Estate(options, settings.clock());
    this.minute = Limits.rolling(settings.clock(), Duration.ofMinutes(1));
    this.day = Limits.rolling(settings.clock(), Duration.ofDays(1));
    var shapes = new Shapes(estate);
    new UserEndpoints(estate, shapes, options).addTo(routes, API);
    new DeviceEndpoints(estate, shapes, options).addTo(routes, API);
    new PolicyEndpoints(estate, shapes, options).addTo(routes, API);
    control()
        .on("GET", "/_control/devices", call -> Answer.json(200, shown()))
        .on("POST", "/_control/devices/{id}", this::changeFromOutside)
        .on("GET", "/_control/invitations", call -> Answer.json(200, invited()))
        .on("POST", "/_control/users/{id}/devices", this::enrolFromOutside);
  }

  /** Starts one with the published limits and a key of its own. */
  public static HexnodeSimulator start() {
    return start(new HexnodeOptions(), SimulatorSettings.onLoopback());
  }

  public static HexnodeSimulator start(HexnodeOptions options, SimulatorSettings settings) {
    var simulator = new HexnodeSimulator(options, settings);
    simulator.listen();
    return simulator;
  }

  /** Where the API is, with a slash at the end: {@code http://127.0.0.1:49152/api/v1/}. */
  public URI api() {
    return base().resolve(API + "/");
  }

  public String apiKey() {
    return options.apiKey();
  }

  // the estate

  /** Adds a local user. */
  public synchronized int addUser(String name, String email) {
    return estate.addUser(name, email, "", User.LOCAL).id;
  }

  /** Adds a user who came by directory sync and can be neither edited nor deleted here. */
  public synchronized int addDirectoryUser(String name, String email, String domain) {
    return estate.addUser(name, email, "", domain).id;
  }

  /**
   * The directory no longer has this user: the user is gone, and what was tied to them; the devices
   * stay enrolled and are nobody's.
   */
  public synchronized void dropFromDirectory(int user) {
    estate.remove(existing(estate.users, user));
  }

  public synchronized int addUserGroup(String name) {
    return estate.addUserGroup(name, "").id;
  }

  public synchronized void addMember(int group, int user) {
    existing(estate.userGroups, group).members.add(existing(estate.users, user).id);
    estate.settle();
  }

  public synchronized int addDeviceGroup(String name) {
    return estate.addDeviceGroup(name, "", null).id;
  }

  public synchronized int addPolicy(String name) {
    return estate.addPolicy(name, "", Estate.nothing(), false).id;
  }

  /** Adds a policy that brings Hexnode Access to the computers it reaches. */
  public synchronized int addAccessPolicy(String name) {
    return estate.addPolicy(name, "", Estate.nothing(), true).id;
  }

  /** Adds an application to the repository. */
  public synchronized int addApp(String name, String platform) {
    var identifier = "com.example." + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "");
    return estate.addApp(name, platform, identifier, "1.0.0").id();
  }

  public synchronized int addDevice(NewDevice device) {
    return estate.addDevice(device).id;
  }

  /** A person enrols a device in their own name, and has so answered every request before. */
  public synchronized int enrol(int user, NewDevice device) {
    existing(estate.users, user);
    var id = estate.addDevice(device.ownedBy(user)).id;
    estate.invitations.replaceAll(
        invitation ->
            invitation.user() == user
                ? new Invitation(
                    user, invitation.email(), invitation.ownership(), invitation.at(), true)
                : invitation);
    return id;
  }

  public synchronized void setOnline(int device, boolean online) {
    estate.turn(existing(estate.devices, device), online);
  }

  /** Somebody in the portal gives the device to another user, or with null takes it from any. */
  public synchronized void changeOwner(int device, @Nullable Integer user) {
    estate.settle();
    existing(estate.devices, device).owner = user;
    estate.settle();
  }

  /**
   * Somebody in the portal gives the user another name and address; the number and devices stay.
   */
  public synchronized void renameUser(int user, String name, String email) {
    var renamed = existing(estate.users, user);
    renamed.name = name;
    renamed.email = email;
  }

  /**
   * Somebody enrols the device anew for this user, wiped or not. What waits for it waits on, as the
   * queue is the record's.
   */
  public synchronized void enrolAgain(int device, int user) {
    estate.settle();
    existing(estate.users, user);
    var again = existing(estate.devices, device);
    again.owner = user;
    again.gone = false;
    again.enrolAgain(estate.now());
    estate.settle();
  }

  /** The device's next action of this name, such as {@code Wipe Device}, fails like this. */
  public synchronized void failNext(int device, String action, String message) {
    existing(estate.devices, device).failures.put(kind(action), message);
  }

  /** The device's next action of this name is answered with 200 and never heard of again. */
  public synchronized void forgetNext(int device, String action) {
    existing(estate.devices, device).forgets.add(kind(action));
  }

  /** No action of this device fails or is forgotten any more. */
  public synchronized void mend(int device) {
    existing(estate.devices, device).failures.clear();
    existing(estate.devices, device).forgets.clear();
  }

  private ActionKind kind(String action) {
    return options.actions().values().stream()
        .filter(known -> known.shown().equals(action))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no action is called " + action));
  }

  /** Somebody at the device unlocks it, which the portal never hears of. */
  public synchronized void unlock(int device) {
    estate.settle();
    existing(estate.devices, device).locked = false;
  }

  /** Somebody in the portal unlocks the device, which is in its history. */
  public synchronized void unlockInPortal(int device) {
    unlock(device);
    var unlocked = existing(estate.devices, device);
    estate.record(unlocked, ActionKind.UNLOCK, Estate.nothing(), Action.Status.SUCCESS, "");
  }

  /** The policy of this name is off the device again, and nothing says why. */
  public synchronized void untie(int device, String policy) {
    estate.settle();
    existing(estate.devices, device)
        .policies
        .removeIf(tied -> existing(estate.policies, tied).name.equals(policy));
    estate.settle();
  }

  /** Whoever asks for this device is shown another, or with null the right one again. */
  public synchronized void mistake(int device, @Nullable Integer other) {
    if (other == null) {
      estate.mistaken.remove(device);
    } else {
      estate.mistaken.put(device, existing(estate.devices, other).id);
    }
  }

  /** Whether several people use the device; null if the portal does not show that. */
  public synchronized void setShared(int device, @Nullable Boolean shared) {
    existing(estate.devices, device).shared = shared;
  }

  /** Whether the device is a kiosk; null if the portal does not show that. */
  public synchronized void setKiosk(int device, @Nullable Boolean kiosk) {
    existing(estate.devices, device).kiosk = kiosk;
  }

  /** Whether the portal keeps the key of its disk; null if the portal does not show that. */
  public synchronized void setRecoveryKeyKept(int device, @Nullable Boolean kept) {
    existing(estate.devices, device).keyKept = kept;
  }

  /** The user has another address from now on. */
  public synchronized void changeAddress(int user, String email) {
    existing(estate.users, user).email = email;
  }

  /** Puts the device into a device group. */
  public synchronized void addToDeviceGroup(int group, int device) {
    existing(estate.deviceGroups, group).members.add(existing(estate.devices, device).id);
    estate.settle();
  }

  /** What is really so about this device, even if the fleet no longer shows it. */
  public synchronized DeviceState device(int id) {
    estate.settle();
    return state(existing(estate.devices, id));
  }

  public synchronized List<DeviceState> devices() {
    estate.settle();
    return estate.devices.values().stream().map(this::state).toList();
  }

  /** Every enrolment request that went out, oldest first. */
  public synchronized List<Invitation> invitations() {
    return List.copyOf(estate.invitations);
  }

  /** The ids of the users with this address; there may be a local one and one per directory. */
  public synchronized List<Integer> usersWith(String email) {
    return estate.users.values().stream()
        .filter(user -> user.has(email))
        .map(user -> user.id)
        .toList();
  }

  public synchronized Set<String> groupsOf(int user) {
    return estate.userGroups.values().stream()
        .filter(group -> group.members.contains(user))
        .map(group -> group.name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The names of the policies tied to the user groups of this name. */
  public synchronized Set<String> policiesOnGroup(String name) {
    return estate.userGroups.values().stream()
        .filter(group -> group.name.equals(name))
        .flatMap(group -> group.policies.stream())
        .map(id -> existing(estate.policies, id).name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Lets calls pass again as if none had been made. */
  public void forgetCalls() {
    minute.clear();
    day.clear();
  }

  // the wire

  @Override
  protected Answer answer(Call call) {
    if (!call.path().endsWith("/")) {
      return Answer.html(404, "Not Found");
    }
    if (!call.header("authorization").orElse("").equals(options.apiKey())) {
      return dressed(call, Answer.json(401, Map.of("detail", "Invalid API key.")));
    }
    if (!options.apiEnabled()) {
      return dressed(call, Answer.json(403, Map.of("detail", "API access is disabled.")));
    }
    estate.settle();
    Answer answer;
    try {
      answer = throttled().or(() -> routes.answer(call)).orElseGet(() -> nowhere(call));
    } catch (Refusal refusal) {
      answer = refusal.answer();
    }
    estate.settle();
    return dressed(call, answer);
  }

  private Optional<Answer> throttled() {
    if (!options.limited()) {
      return Optional.empty();
    }
    var now = clock().instant();
    var inMinute = minute.take("tenant", options.perMinute());
    var inDay = day.take("tenant", options.perDay(estate.managedDevices()));
    if (inMinute.allowed() && inDay.allowed()) {
      return Optional.empty();
    }
    long seconds =
        Math.max(
            inMinute.allowed() ? 0 : inMinute.secondsFrom(now),
            inDay.allowed() ? 0 : inDay.secondsFrom(now));
    var text = "Request was throttled. Expected available in " + seconds + " seconds.";
    return Optional.of(
        Answer.json(429, Map.of("detail", text)).and("Retry-After", Long.toString(seconds)));
  }

  private Answer nowhere(Call call) {
    return routes.methodsAt(call.path()).isEmpty()
        ? Answer.html(404, "Not Found")
        : Answer.json(405, Map.of("detail", "Method \"" + call.method() + "\" not allowed."));
  }

  private Answer dressed(Call call, Answer answer) {
    return answer
        .and("Allow", String.join(", ", routes.methodsAt(call.path())))
        .and("Vary", "Accept,Accept-Language,Cookie")
        .and("Content-Language", "en")
        .and("X-Frame-Options", "SAMEORIGIN")
        .and("Set-Cookie", "csrftoken=no-client-should-send-this-back; Path=/; SameSite=Lax");
  }

  // from outside the process

  /**
   * {@code {"online":true}}, and any of {@code shared}, {@code kiosk}, {@code recoveryKey} (true,
   * false or null), {@code owner} (a number or null), {@code unlocked}, {@code untied} (a policy),
   * {@code forgets} (an action), {@code fails} (an action, with {@code saying}), {@code shownAs} (a
   * device or null).
   */
  private Answer changeFromOutside(Call call) {
    int id = Integer.parseInt(call.variable("id"));
    for (var wish : call.json().properties()) {
      change(id, wish.getKey(), wish.getValue(), call.json().path("saying").asText("It failed."));
    }
    return Answer.empty(204);
  }

  private void change(int device, String what, JsonNode to, String saying) {
    switch (what) {
      case "online" -> setOnline(device, to.asBoolean());
      case "shared" -> setShared(device, to.isNull() ? null : to.asBoolean());
      case "kiosk" -> setKiosk(device, to.isNull() ? null : to.asBoolean());
      case "recoveryKey" -> setRecoveryKeyKept(device, to.isNull() ? null : to.asBoolean());
      case "owner" -> changeOwner(device, to.isNull() ? null : to.asInt());
      case "unlocked" -> unlock(device);
      case "untied" -> untie(device, to.asText());
      case "forgets" -> forgetNext(device, to.asText());
      case "fails" -> failNext(device, to.asText(), saying);
      case "shownAs" -> mistake(device, to.isNull() ? null : to.asInt());
      case "saying" -> {
        // goes with the failure
      }
      default -> throw new IllegalArgumentException("a device has no " + what);
    }
  }

  private Answer enrolFromOutside(Call call) {
    ObjectNode wish = Body.of(call, HexnodeOptions.BodyForm.OBJECT_ONLY).fields();
    var device =
        NewDevice.of(Machine.valueOf(wish.path("machine").asText()), wish.path("serial").asText());
    device = wish.path("ownership").asText().equals("personal") ? device.personal() : device;
    int id = enrol(Integer.parseInt(call.variable("id")), device);
    return Answer.json(201, Map.of("id", id));
  }

  private List<Map<String, Object>> shown() {
    return devices().stream()
        .map(
            device ->
                Map.<String, Object>of(
                    "id", device.id(),
                    "serial", device.serial(),
                    "machine", device.machine().name(),
                    "ownership", device.ownership(),
                    "listed", device.listed(),
                    "online", device.online(),
                    "locked", device.locked(),
                    "reported", device.reportedAt().toString(),
                    "wipes", device.wipes(),
                    "actions", device.actions()))
        .toList();
  }

  private List<Map<String, Object>> invited() {
    return invitations().stream()
        .map(
            invitation ->
                Map.<String, Object>of(
                    "user", invitation.user(),
                    "email", invitation.email(),
                    "ownership", invitation.ownership(),
                    "at", invitation.at().toString(),
                    "answered", invitation.answered()))
        .toList();
  }

  private DeviceState state(Device device) {
    return new DeviceState(
        device.id,
        device.serial,
        device.machine,
        device.ownership,
        device.owner,
        !device.gone,
        device.online,
        device.enrolled,
        device.reported,
        device.locked,
        device.lost,
        device.wipes,
        estate.policiesOn(device).stream()
            .map(policy -> policy.name)
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        Set.copyOf(device.apps.keySet()),
        device.actions.stream()
            .map(
                action ->
                    action.kind.shown() + ": " + action.status.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  private static <T> T existing(Map<Integer, T> among, int id) {
    var found = among.get(id);
    if (found == null) {
      throw new IllegalArgumentException("nothing has the id " + id);
    }
    return found;
  }
}
