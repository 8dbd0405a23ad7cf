package io.muster.node;

import java.time.Clock;

/**
 * The clock of the machine, which nothing moves; to be compared with the clock of the database.
 *
 * @param clock reads it
 */
public record WallClock(Clock clock) {}
