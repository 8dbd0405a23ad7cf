package io.muster.safety;

import io.muster.people.EmployeeId;
import java.time.Instant;

/**
 * What HR said when an offboarding began. It is kept where no diagram can write it.
 *
 * @param caseId the process instance of the offboarding
 * @param employee the leaver
 * @param reason why, as {@code Terminated.Reason} names it
 * @param immediate whether HR said: now
 * @param source the HR source that said so
 * @param effectiveAt when it takes effect
 */
public record Leaving(
    String caseId,
    EmployeeId employee,
    String reason,
    boolean immediate,
    String source,
    Instant effectiveAt) {

  /** True if the person did not leave in peace: giving anything back takes somebody's yes. */
  public boolean needsConsentToReturn() {
    return immediate || reason.equals("INVOLUNTARY");
  }
}
