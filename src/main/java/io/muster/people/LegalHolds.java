package io.muster.people;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose things may not be destroyed, whether HR ever told us about the person or not.
 *
 * <p>A hold stands until it is lifted by name; nothing else HR says ends it.
 */
public interface LegalHolds {
  /** Whether a hold stands. */
  boolean held(EmployeeId employee);

  /** Sees to it that a hold stands; one that does already stays as it is. */
  void place(EmployeeId employee, String by, String reason);

  /**
   * Ends the hold that stands.
   *
   * @return false if there was none
   */
  boolean lift(EmployeeId employee, String by, String why);

  /** All that stand, the newest first. */
  List<Hold> standing();

  /** All there ever were of this person, the newest first. */
  List<Hold> of(EmployeeId employee);

  /**
   * One hold.
   *
   * @param placedBy the HR event, or who did it by hand
   * @param liftedAt when it ended, or null while it stands
   */
  record Hold(
      String employee,
      Instant placedAt,
      String placedBy,
      String reason,
      @Nullable Instant liftedAt,
      @Nullable String liftedBy,
      @Nullable String liftedWhy) {}
}
