package io.muster.safety;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something was decided or seen about the wipe of one device. Published inside the transaction that
 * writes it.
 *
 * @param what what happened
 * @param planId the plan's number, which is the digest of all it says
 * @param plan the plan
 * @param at when
 * @param by the sign-in name of whoever did it, or null if it was nobody
 * @param detail the answer's comment, the warrant's number, why it was withdrawn or what was seen
 */
public record WipeRecorded(
    What what,
    String planId,
    WipePlan plan,
    Instant at,
    @Nullable String by,
    @Nullable String detail) {

  /** What happened. */
  public enum What {
    /** A wipe is wanted of exactly this device. */
    PLANNED,
    /** One person agreed. */
    APPROVED,
    /** One person declined. */
    DECLINED,
    /** The deadline passed, and the plan says that this approves the wipe. */
    APPROVED_BY_TIMEOUT,
    /** The warrant was issued; the detail is its number. */
    WARRANT_ISSUED,
    /** It can no longer be carried out. */
    WITHDRAWN,
    /** It was seen carried out. */
    SEEN_DONE,
    /** It was seen to have failed, or is known to nobody, or the device is gone. */
    SEEN_NOT_DONE,
    /** It was looked for, and may still be carried out. */
    SEEN_PENDING
  }
}
