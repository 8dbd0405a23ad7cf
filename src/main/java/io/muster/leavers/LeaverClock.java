package io.muster.leavers;

import io.muster.people.EmployeeId;
import java.time.Instant;

/** The clock of each offboarding. Part of the caller's transaction. */
public interface LeaverClock {
  /**
   * Starts the clock of a case. Said again, the new instant counts, and a clock that had ended goes
   * on.
   *
   * @param effectiveAt when the employment ended; the clock counts from then
   */
  void starts(String caseId, EmployeeId employee, Instant effectiveAt);

  /**
   * Ends the clock, secured or not; the first end counts. An unknown case is ignored.
   *
   * @param how such as {@code completed} or {@code rescinded}; no personal data
   */
  void ends(String caseId, String how);
}
