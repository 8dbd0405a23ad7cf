package io.muster.simulator.hexnode;

import java.time.Instant;

/**
 * An enrolment request that went out to a person.
 *
 * @param user the id of the user
 * @param email where it went
 * @param ownership {@code corporate}, {@code personal} or {@code user_choice}
 * @param at when
 * @param answered whether the person has enrolled a device since
 */
public record Invitation(int user, String email, String ownership, Instant at, boolean answered) {}
