package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import java.util.List;

/**
 * Says what would come of these people's leaving. It reads; it starts nothing and changes nothing
 * outside.
 */
public interface LeaverForecast {
  /** The most people in one forecast. */
  int MOST = 5000;

  /**
   * What would come of it if it began now.
   *
   * @throws IllegalArgumentException if nobody is named, or more than {@link #MOST} are
   */
  Forecast of(List<Leave> leavers);

  /**
   * Somebody who is to leave.
   *
   * @param reason why; several decision rules ask for it
   * @param immediate whether at once, whatever the last day says
   */
  record Leave(EmployeeId employee, Reason reason, boolean immediate) {}
}
