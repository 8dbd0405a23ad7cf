package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.DeviceTraces;
import io.muster.devices.DeviceTraces.Addresses;
import io.muster.devices.Ground;
import io.muster.devices.TracedDevices;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a leaver's devices cost to find, and what the index is believed. */
class FleetIndexTests {
  private static final Map<String, String> SETTINGS =
      Map.of("list-age", "1m", "index-age", "15m", "page-size", "10");

  private final Ground ground = Ground.shared();
  private SimulatedHexnode hexnode =
      new SimulatedHexnode(new HexnodeOptions().unlimited(), SETTINGS);

  @AfterEach
  void close() {
    hexnode.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 50})
  void costsNothingOnceItIsKnownHoweverManyDevicesThereAre(int people) {
    people(people);
    known("person1@example.com");
    var before = hexnode.calls().size();
    assertThat(devices(known("person2@example.com"))).hasSize(1);
    assertThat(devices(known("person3@example.com"))).hasSize(1);
    assertThat(hexnode.calls()).hasSize(before);
  }

  @Test
  void readsEachPageOnce() {
    people(30);
    assertThat(devices(known("person7@example.com"))).hasSize(1);
    // 30 devices, and 30 users besides the one who is nobody, ten at a time
    assertThat(hexnode.calls()).hasSize(3 + 4);
  }

  @Test
  void isReadAnewOnlyWhenItIsOlderThanItMayBe() {
    people(5);
    known("person1@example.com");
    var once = hexnode.calls().size();
    ground.clock().advance(Duration.ofMinutes(15).minusSeconds(1));
    known("person1@example.com");
    assertThat(hexnode.calls()).hasSize(once);
    ground.clock().advance(Duration.ofSeconds(1));
    known("person1@example.com");
    assertThat(hexnode.calls()).hasSize(2 * once);
  }

  @Test
  void doesNotProveThatSomebodyHasNoDevices() {
    people(3);
    known("person1@example.com");
    var late = hexnode.portal().addDirectoryUser("Late", "late@example.com", "example.com");
    var device = add(late, "LATE");
    ground.clock().advance(Duration.ofSeconds(1));
    assertThat(devices(known("late@example.com"))).containsExactly(device);
  }

  @Test
  void showsWhatCameSinceToWhoeverAsksAsOfNow() {
    people(3);
    known("person1@example.com");
    var second = add(hexnode.idOf("person1@example.com"), "SECOND");
    ground.clock().advance(Duration.ofSeconds(1));
    assertThat(devices(known("person1@example.com"))).doesNotContain(second);
    assertThat(devices(now("person1@example.com"))).contains(second);
  }

  @Test
  void forgetsWhatTheNextReadingDoesNotShow() {
    people(3);
    known("person1@example.com");
    var user = hexnode.user("person9@example.com");
    ground.clock().advance(Duration.ofMinutes(2));
    assertThat(now("person9@example.com").users()).hasSize(1);
    hexnode.drop(user);
    ground.clock().advance(Duration.ofMinutes(2));
    assertThat(now("person9@example.com").users()).isEmpty();
  }

  @Test
  void goesOnWhereTheCallsOfTheMinuteEnded() {
    hexnode.close();
    hexnode = new SimulatedHexnode(new HexnodeOptions().limits(2, 10, 500), SETTINGS);
    people(30);
    for (int minute = 0; minute < 3; minute++) {
      assertThatThrownBy(() -> known("person1@example.com")).isInstanceOf(Unavailable.class);
      ground.clock().advance(Duration.ofSeconds(61));
    }
    assertThat(devices(known("person1@example.com"))).hasSize(1);
    assertThat(hexnode.portal().journal().calls("GET", "/(devices|users)/$"))
        .filteredOn(call -> call.status() == 200)
        .hasSize(3 + 4);
  }

  @Test
  void isSharedByAllNodes() {
    people(20);
    known("person1@example.com");
    var before = hexnode.calls().size();
    var other =
        SimulatedHexnode.fleet(
            Map.of(
                "url",
                hexnode.portal().base().toString(),
                "api-key",
                hexnode.portal().apiKey(),
                "page-size",
                "10"));
    assertThat(other.traceKnown(traces("person2@example.com")).devices()).hasSize(1);
    assertThat(hexnode.calls()).hasSize(before);
  }

  private void people(int many) {
    for (int number = 1; number <= many; number++) {
      var user =
          hexnode
              .portal()
              .addDirectoryUser(
                  "Person " + number, "person%d@example.com".formatted(number), "example.com");
      add(user, "SN" + number);
    }
  }

  private DeviceId add(int user, String serial) {
    return hexnode.add(NewDevice.of(Machine.MAC, serial).corporate().ownedBy(user));
  }

  private TracedDevices known(String email) {
    return hexnode.fleet().traceKnown(traces(email));
  }

  private TracedDevices now(String email) {
    return hexnode.fleet().trace(traces(email));
  }

  private static DeviceTraces traces(String email) {
    return new DeviceTraces(Addresses.present(Set.of(email)), Set.of(), Set.of(), List.of());
  }

  private static List<DeviceId> devices(TracedDevices traced) {
    return traced.devices().stream().map(found -> found.device().id()).toList();
  }
}
