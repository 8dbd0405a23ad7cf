package io.muster.leavers;

import io.muster.people.EmployeeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a leaver was set, or it was found that the leaver is secured, or no longer is.
 * Published inside the transaction that writes it.
 *
 * @param caseId the offboarding
 * @param employee the leaver
 * @param effectiveAt when the employment ended
 * @param securedAt since when everything is secured, or null if something is not
 */
public record ClockChanged(
    String caseId, EmployeeId employee, Instant effectiveAt, @Nullable Instant securedAt) {}
