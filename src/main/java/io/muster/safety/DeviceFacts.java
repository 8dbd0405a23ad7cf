package io.muster.safety;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a wipe depends on, as read from the live fleet.
 *
 * @param device the device
 * @param serial its serial number
 * @param owner the fleet's id of the user it belongs to, or null if nobody
 * @param ownership whose it is
 * @param enrolledAt when it was enrolled; a later instant means another life of the device
 * @param enrolled whether it is managed now
 */
public record DeviceFacts(
    DeviceId device,
    String serial,
    @Nullable String owner,
    Ownership ownership,
    @Nullable Instant enrolledAt,
    boolean enrolled) {}
