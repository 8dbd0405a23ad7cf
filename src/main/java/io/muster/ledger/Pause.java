package io.muster.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span in which a case could not go on.
 *
 * @param caseId the process instance of the offboarding
 * @param what the outcome or device that waited
 * @param reason what it waited for
 * @param since when the wait began
 * @param until when it ended, or null while it lasts
 */
public record Pause(
    String caseId, String what, String reason, Instant since, @Nullable Instant until) {}
