package io.muster.devices.hexnode;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetUserId;
import io.muster.devices.FleetWorld;
import io.muster.devices.Ground;
import io.muster.devices.Platform;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeSafety;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.DeviceState;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A simulated portal, on the clock of the ground, and the real adapter to it. */
final class SimulatedHexnode implements FleetWorld, AutoCloseable {
  static final String LOCKDOWN = "Leaver lockdown";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Ground ground = Ground.shared();
  private final HexnodeSimulator portal;
  private final DeviceFleet fleet;

  SimulatedHexnode(HexnodeOptions options, Map<String, String> settings) {
    // portals share device numbers and a database: no order of an earlier one is still on its way
    ground.clock().advance(Duration.ofMinutes(2));
    portal =
        HexnodeSimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(ground.clock())));
    portal.addPolicy(LOCKDOWN);
    var all = new HashMap<String, String>();
    all.put("url", portal.base().toString());
    all.put("api-key", portal.apiKey());
    all.put("list-age", "0s");
    all.put("index-age", "0s");
    all.put("batch-gap", "0s");
    all.putAll(settings);
    fleet = fleet(all);
  }

  /** The adapter with these settings, made as production makes it. */
  static DeviceFleet fleet(Map<String, String> settings) {
    var ground = Ground.shared();
    var properties = properties(settings);
    properties.check();
    return HexnodeConfiguration.fleet(
        properties,
        new HexnodeLimits(properties),
        footing(ground, ground.safety(), ground.clock()));
  }

  /** What the adapter stands on, with this safety and on this clock. */
  static HexnodeConfiguration.Footing footing(Ground ground, WipeSafety safety, Clock clock) {
    return new HexnodeConfiguration.Footing(
        safety,
        ground.gate(),
        ground.ledger(),
        new HexnodeConfiguration.Database(ground.jdbc(), ground.transactions()),
        clock);
  }

  static HexnodeProperties properties(Map<String, String> settings) {
    var source = new HashMap<String, String>();
    settings.forEach((name, value) -> source.put("muster.hexnode." + name, value));
    return new Binder(new MapConfigurationPropertySource(source))
        .bindOrCreate("muster.hexnode", HexnodeProperties.class);
  }

  HexnodeSimulator portal() {
    return portal;
  }

  DeviceId add(NewDevice device) {
    return new DeviceId(portal.addDevice(device));
  }

  DeviceState state(DeviceId device) {
    return portal.device((int) device.value());
  }

  /** The one user with this address. */
  int idOf(String email) {
    return portal.usersWith(email).get(0);
  }

  @Override
  public DeviceFleet fleet() {
    return fleet;
  }

  @Override
  public FleetUserId user(String email) {
    var id =
        portal.usersWith(email).isEmpty()
            ? portal.addUser("Somebody", email)
            : portal.addDirectoryUser("Somebody", email, "example.com");
    return new FleetUserId(Integer.toString(id));
  }

  @Override
  public FleetUserId user(String name, String email) {
    return new FleetUserId(Integer.toString(portal.addDirectoryUser(name, email, "example.com")));
  }

  @Override
  public void changeAddress(FleetUserId user, String email) {
    portal.changeAddress(Integer.parseInt(user.value()), email);
  }

  @Override
  public void drop(FleetUserId user) {
    portal.dropFromDirectory(Integer.parseInt(user.value()));
  }

  @Override
  public void facts(DeviceId device, Known shared, Known recoveryKey) {
    portal.setShared((int) device.value(), said(shared));
    portal.setRecoveryKeyKept((int) device.value(), said(recoveryKey));
  }

  private static @Nullable Boolean said(Known fact) {
    return fact == Known.UNKNOWN ? null : fact == Known.YES;
  }

  @Override
  public void lie(Deed deed, DeviceId device, Lie lie) {
    int id = (int) device.value();
    var action =
        switch (deed) {
          case LOCK -> "Lock Device";
          case ISOLATE -> "Associate Policy";
          case WIPE -> "Wipe Device";
        };
    switch (lie) {
      case FORGETS -> portal.forgetNext(id, action);
      case FAILS -> portal.failNext(id, action, "The device said no.");
      case SHOWS_ANOTHER ->
          portal.mistake(
              id, portal.addDevice(NewDevice.of(Machine.MAC, "SN" + NUMBER.incrementAndGet())));
      case UNDOES -> {
        if (deed == Deed.LOCK) {
          portal.unlockInPortal(id);
        } else {
          portal.untie(id, LOCKDOWN);
        }
      }
      case NEVER_ENDS -> portal.setOnline(id, false);
    }
  }

  @Override
  public void beHonest(Deed deed, DeviceId device) {
    portal.mend((int) device.value());
    portal.mistake((int) device.value(), null);
  }

  @Override
  public int usersWith(String email) {
    return portal.usersWith(email).size();
  }

  @Override
  public void policy(String name) {
    portal.addPolicy(name);
  }

  @Override
  public void accessPolicy(String name) {
    portal.addAccessPolicy(name);
  }

  @Override
  public DeviceId enrol(String email, Platform platform, Ownership ownership) {
    var machine =
        switch (platform) {
          case MACOS -> Machine.MAC;
          case WINDOWS -> Machine.WINDOWS;
          case IOS -> Machine.IPHONE;
          case ANDROID ->
              ownership == Ownership.PERSONAL ? Machine.ANDROID_WORK_PROFILE : Machine.ANDROID;
          case OTHER -> throw new IllegalArgumentException("no such machine");
        };
    var device = NewDevice.of(machine, "SN" + NUMBER.incrementAndGet());
    return new DeviceId(
        portal.enrol(
            idOf(email), ownership == Ownership.PERSONAL ? device.personal() : device.corporate()));
  }

  @Override
  public void setOnline(DeviceId device, boolean online) {
    portal.setOnline((int) device.value(), online);
  }

  @Override
  public void hand(DeviceId device, @Nullable String email) {
    portal.changeOwner((int) device.value(), email == null ? null : idOf(email));
  }

  @Override
  public void failWipe(DeviceId device) {
    portal.failNext((int) device.value(), "Wipe Device", "The device said no.");
  }

  @Override
  public void timePasses() {
    ground.clock().advance(Duration.ofMinutes(1));
  }

  @Override
  public Set<String> policiesOf(String group) {
    return portal.policiesOnGroup(group);
  }

  @Override
  public int messagesTo(String email) {
    return (int)
        portal.invitations().stream()
            .filter(invitation -> invitation.email().equals(email))
            .count();
  }

  @Override
  public boolean locked(DeviceId device) {
    return state(device).locked();
  }

  @Override
  public boolean isolated(DeviceId device) {
    return state(device).policies().contains(LOCKDOWN);
  }

  @Override
  public int erasures(DeviceId device) {
    var state = state(device);
    return state.wipes() + (state.listed() ? 0 : 1);
  }

  @Override
  public void loseNextAnswer(String operation) {
    portal.faults().next(1, "POST", pathOf(operation)).loseAnswer();
  }

  @Override
  public void turnAwayNext(String operation) {
    portal.faults().next(1, "POST", pathOf(operation)).answer(429);
  }

  private static String pathOf(String operation) {
    return switch (operation) {
      case "ensureUser" -> "/users/$";
      case "ensureInGroups", "ensureOutOfGroups", "ensureInNoGroup" -> "/usergroups/";
      case "ensurePoliciesOnGroup", "ensurePolicyOnDevices", "ensureIsolated" ->
          "/actions/associate_policy/";
      case "ensureReleased" -> "/actions/remove_policy/";
      case "askToEnrol" -> "/send_request/";
      case "ensureLocked" -> "/actions/lock_devices/";
      case "wipe" -> "/actions/(wipe_device|disenroll)/";
      default -> throw new IllegalArgumentException(operation);
    };
  }

  /** Everything that was asked of devices, in order, as {@code name: status}. */
  List<String> actionsOf(DeviceId device) {
    return state(device).actions();
  }

  /** The calls so far, as {@code METHOD path}. */
  List<String> calls() {
    return portal.journal().calls().stream()
        .map(entry -> entry.call().method() + " " + entry.call().path())
        .toList();
  }

  @Override
  public void close() {
    portal.close();
  }
}
