package io.muster.safety;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A device that a test changes one fact of at a time. */
record Facts(DeviceFacts now) {
  static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

  /** A laptop of the company's, in use by user 12 for long. */
  static Facts laptop() {
    return new Facts(
        new DeviceFacts(
            new DeviceId(41),
            "C02X",
            "12",
            Ownership.CORPORATE,
            START.minusSeconds(99),
            true,
            START,
            Known.NO,
            Known.YES));
  }

  Facts device(long device) {
    return with(new DeviceId(device), now.serial(), now.owner(), now.ownership());
  }

  Facts serial(String serial) {
    return with(now.device(), serial, now.owner(), now.ownership());
  }

  Facts owner(@Nullable String owner) {
    return with(now.device(), now.serial(), owner, now.ownership());
  }

  Facts ownership(Ownership ownership) {
    return with(now.device(), now.serial(), now.owner(), ownership);
  }

  private Facts with(DeviceId device, String serial, @Nullable String owner, Ownership ownership) {
    return new Facts(
        new DeviceFacts(
                device,
                serial,
                owner,
                ownership,
                now.enrolledAt(),
                now.enrolled(),
                now.lastSeen(),
                now.shared(),
                now.recoveryKey())
            .borneBy(now.bearer()));
  }

  Facts enrolledAt(@Nullable Instant enrolledAt) {
    return life(enrolledAt, now.enrolled(), now.lastSeen());
  }

  Facts gone() {
    return life(now.enrolledAt(), false, now.lastSeen());
  }

  Facts seenAt(@Nullable Instant lastSeen) {
    return life(now.enrolledAt(), now.enrolled(), lastSeen);
  }

  private Facts life(@Nullable Instant enrolledAt, boolean enrolled, @Nullable Instant lastSeen) {
    return new Facts(
        new DeviceFacts(
                now.device(),
                now.serial(),
                now.owner(),
                now.ownership(),
                enrolledAt,
                enrolled,
                lastSeen,
                now.shared(),
                now.recoveryKey())
            .borneBy(now.bearer()));
  }

  Facts shared(Known shared) {
    return known(shared, now.recoveryKey());
  }

  Facts recoveryKey(Known kept) {
    return known(now.shared(), kept);
  }

  private Facts known(Known shared, Known recoveryKey) {
    return new Facts(
        new DeviceFacts(
                now.device(),
                now.serial(),
                now.owner(),
                now.ownership(),
                now.enrolledAt(),
                now.enrolled(),
                now.lastSeen(),
                shared,
                recoveryKey)
            .borneBy(now.bearer()));
  }
}
