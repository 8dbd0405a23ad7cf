package io.muster.people;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** What HR has said last about whether somebody works here. */
public interface Departures {
  /** True if HR's newest word is that this person leaves, has left or does not come. */
  boolean leaves(EmployeeId employee);

  /**
   * True if HR's newest word is that this person works here, or is to: a hire, or a leaving that
   * was taken back. Of somebody about whom HR said neither, nobody knows that.
   */
  boolean worksHere(EmployeeId employee);

  /**
   * When the last day of somebody who is to leave ends where they are by now; empty unless HR's
   * newest word names such a day.
   *
   * @param otherwise where days end for a person of whom nobody told us
   */
  Optional<Instant> lastDayEnds(EmployeeId employee, ZoneId otherwise);
}
