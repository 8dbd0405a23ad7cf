package io.muster.process;

import io.muster.people.EmployeeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody did something to a case by hand. Published inside the transaction that does it.
 *
 * @param caseId the case
 * @param about whom the case is about, or null if it is about no person
 * @param detail what exactly was done, for people
 * @param reason why, in the words of whoever did it
 * @param by the sign-in name
 * @param address from where, or null if that is not known
 */
public record CaseAction(
    String caseId,
    @Nullable EmployeeId about,
    Kind kind,
    String detail,
    String reason,
    String by,
    Instant at,
    @Nullable String address) {
  /** What can be done by hand. */
  public enum Kind {
    /** Failed steps are tried again. */
    RETRIED,
    /** A task went to another person, or back to its groups. */
    HANDED_OVER,
    /** The case goes on from an earlier step. */
    WENT_BACK,
    /** The case was started, to put right what differs from HR's rules. */
    STARTED,
    /** The case ended before anything was done. */
    CANCELLED
  }
}
