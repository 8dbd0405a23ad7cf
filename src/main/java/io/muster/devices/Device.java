package io.muster.devices;

import io.muster.safety.Bearer;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One managed device as the fleet shows it.
 *
 * @param id the fleet's number
 * @param name what people call it
 * @param model the maker's name of it
 * @param platform what it runs
 * @param serial its serial number
 * @param ownership whose it is; unknown unless read singly
 * @param owner the user it belongs to, or null
 * @param enrolledAt when it was enrolled
 * @param lastSeen when it last reported
 * @param enrolled whether it is managed now
 * @param shared whether several people use it, or it is a kiosk
 * @param recoveryKey whether the key of its disk is kept in device management
 * @param bearer who bears the user it belongs to, or null if that was not shown
 */
public record Device(
    DeviceId id,
    String name,
    String model,
    Platform platform,
    String serial,
    Ownership ownership,
    @Nullable FleetUserId owner,
    @Nullable Instant enrolledAt,
    @Nullable Instant lastSeen,
    boolean enrolled,
    Known shared,
    Known recoveryKey,
    @Nullable Bearer bearer) {

  /** A device of which it was not shown who bears its user. */
  public Device(
      DeviceId id,
      String name,
      String model,
      Platform platform,
      String serial,
      Ownership ownership,
      @Nullable FleetUserId owner,
      @Nullable Instant enrolledAt,
      @Nullable Instant lastSeen,
      boolean enrolled,
      Known shared,
      Known recoveryKey) {
    this(
        id,
        name,
        model,
        platform,
        serial,
        ownership,
        owner,
        enrolledAt,
        lastSeen,
        enrolled,
        shared,
        recoveryKey,
        null);
  }

  /** The same device, whose user this one bears. */
  public Device borneBy(@Nullable Bearer now) {
    return new Device(
        id,
        name,
        model,
        platform,
        serial,
        ownership,
        owner,
        enrolledAt,
        lastSeen,
        enrolled,
        shared,
        recoveryKey,
        now);
  }

  /** The same device, in shared use. */
  public Device inSharedUse() {
    return new Device(
        id,
        name,
        model,
        platform,
        serial,
        ownership,
        owner,
        enrolledAt,
        lastSeen,
        enrolled,
        Known.YES,
        recoveryKey,
        bearer);
  }

  /** What a wipe depends on. */
  public DeviceFacts facts() {
    return new DeviceFacts(
        id,
        serial,
        owner == null ? null : owner.value(),
        ownership,
        enrolledAt,
        enrolled,
        lastSeen,
        shared,
        recoveryKey,
        bearer);
  }
}
