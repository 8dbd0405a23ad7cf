package io.muster.people;

import java.time.Instant;

/**
 * A legal hold was placed or lifted. Published after it was written, in the caller's transaction if
 * there is one.
 *
 * @param employee whom the hold protects
 * @param placed true if it was placed, false if it was lifted
 * @param at when
 * @param by who did it
 * @param reason why
 */
public record HoldChanged(
    EmployeeId employee, boolean placed, Instant at, String by, String reason) {}
