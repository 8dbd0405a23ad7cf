package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.DeviceTraces;
import io.muster.devices.DeviceTraces.Addresses;
import io.muster.devices.FleetUserId;
import io.muster.devices.Ground;
import io.muster.devices.Platform;
import io.muster.devices.Progress;
import io.muster.devices.hexnode.HexnodeApi.NewUser;
import io.muster.ledger.Entry;
import io.muster.people.Worker;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Bearer;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeWarrant;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeOptions.BodyForm;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the adapter lives with Hexnode's limits and unpleasant habits. */
class HexnodeHabitsTests {
  private final Ground ground = Ground.shared();
  private final Worker ada = ground.newWorker();
  private final String caseId = "case-" + ada.id();
  private SimulatedHexnode hexnode = simulated(new HexnodeOptions().unlimited(), Map.of());

  @AfterEach
  void close() {
    hexnode.close();
  }

  // calls are scarce

  @Test
  void containsFiveDevicesInThreeCalls() {
    var devices =
        enrolled(Machine.MAC, Machine.WINDOWS, Machine.IPHONE, Machine.ANDROID, Machine.MAC);
    step(() -> fleet().ensureLocked(devices));
    step(() -> fleet().ensureIsolated(devices));
    assertThat(hexnode.calls())
        .containsExactly(
            "POST /api/v1/actions/lock_devices/",
            "GET /api/v1/policy/",
            "POST /api/v1/actions/associate_policy/");
    assertThat(devices).allMatch(hexnode::isolated);
  }

  @Test
  void writesDownTheEffectOnEachDeviceOfOneCall() {
    var devices = enrolled(Machine.MAC, Machine.WINDOWS);
    step(() -> fleet().ensureLocked(devices));
    assertThat(ground.ledger().of(ada.id()))
        .extracting(Entry::action, Entry::target, Entry::answer)
        .containsExactlyInAnyOrderElementsOf(
            devices.stream()
                .map(device -> tuple("device.lock", device.toString(), Entry.Answer.ACCEPTED))
                .toList());
  }

  @Test
  void namesUsersInNoActionAndOneDeviceInAWipe() {
    var device = enrolled(Machine.WINDOWS).iterator().next();
    step(() -> fleet().ensureLocked(Set.of(device)));
    step(() -> fleet().ensureIsolated(Set.of(device)));
    var warrant = warrant(device, WipeKind.COMPLETE);
    step(() -> fleet().wipe(warrant));
    assertThat(hexnode.portal().journal().calls("POST", "/actions/"))
        .hasSize(3)
        .allSatisfy(
            call -> {
              assertThat(call.json().path("users").isEmpty()).isTrue();
              assertThat(call.json().path("usergroups").isEmpty()).isTrue();
              assertThat(call.json().path("devicegroups").isEmpty()).isTrue();
              assertThat(call.json().path("devices")).hasSize(1);
            });
    assertThat(hexnode.portal().journal().calls("POST", "/wipe_device/"))
        .singleElement()
        .satisfies(call -> assertThat(call.json().propertyStream()).hasSize(4));
  }

  @Test
  void waitsUntilTheMinuteIsOver() {
    simulate(new HexnodeOptions().limits(2, 10, 50), Map.of());
    fleet().findUser("a@example.com");
    fleet().findUser("b@example.com");
    var until = ground.clock().instant().plus(Duration.ofMinutes(1));
    assertThatThrownBy(() -> fleet().findUser("c@example.com"))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.notBefore()).contains(until));
    ground.clock().set(until.plusSeconds(60));
    assertThat(fleet().findUser("c@example.com")).isEmpty();
  }

  @Test
  void paysForEveryCallBeforeItIsMade() {
    simulate(new HexnodeOptions().unlimited(), Map.of("connection", Ground.SCARCE));
    ground.clock().advance(Duration.ofMinutes(1));
    CallPriority.URGENT.during(() -> fleet().findUser("a@example.com"));
    CallPriority.URGENT.during(() -> fleet().findUser("b@example.com"));
    assertThatThrownBy(() -> CallPriority.URGENT.during(() -> fleet().findUser("c@example.com")))
        .isInstanceOf(Unavailable.class);
    assertThat(hexnode.calls()).hasSize(2);
  }

  @Test
  void makesNoWritingCallWithoutAnIntentInTheLedger() {
    var properties =
        SimulatedHexnode.properties(
            Map.of(
                "url", hexnode.portal().base().toString(), "api-key", hexnode.portal().apiKey()));
    var wire =
        HexnodeConfiguration.wire(properties, ground.safety(), ground.gate(), ground.clock());
    var api = HexnodeConfiguration.api(properties, wire);
    assertThatThrownBy(() -> api.createUser(new NewUser("Ada", "ada@example.com")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without an intent");
    assertThat(hexnode.calls()).isEmpty();
  }

  // lists

  @Test
  void readsEveryPageOfEveryList() {
    simulate(new HexnodeOptions().unlimited(), Map.of("page-size", "2"));
    IntStream.range(0, 7)
        .forEach(number -> hexnode.portal().addUser("Someone " + number, number + "@example.com"));
    var user = hexnode.user(ada.workEmail());
    IntStream.range(0, 5).forEach(number -> enrolled(Machine.ANDROID));
    IntStream.range(0, 5).forEach(number -> hexnode.policy("Other " + number));
    IntStream.range(0, 5).forEach(number -> hexnode.portal().addUserGroup("Other " + number));
    hexnode.policy("Wi-Fi");
    assertThat(fleet().findUser(ada.workEmail())).contains(user);
    assertThat(fleet().devicesOf(user)).hasSize(5);
    step(() -> fleet().ensureInGroups(user, Set.of("Sales")));
    step(() -> fleet().ensurePoliciesOnGroup("Sales", Set.of("Wi-Fi")));
    assertThat(hexnode.policiesOf("Sales")).containsExactly("Wi-Fi");
  }

  @Test
  void refusesAUserWhoIsThereLocallyAndByDirectorySync() {
    hexnode.user(ada.workEmail());
    hexnode.user(ada.workEmail());
    assertThatThrownBy(() -> step(() -> fleet().ensureUser(ada)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("local")
        .hasMessageContaining("example.com");
  }

  // bodies

  @Test
  void wrapsBodiesWhereThePortalWantsThemSo() {
    simulate(
        new HexnodeOptions().unlimited().takes(BodyForm.ARRAY_ONLY),
        Map.of("wrap-in-array", "users,groups,actions"));
    var user = step(() -> fleet().ensureUser(ada));
    hexnode.policy("Wi-Fi");
    step(() -> fleet().ensureInGroups(user, Set.of("Sales")));
    step(() -> fleet().ensureInNoGroup(user));
    step(() -> fleet().ensurePoliciesOnGroup("Sales", Set.of("Wi-Fi")));
    step(() -> fleet().askToEnrol(user, Ownership.UNKNOWN, "request 1"));
    var device = enrolled(Machine.WINDOWS).iterator().next();
    step(() -> fleet().ensureLocked(Set.of(device)));
    var warrant = warrant(device, WipeKind.COMPLETE);
    step(() -> fleet().wipe(warrant));
    hexnode.timePasses();
    assertThat(hexnode.erasures(device)).isEqualTo(1);
    assertThat(hexnode.messagesTo(ada.workEmail())).isEqualTo(1);
  }

  @Test
  void callsActionsByTheNamesOfThisPortal() {
    simulate(
        new HexnodeOptions()
            .unlimited()
            .renaming("wipe_device", "wipe_devices")
            .renaming("disenroll", "disenroll_devices"),
        Map.of("actions.wipe", "wipe_devices", "actions.disenroll", "disenroll_devices"));
    for (var kind : WipeKind.values()) {
      var device = enrolled(Machine.WINDOWS).iterator().next();
      var warrant = warrant(device, kind);
      step(() -> fleet().wipe(warrant));
      hexnode.timePasses();
      assertThat(hexnode.erasures(device)).isEqualTo(1);
    }
  }

  @Test
  void takesAnActionNameThatIsWrongForAFaultOfTheConfiguration() {
    simulate(new HexnodeOptions().unlimited().renaming("wipe_device", "wipe_devices"), Map.of());
    var device = enrolled(Machine.WINDOWS).iterator().next();
    var warrant = warrant(device, WipeKind.COMPLETE);
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Misconfigured.class);
    assertThat(latest("device.wipe", device)).isEqualTo(Entry.Answer.NOT_SENT);
  }

  // locking and cutting off

  @Test
  void locksOnceWhenTheAnswerWasLostButTheLockIsThere() {
    var device = enrolled(Machine.MAC).iterator().next();
    hexnode.loseNextAnswer("ensureLocked");
    assertThatThrownBy(() -> step(() -> fleet().ensureLocked(Set.of(device))))
        .isInstanceOf(Unavailable.class);
    step(() -> fleet().ensureLocked(Set.of(device)));
    assertThat(hexnode.actionsOf(device)).containsExactly("Lock Device: pending");
  }

  @Test
  void locksAgainWhatHexnodeSaidYesToAndDidNotDo() {
    var device = enrolled(Machine.MAC).iterator().next();
    hexnode.portal().faults().next(1, "POST", "/actions/lock_devices/").doNothing();
    step(() -> fleet().ensureLocked(Set.of(device)));
    assertThat(hexnode.actionsOf(device)).isEmpty();
    step(() -> fleet().ensureLocked(Set.of(device)));
    assertThat(hexnode.actionsOf(device)).containsExactly("Lock Device: pending");
  }

  @Test
  void locksTheOthersWhereHexnodeRefusesOne() {
    simulate(new HexnodeOptions().unlimited().refusingUnknownDevices(), Map.of());
    var devices = new HashSet<>(enrolled(Machine.MAC, Machine.WINDOWS));
    var gone = new DeviceId(4711);
    devices.add(gone);
    assertThatThrownBy(() -> step(() -> fleet().ensureLocked(devices)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("device 4711");
    hexnode.timePasses();
    devices.remove(gone);
    assertThat(devices).hasSize(2).allMatch(hexnode::locked);
  }

  @Test
  void seesThatADeviceWouldNotLock() {
    var device = enrolled(Machine.WINDOWS_WITHOUT_PASSWORD).iterator().next();
    var since = ground.clock().instant();
    step(() -> fleet().ensureLocked(Set.of(device)));
    hexnode.timePasses();
    assertThat(fleet().lockProgress(device, since)).isEqualTo(Progress.FAILED);
  }

  @Test
  void locksAnIntelMacWithTheConfiguredPin() {
    simulate(new HexnodeOptions().unlimited(), Map.of("lock.mac-pin", "482913"));
    var device = enrolled(Machine.INTEL_MAC).iterator().next();
    step(() -> fleet().ensureLocked(Set.of(device)));
    hexnode.timePasses();
    assertThat(hexnode.locked(device)).isTrue();
  }

  @Test
  void cutsEachPlatformOffByItsOwnPolicy() {
    simulate(new HexnodeOptions().unlimited(), Map.of("isolation.policies.windows", "PC lockdown"));
    hexnode.policy("PC lockdown");
    var devices = enrolled(Machine.MAC, Machine.WINDOWS);
    step(() -> fleet().ensureIsolated(devices));
    for (var device : devices) {
      var windows = fleet().read(device).orElseThrow().platform() == Platform.WINDOWS;
      assertThat(hexnode.state(device).policies())
          .containsExactly(windows ? "PC lockdown" : SimulatedHexnode.LOCKDOWN);
    }
  }

  @Test
  void saysWhichPolicyIsMissingToCutDevicesOff() {
    simulate(new HexnodeOptions().unlimited(), Map.of("isolation.policy", "No such thing"));
    var devices = enrolled(Machine.MAC);
    assertThatThrownBy(() -> step(() -> fleet().ensureIsolated(devices)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("No such thing");
  }

  @Test
  void cutsTheOthersOffWhereHexnodeRefusesOneOrAPolicyIsMissing() {
    simulate(
        new HexnodeOptions().unlimited().refusingUnknownDevices(),
        Map.of("isolation.policies.windows", "No such thing"));
    var mac = enrolled(Machine.MAC).iterator().next();
    var windows = enrolled(Machine.WINDOWS).iterator().next();
    var gone = new DeviceId(4711);
    assertThatThrownBy(() -> step(() -> fleet().ensureIsolated(Set.of(mac, windows, gone))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Device 4711")
        .hasMessageContaining("Device " + windows)
        .hasMessageContaining("No such thing");
    assertThat(hexnode.isolated(mac)).isTrue();
    simulate(new HexnodeOptions().unlimited().refusingUnknownDevices(), Map.of());
    var other = enrolled(Machine.MAC).iterator().next();
    assertThatThrownBy(() -> step(() -> fleet().ensureIsolated(Set.of(other, gone))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("device 4711");
    assertThat(hexnode.isolated(other)).isTrue();
  }

  @Test
  void believesAPolicyThatIsShownOnlyOnceTheDeviceHasReported() {
    simulate(new HexnodeOptions().unlimited().checkIn(Duration.ofHours(4)), Map.of());
    var device = enrolled(Machine.MAC).iterator().next();
    step(() -> fleet().ensureIsolated(Set.of(device)));
    hexnode.timePasses();
    ground.clock().advance(Duration.ofMinutes(5));
    var since = ground.clock().instant();
    assertThat(fleet().isolationSeen(device, since).progress()).isEqualTo(Progress.PENDING);
    step(() -> fleet().wake(Set.of(device)));
    hexnode.timePasses();
    assertThat(fleet().isolationSeen(device, since).progress()).isEqualTo(Progress.DONE);
  }

  @Test
  void wakesAllOfThemInOneCallThatNamesOnlyDevices() {
    simulate(new HexnodeOptions().unlimited().checkIn(Duration.ofHours(4)), Map.of());
    var devices = enrolled(Machine.MAC, Machine.WINDOWS);
    ground.clock().advance(Duration.ofHours(3));
    var since = ground.clock().instant();
    assertThat(devices).allMatch(id -> hexnode.state(id).reportedAt().isBefore(since));
    step(() -> fleet().wake(devices));
    hexnode.timePasses();
    assertThat(devices).allMatch(id -> hexnode.state(id).reportedAt().isAfter(since));
    assertThat(hexnode.portal().journal().calls("POST", "."))
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.call().path()).endsWith("/actions/scan_device/");
              assertThat(call.json().path("devices")).hasSize(2);
              assertThat(call.json().propertyStream()).hasSize(4);
            });
    assertThat(devices).allMatch(id -> latest("device.scan", id) == Entry.Answer.ACCEPTED);
  }

  @Test
  void knowsTheDevicesOfConfiguredGroupsForShared() {
    simulate(new HexnodeOptions().unlimited(), Map.of("shared-groups", "Kiosks,No such group"));
    var alone = enrolled(Machine.MAC).iterator().next();
    var kiosk = enrolled(Machine.WINDOWS).iterator().next();
    var group = hexnode.portal().addDeviceGroup("Kiosks");
    hexnode.portal().addToDeviceGroup(group, (int) kiosk.value());
    hexnode.portal().setShared((int) alone.value(), null);
    assertThat(fleet().read(kiosk).orElseThrow().shared()).isEqualTo(Known.YES);
    assertThat(fleet().read(alone).orElseThrow().shared()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void tracesWithOneReadingOfUsersAndOneOfDevices() {
    enrolled(Machine.MAC, Machine.WINDOWS);
    var traces =
        new DeviceTraces(Addresses.present(Set.of(ada.workEmail())), Set.of(), Set.of(), List.of());
    assertThat(fleet().trace(traces).devices()).hasSize(2);
    assertThat(hexnode.calls()).containsExactly("GET /api/v1/devices/", "GET /api/v1/users/");
  }

  @Test
  void neverTracesTheUserWhoStandsForNobody() {
    var device = hexnode.add(NewDevice.of(Machine.MAC, "SN-nobody-" + ada.id()));
    var traces =
        new DeviceTraces(
            Addresses.present(Set.of()),
            Set.of("Default User"),
            Set.of(new FleetUserId("1")),
            List.of());
    var found = fleet().trace(traces);
    assertThat(found.users()).isEmpty();
    assertThat(found.perhaps()).isEmpty();
    assertThat(found.devices()).isEmpty();
    assertThat(found.unassigned()).extracting(Device::id).containsExactly(device);
  }

  // wiping

  @ParameterizedTest
  @ValueSource(strings = {"wipe_device", "disenroll", "disenroll/../wipe_device", "WIPE_DEVICE"})
  void turnsNoLockAndNoPolicyIntoAWipeWhateverTheConfigurationSays(String name) {
    simulate(
        new HexnodeOptions().unlimited(),
        Map.of("actions.lock", name, "actions.associate-policy", name));
    for (var devices : List.of(enrolled(Machine.WINDOWS), enrolled(Machine.MAC, Machine.WINDOWS))) {
      assertThatThrownBy(() -> step(() -> fleet().ensureLocked(devices)))
          .isInstanceOfAny(Misconfigured.class, IllegalStateException.class);
      assertThatThrownBy(() -> step(() -> fleet().ensureIsolated(devices)))
          .isInstanceOfAny(Misconfigured.class, IllegalStateException.class);
    }
    assertThat(hexnode.portal().journal().calls("POST", ".")).isEmpty();
  }

  @Test
  void doesNotTakeAcceptedForDone() {
    var device = enrolled(Machine.WINDOWS).iterator().next();
    var warrant = warrant(device, WipeKind.COMPLETE);
    hexnode.portal().faults().next(1, "POST", "/actions/wipe_device/").doNothing();
    var since = ground.clock().instant();
    step(() -> fleet().wipe(warrant));
    hexnode.timePasses();
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since))
        .isEqualTo(Progress.NOT_FOUND);
  }

  @Test
  void wipesAgainOnlyAfterLookingWhenTheCallNeverArrived() {
    var device = enrolled(Machine.WINDOWS).iterator().next();
    var warrant = warrant(device, WipeKind.COMPLETE);
    hexnode.portal().faults().next(1, "POST", "/actions/wipe_device/").drop();
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant)))
        .as("too early to know that nothing happened")
        .isInstanceOf(Unavailable.class);
    ground.clock().advance(Duration.ofMinutes(2));
    step(() -> fleet().wipe(warrant));
    hexnode.timePasses();
    assertThat(hexnode.erasures(device)).isEqualTo(1);
    assertThat(hexnode.portal().journal().effects("POST", "/actions/wipe_device/")).hasSize(1);
  }

  @Test
  void ordersNoSecondWipeWhileTheFirstWaitsForTheDevice() {
    var device = enrolled(Machine.WINDOWS).iterator().next();
    var warrant = warrant(device, WipeKind.COMPLETE);
    hexnode.setOnline(device, false);
    hexnode.loseNextAnswer("wipe");
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Unavailable.class);
    ground.clock().advance(Duration.ofHours(1));
    step(() -> fleet().wipe(warrant));
    assertThat(hexnode.actionsOf(device)).containsExactly("Wipe Device: pending");
  }

  @Test
  void wipesNoDeviceThatCameBackByItself() {
    var device = enrolled(Machine.ZERO_TOUCH_ANDROID).iterator().next();
    var warrant = warrant(device, WipeKind.COMPLETE);
    var since = ground.clock().instant();
    hexnode.loseNextAnswer("wipe");
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Unavailable.class);
    ground.clock().advance(Duration.ofHours(1));
    assertThat(fleet().read(device).orElseThrow().enrolledAt()).isAfter(since);
    step(() -> fleet().wipe(warrant));
    ground.clock().advance(Duration.ofHours(1));
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since)).isEqualTo(Progress.DONE);
    assertThat(hexnode.erasures(device)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "FAILED", "NOT_FOUND"})
  void takesNoEnrolmentByAColleagueForTheEndOfAWipe(Progress wipe) {
    var device = enrolled(Machine.WINDOWS).iterator().next();
    var number = Math.toIntExact(device.value());
    var warrant = warrant(device, WipeKind.COMPLETE);
    switch (wipe) {
      case FAILED -> hexnode.portal().failNext(number, "Wipe Device", "The device said no.");
      case NOT_FOUND -> hexnode.portal().forgetNext(number, "Wipe Device");
      default -> hexnode.setOnline(device, false);
    }
    var since = ground.clock().instant();
    step(() -> fleet().wipe(warrant));
    hexnode.timePasses();
    var colleague = hexnode.portal().addUser("Grace Hopper", "grace@example.com");
    hexnode.portal().enrolAgain(number, colleague);
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since)).isEqualTo(wipe);
    assertThat(hexnode.erasures(device)).isZero();
    var live = fleet().read(device).orElseThrow();
    assertThat(live.enrolledAt()).isAfter(since);
    ground.safety().seen(warrant.id(), WipeOrder.State.PENDING, "waits");
    assertThat(ground.safety().forbids(warrant.id(), live.facts()).orElseThrow())
        .contains("owner is somebody else now", "enrolled anew");
    if (wipe == Progress.PENDING) {
      hexnode.setOnline(device, true);
      hexnode.timePasses();
      assertThat(hexnode.erasures(device)).as("the order stays in the queue").isEqualTo(1);
      ground.safety().seen(warrant.id(), WipeOrder.State.DONE, "done");
      assertThat(ground.safety().forbids(warrant.id(), live.facts()).orElseThrow())
          .contains("carried out", "somebody else now");
    }
  }

  @Test
  void refusesADeviceThatEnrolledAnewSinceTheApproval() {
    var device = enrolled(Machine.ZERO_TOUCH_ANDROID).iterator().next();
    var first = warrant(device, WipeKind.COMPLETE);
    ground.clock().advance(Duration.ofMinutes(1));
    var second =
        ground.warrant(
            caseId + "b", ada.id(), fleet().read(device).orElseThrow().facts(), WipeKind.COMPLETE);
    step(() -> fleet().wipe(first));
    ground.clock().advance(Duration.ofHours(1));
    assertThatThrownBy(() -> step(() -> fleet().wipe(second)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("the enrolment");
    assertThat(hexnode.erasures(device)).isEqualTo(1);
  }

  @Test
  void refusesADeviceWhoseUserWasRenamedToSomebodyElse() {
    var user = hexnode.portal().addUser(ada.fullName(), ada.workEmail());
    var device = hexnode.add(NewDevice.of(Machine.WINDOWS, "SN-" + ada.id()).ownedBy(user));
    var facts = CallPriority.WIPE.during(() -> fleet().read(device)).orElseThrow().facts();
    assertThat(facts.bearer()).isEqualTo(new Bearer(ada.fullName(), ada.workEmail()));
    assertThat(fleet().read(device).orElseThrow().facts().bearer())
        .as("its page shows the name alone, which costs no call")
        .isEqualTo(new Bearer(ada.fullName(), null));
    var warrant = ground.warrant(caseId, ada.id(), facts, WipeKind.COMPLETE);
    hexnode.portal().renameUser(user, ada.fullName(), "successor@example.com");
    assertThatThrownBy(() -> step(() -> CallPriority.WIPE.during(() -> fleet().wipe(warrant))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not known to be the leaver's");
    assertThat(hexnode.erasures(device)).isZero();
  }

  @Test
  void refusesADeviceThatDirectorySyncLeftWithNobody() {
    for (var options :
        List.of(
            new HexnodeOptions().unlimited(),
            new HexnodeOptions().unlimited().givingOrphansToDefaultUser())) {
      simulate(options, Map.of());
      var leaver = ground.newWorker();
      var user =
          hexnode.portal().addDirectoryUser(leaver.fullName(), leaver.workEmail(), "example.com");
      var device = hexnode.add(NewDevice.of(Machine.WINDOWS, "SN-" + leaver.id()).ownedBy(user));
      var facts = fleet().read(device).orElseThrow().facts();
      var warrant = ground.warrant("case-" + leaver.id(), leaver.id(), facts, WipeKind.COMPLETE);
      hexnode.portal().dropFromDirectory(user);
      assertThat(fleet().read(device).orElseThrow().owner()).isNull();
      assertThatThrownBy(() -> step(() -> fleet().wipe(warrant)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("owner");
      assertThat(hexnode.erasures(device)).isZero();
    }
  }

  @Test
  void asksSomebodyToLookWhereADeviceLeftTheFleetBeforeItWasSeenWiped() {
    var device = enrolled(Machine.WINDOWS).iterator().next();
    var warrant = warrant(device, WipeKind.COMPLETE);
    var other = ground.newWorker();
    var disenrol =
        ground.warrant(
            "case-" + other.id(),
            other.id(),
            fleet().read(device).orElseThrow().facts(),
            WipeKind.CORPORATE);
    fleet().read(device);
    hexnode.setOnline(device, false);
    var since = ground.clock().instant();
    hexnode.failWipe(device);
    step(() -> fleet().wipe(warrant));
    ground.clock().advance(Duration.ofMinutes(1));
    ground.safety().seen(warrant.id(), WipeOrder.State.FAILED, "The device will say no.");
    Ground.inCase("case-" + other.id(), other.id(), () -> wiped(disenrol));
    hexnode.setOnline(device, true);
    hexnode.timePasses();
    assertThat(fleet().read(device)).isEmpty();
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since)).isEqualTo(Progress.FAILED);
  }

  // who we are

  @Test
  void saysThatTheKeyIsWrong() {
    var settings = Map.of("url", hexnode.portal().base().toString(), "api-key", "wrong");
    assertThatThrownBy(() -> SimulatedHexnode.fleet(settings).findUser("a@example.com"))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.hexnode.api-key");
  }

  @Test
  void sendsTheBareKeyAndNoCookies() {
    fleet().findUser("a@example.com");
    fleet().findUser("a@example.com");
    assertThat(hexnode.portal().journal().calls())
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.call().header("authorization")).contains(hexnode.portal().apiKey());
              assertThat(entry.call().header("cookie")).isEmpty();
            });
  }

  private Set<DeviceId> enrolled(Machine... machines) {
    if (hexnode.usersWith(ada.workEmail()) == 0) {
      hexnode.user(ada.workEmail());
    }
    var devices = new HashSet<DeviceId>();
    for (var machine : machines) {
      var serial = "SN%d-%s".formatted(hexnode.portal().devices().size(), ada.id());
      var device = NewDevice.of(machine, serial).ownedBy(hexnode.idOf(ada.workEmail()));
      devices.add(hexnode.add(device));
    }
    return devices;
  }

  private WipeWarrant warrant(DeviceId device, WipeKind kind) {
    var facts = fleet().read(device).orElseThrow().facts();
    var warrant = ground.warrant(caseId, ada.id(), facts, kind);
    // online still, it shows itself once more
    fleet().read(device);
    return warrant;
  }

  private Entry.Answer latest(String action, DeviceId device) {
    return step(() -> ground.ledger().latest(action, device.toString())).orElseThrow().answer();
  }

  private boolean wiped(WipeWarrant warrant) {
    fleet().wipe(warrant);
    return true;
  }

  private DeviceFleet fleet() {
    return hexnode.fleet();
  }

  private void simulate(HexnodeOptions options, Map<String, String> settings) {
    hexnode.close();
    hexnode = simulated(options, settings);
  }

  private static SimulatedHexnode simulated(HexnodeOptions options, Map<String, String> settings) {
    return new SimulatedHexnode(options, settings);
  }

  private void step(Runnable work) {
    step(
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T step(Supplier<T> work) {
    return Ground.inCase(caseId, ada.id(), work);
  }
}
