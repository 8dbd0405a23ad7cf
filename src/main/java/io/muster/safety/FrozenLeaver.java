package io.muster.safety;

import io.muster.people.EmployeeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The leaver of a case as first seen: the one thing a device is compared with.
 *
 * @param employee the leaver
 * @param users their users in device management; true where the user is certainly theirs
 * @param devices the lives of devices that were frozen
 * @param named those of them that a person said are the leaver's
 * @param names what the leaver is called, as a user may be given to somebody else
 */
record FrozenLeaver(
    EmployeeId employee,
    Map<String, Boolean> users,
    List<DeviceFacts> devices,
    List<Naming> named,
    LeaverNames names) {
  /** The same leaver, by all that is known of their names now. */
  FrozenLeaver called(LeaverNames now) {
    return new FrozenLeaver(employee, users, devices, named, now);
  }

  /** How the device, as it is now, is known to be the leaver's. */
  Claim claim(DeviceFacts live) {
    if (devices.stream().anyMatch(frozen -> contradicts(frozen, live))) {
      return Claim.NOT_THEIRS;
    }
    if (live.owner() == null) {
      if (wasTheirs(live)) {
        return Claim.WAS_THEIRS;
      }
      return naming(live).isPresent() ? Claim.NAMED : Claim.NOT_THEIRS;
    }
    var certain = users.get(live.owner());
    if (certain == null) {
      return Claim.NOT_THEIRS;
    }
    return switch (names.whose(live.owner(), live.bearer())) {
      case ANOTHERS -> Claim.NOT_THEIRS;
      case PERHAPS -> Claim.ONE_OF_SEVERAL;
      case THEIRS -> certain ? Claim.THEIRS : Claim.ONE_OF_SEVERAL;
    };
  }

  /** True if this user is somebody else's, or has become that. */
  boolean isAnothers(OwnerSightings.Holder holder) {
    return !users.containsKey(holder.owner())
        || names.whose(holder.owner(), holder.bearer()) == LeaverNames.Whose.ANOTHERS;
  }

  /** True if exactly this life of the device was frozen. */
  boolean knows(DeviceFacts live) {
    return devices.stream().anyMatch(frozen -> frozen.sameLife(live));
  }

  /** Who said that this life of the device is the leaver's. */
  Optional<Naming> naming(DeviceFacts live) {
    return live.identified()
        ? named.stream().filter(naming -> naming.device().sameLife(live)).findFirst()
        : Optional.empty();
  }

  private boolean wasTheirs(DeviceFacts live) {
    return live.identified()
        && devices.stream()
            .filter(frozen -> frozen.sameLife(live))
            .anyMatch(frozen -> frozen.owner() != null && users.containsKey(frozen.owner()));
  }

  /**
   * A person's word about a device that belonged to nobody.
   *
   * @param by the sign-in name
   */
  record Naming(DeviceFacts device, String by, Instant at) {}

  /** One enrolment has one serial number, and enrolments only become later. */
  private static boolean contradicts(DeviceFacts frozen, DeviceFacts live) {
    if (!frozen.device().equals(live.device())) {
      return false;
    }
    var before = frozen.enrolledAt();
    var now = live.enrolledAt();
    if (before == null || now == null) {
      return false;
    }
    return now.isBefore(before) || (now.equals(before) && otherSerial(frozen, live));
  }

  private static boolean otherSerial(DeviceFacts frozen, DeviceFacts live) {
    return !frozen.serial().isBlank()
        && !live.serial().isBlank()
        && !frozen.serial().equals(live.serial());
  }
}
