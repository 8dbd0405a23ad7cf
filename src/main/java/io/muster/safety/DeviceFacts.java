package io.muster.safety;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a wipe depends on, as read live from device management.
 *
 * @param device the device
 * @param serial its serial number; empty if it is not shown
 * @param owner the id of the user it belongs to, or null if nobody
 * @param ownership whose it is
 * @param enrolledAt when it was enrolled; a later instant means another life of the device
 * @param enrolled whether it is managed now
 * @param lastSeen when it last reported, or null if it is not shown
 * @param shared whether several people use it, or it is a kiosk
 * @param recoveryKey whether the key of its disk (FileVault, BitLocker) is kept in device
 *     management
 * @param bearer who bears the user it belongs to, or null if that was not shown
 */
public record DeviceFacts(
    DeviceId device,
    String serial,
    @Nullable String owner,
    Ownership ownership,
    @Nullable Instant enrolledAt,
    boolean enrolled,
    @Nullable Instant lastSeen,
    Known shared,
    Known recoveryKey,
    @Nullable Bearer bearer) {
  /** Takes times as exactly as a database keeps them, so that what was kept equals what is read. */
  public DeviceFacts {
    enrolledAt = enrolledAt == null ? null : enrolledAt.truncatedTo(ChronoUnit.MICROS);
    lastSeen = lastSeen == null ? null : lastSeen.truncatedTo(ChronoUnit.MICROS);
  }

  /** A device of which it was not shown who bears its user. */
  public DeviceFacts(
      DeviceId device,
      String serial,
      @Nullable String owner,
      Ownership ownership,
      @Nullable Instant enrolledAt,
      boolean enrolled,
      @Nullable Instant lastSeen,
      Known shared,
      Known recoveryKey) {
    this(
        device,
        serial,
        owner,
        ownership,
        enrolledAt,
        enrolled,
        lastSeen,
        shared,
        recoveryKey,
        null);
  }

  /** The same device, whose user this one bears. */
  public DeviceFacts borneBy(@Nullable Bearer now) {
    return new DeviceFacts(
        device, serial, owner, ownership, enrolledAt, enrolled, lastSeen, shared, recoveryKey, now);
  }

  /** True if the device can be told from every other, and this life of it from every other. */
  boolean identified() {
    return !serial.isBlank() && enrolledAt != null;
  }

  /** True if this is the same life of the same device. */
  boolean sameLife(DeviceFacts other) {
    return device.equals(other.device)
        && enrolledAt != null
        && enrolledAt.equals(other.enrolledAt)
        && serial.equals(other.serial);
  }

  /** True if this is a later life of the same number. */
  boolean enrolledAfter(DeviceFacts other) {
    return device.equals(other.device)
        && enrolledAt != null
        && other.enrolledAt != null
        && enrolledAt.isAfter(other.enrolledAt);
  }
}
