package io.muster.leavers;

import io.muster.people.EmployeeId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one case.
 *
 * @param number grows with every new case
 * @param caseId the process instance of the offboarding
 * @param employee the leaver
 * @param effectiveAt when the employment ended
 * @param securedAt since when everything is settled, or null if something is not
 * @param firstSecuredAt when everything was settled for the first time, or null
 * @param endedAt when the case ended, or null
 * @param endedHow how it ended, or null
 */
record Leaver(
    long number,
    String caseId,
    EmployeeId employee,
    Instant effectiveAt,
    @Nullable Instant securedAt,
    @Nullable Instant firstSecuredAt,
    @Nullable Instant endedAt,
    @Nullable String endedHow) {

  /** How long after the effective instant that is; never negative. */
  Duration until(Instant instant) {
    var took = Duration.between(effectiveAt, instant);
    return took.isNegative() ? Duration.ZERO : took;
  }

  /** Whether securing took longer than promised, or takes longer already. */
  boolean late(AsOf asOf) {
    var stopped = endedAt == null ? asOf.now() : endedAt;
    return until(securedAt == null ? stopped : securedAt).compareTo(asOf.promise()) > 0;
  }
}
