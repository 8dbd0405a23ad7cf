package io.muster.people;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which employment an end belongs to: one rule for every way in.
 *
 * <p>After a rehire many systems still show the end of the employment before, next to the first day
 * of the new one.
 *
 * @param firstDay of the employment that is shown, or null where that is not known
 * @param lastDay the end that is shown
 */
public record EmploymentDates(@Nullable LocalDate firstDay, LocalDate lastDay) {
  /** Whether the end was before the first day, so that it ended an earlier employment. */
  public boolean endsAnEarlierEmployment() {
    return firstDay != null && lastDay.isBefore(firstDay);
  }

  /**
   * Whether the end has passed for certain: yesterday may still be today where the person works, or
   * in the system that says who is employed.
   */
  public boolean isLongOver(LocalDate today) {
    return lastDay.isBefore(today.minusDays(1));
  }
}
