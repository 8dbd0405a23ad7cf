package io.muster.simulator.hexnode;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is really so about a device, including what no API call would tell.
 *
 * @param id its number in the fleet
 * @param serial its serial number
 * @param machine what it is
 * @param ownership {@code corporate} or {@code personal}
 * @param owner the id of its user, or null
 * @param listed whether the fleet still shows it
 * @param online whether it can be reached
 * @param enrolledAt when it was last enrolled
 * @param reportedAt when it last reported
 * @param locked whether its screen is locked
 * @param lost whether it is in lost mode
 * @param wipes how often it was wiped
 * @param policies the names of the policies laid upon it, by whatever way
 * @param applications the names of what is installed
 * @param actions everything asked of it, oldest first, as {@code Lock Device: success}
 */
public record DeviceState(
    int id,
    String serial,
    Machine machine,
    String ownership,
    @Nullable Integer owner,
    boolean listed,
    boolean online,
    Instant enrolledAt,
    Instant reportedAt,
    boolean locked,
    boolean lost,
    int wipes,
    Set<String> policies,
    Set<String> applications,
    List<String> actions) {}
