package io.muster.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome with the time of each state it came to.
 *
 * @param acceptedAt when the other system first said yes, or null
 * @param contradictedAt when it was last found not to be so, or null
 */
public record OutcomeTimes(
    Outcome outcome, @Nullable Instant acceptedAt, @Nullable Instant contradictedAt) {}
