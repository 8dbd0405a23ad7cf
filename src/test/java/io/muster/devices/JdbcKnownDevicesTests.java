package io.muster.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdbcKnownDevicesTests {
  private static final Instant ENROLLED = Instant.parse("2026-02-03T08:12:44.120331Z");
  private static final AtomicLong NUMBER = new AtomicLong(500_000);

  private final Ground ground = Ground.shared();
  private final KnownDevices known = new JdbcKnownDevices(ground.jdbc(), ground.clock());
  private final EmployeeId ada = ground.newWorker().id();
  private final EmployeeId bob = ground.newWorker().id();
  private final DeviceId laptop = new DeviceId(NUMBER.incrementAndGet());
  private final String serial = UUID.randomUUID().toString();

  @Test
  void knowsNothingOfAStranger() {
    assertThat(known.usersOf(ada)).isEmpty();
    assertThat(known.devicesOf(ada)).isEmpty();
  }

  @Test
  void keepsUsersOnceAndForEachPerson() {
    var user = new FleetUserId("user-of-" + ada);
    known.saw(ada, user);
    known.saw(ada, user);
    known.saw(bob, user);
    assertThat(known.usersOf(ada)).containsExactly(user);
    assertThat(known.usersOf(bob)).containsExactly(user);
  }

  @Test
  void saysWhoseEachUserWasSeenToBe() {
    var shared = new FleetUserId("shared-of-" + ada);
    var bobs = new FleetUserId("user-of-" + bob);
    known.saw(ada, shared);
    known.saw(bob, shared);
    known.saw(bob, bobs);
    assertThat(known.holdersOf(List.of(shared, bobs, new FleetUserId("nobodys-of-" + ada))))
        .isEqualTo(Map.of(shared, Set.of(ada, bob), bobs, Set.of(bob)));
    assertThat(known.holdersOf(List.of())).isEmpty();
  }

  @Test
  void keepsADeviceInItsEnrolment() {
    known.saw(ada, device(laptop, serial, ENROLLED));
    known.saw(ada, device(laptop, serial, ENROLLED));
    assertThat(known.devicesOf(ada)).containsExactly(new KnownDevice(laptop, serial, ENROLLED));
    known.saw(ada, device(laptop, serial, ENROLLED.plusSeconds(1)));
    assertThat(known.devicesOf(ada))
        .containsExactly(
            new KnownDevice(laptop, serial, ENROLLED),
            new KnownDevice(laptop, serial, ENROLLED.plusSeconds(1)));
  }

  @Test
  void keepsADeviceWhoseEnrolmentIsNotShownOnce() {
    known.saw(ada, device(laptop, serial, null));
    known.saw(ada, device(laptop, "", null));
    assertThat(known.devicesOf(ada)).containsExactly(new KnownDevice(laptop, serial, null));
  }

  @Test
  void givesADeviceToWhoeverWasSeenWithItLast() {
    known.saw(ada, device(laptop, serial, ENROLLED));
    known.saw(bob, device(laptop, serial, ENROLLED));
    assertThat(known.devicesOf(ada)).isEmpty();
    assertThat(known.devicesOf(bob)).hasSize(1);
    known.saw(ada, device(laptop, serial, ENROLLED));
    assertThat(known.devicesOf(ada)).hasSize(1);
    assertThat(known.devicesOf(bob)).isEmpty();
  }

  @Test
  void leavesOutADeviceThatWasSeenWithSomebodyElseInALaterEnrolment() {
    var renumbered = new DeviceId(NUMBER.incrementAndGet());
    for (var later :
        new Device[] {
          device(laptop, serial, ENROLLED.plusSeconds(1)),
          device(renumbered, serial.toUpperCase(java.util.Locale.ROOT), ENROLLED.plusSeconds(2))
        }) {
      known.saw(ada, device(laptop, serial, ENROLLED));
      assertThat(known.devicesOf(ada)).hasSize(1);
      known.saw(bob, later);
      assertThat(known.devicesOf(ada)).isEmpty();
    }
  }

  @Test
  void takesDevicesWithoutSerialNumberForDifferentOnes() {
    known.saw(ada, device(laptop, "", ENROLLED));
    known.saw(bob, device(new DeviceId(NUMBER.incrementAndGet()), "", ENROLLED));
    assertThat(known.devicesOf(ada)).hasSize(1);
  }

  private static Device device(DeviceId id, String serial, @Nullable Instant enrolledAt) {
    return new Device(
        id,
        "name",
        "model",
        Platform.MACOS,
        serial,
        Ownership.CORPORATE,
        null,
        enrolledAt,
        null,
        true,
        Known.UNKNOWN,
        Known.UNKNOWN);
  }
}
