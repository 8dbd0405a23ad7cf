package io.muster.ledger;

import io.muster.people.EmployeeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has to come true before a leaver counts as gone.
 *
 * @param caseId the process instance of the offboarding
 * @param employee the leaver
 * @param kind what has to come true
 * @param target of what: an account as {@code connection/id}, a device's number
 * @param state how far it has come
 * @param words what was seen last, or why it is not yet so, for people
 * @param requestedAt when it was first wanted
 * @param observedAt when it was first seen to be so, or null
 * @param changedAt when its state last changed
 */
public record Outcome(
    String caseId,
    EmployeeId employee,
    Kind kind,
    String target,
    State state,
    String words,
    Instant requestedAt,
    @Nullable Instant observedAt,
    Instant changedAt) {

  /** What has to come true. */
  public enum Kind {
    ACCOUNT,
    SESSIONS,
    LOCK,
    ISOLATION,
    GROUPS,
    DISENROL,
    WIPE
  }

  /** How far it has come. */
  public enum State {
    /** Wanted; nothing was answered yet. */
    REQUESTED,
    /** The other system said yes. No evidence. */
    ACCEPTED,
    /** Seen to be so. */
    OBSERVED,
    /** Seen not to be so. */
    CONTRADICTED,
    /** The other system does not show it; never counted as done, and said so. */
    NOT_OBSERVABLE,
    /** A named person said why it is not so, or not needed. */
    CLOSED
  }

  /** True if a case may end with it. */
  public boolean settled() {
    return state == State.OBSERVED || state == State.NOT_OBSERVABLE || state == State.CLOSED;
  }
}
