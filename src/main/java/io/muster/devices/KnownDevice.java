package io.muster.devices;

import io.muster.safety.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device that was seen with a person before.
 *
 * @param device its number in device management
 * @param serial its serial number
 * @param enrolledAt the enrolment in which it was seen
 */
public record KnownDevice(DeviceId device, String serial, @Nullable Instant enrolledAt) {}
