package io.muster.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One effect we wanted.
 *
 * @param id grows with time
 * @param onBehalfOf the case and step
 * @param connection where
 * @param action what
 * @param target on what
 * @param intendedAt when the intent was written
 * @param answeredAt when the answer came, or null
 * @param answer what it was
 * @param note the answer in words, without secrets, or null
 * @param seenAt when the effect was looked for, or null
 * @param asWished whether the world was as asked when looked at, or null
 * @param seen what was seen, or null
 */
public record Entry(
    long id,
    CaseRef onBehalfOf,
    String connection,
    String action,
    String target,
    Instant intendedAt,
    @Nullable Instant answeredAt,
    Answer answer,
    @Nullable String note,
    @Nullable Instant seenAt,
    @Nullable Boolean asWished,
    @Nullable String seen) {

  /** How the other side answered. */
  public enum Answer {
    /** No answer yet, or the service died waiting for it: look before doing anything. */
    NONE,
    /** The other side said yes. Not evidence that it happened. */
    ACCEPTED,
    /** The other side said no, for good. */
    REFUSED,
    /** The call never took effect. */
    NOT_SENT,
    /** The answer was lost: it may have happened. */
    LOST
  }

  /** True if it may have happened, so that a repeat needs a look first. */
  public boolean mayHaveHappened() {
    return answer == Answer.ACCEPTED || answer == Answer.LOST || answer == Answer.NONE;
  }
}
