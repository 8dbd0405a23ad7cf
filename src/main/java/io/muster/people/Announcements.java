package io.muster.people;

import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import java.time.Instant;
import java.util.Optional;

/**
 * Changes that HR has announced and that have not taken effect yet.
 *
 * <p>Of each only what differs from what HR said until then is kept: two changes that take effect
 * on different days, announced in any order, do not undo each other.
 */
public interface Announcements {
  /**
   * Keeps a change until it takes effect. The same event again is the same announcement.
   *
   * @param effectiveAt when it takes effect; may have passed
   */
  void announce(Changed change, Instant effectiveAt);

  /** When the next of this person's changes takes effect, if there is one. */
  Optional<Instant> next(EmployeeId employee);

  /** Makes everything that is due what HR says about the person, in the order it takes effect. */
  void adoptDue(EmployeeId employee, Instant now);

  /**
   * Takes back what is announced to take effect on one day and was entered before the taking back,
   * whichever of the two is said first.
   *
   * @param effectiveAt when that day begins where the person is now
   * @return true if there was such an announcement and it has not taken effect
   */
  boolean withdraw(ChangeRescinded change, Instant effectiveAt);

  /** Has the changes to come begin where the person is by now, on the days HR named. */
  void countAnew(EmployeeId employee);

  /** Drops what was announced for this person before then and has not taken effect. */
  void drop(EmployeeId employee, Instant before);
}
