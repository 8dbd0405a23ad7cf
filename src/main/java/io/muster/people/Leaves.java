package io.muster.people;

import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What HR has said last about who stays away for a while, whatever order its words came in.
 *
 * <p>The newest beginning counts; so does the newest return, unless the beginning was entered after
 * it. A leave that was entered before a hire ended with the employment before.
 */
public interface Leaves {
  /**
   * The leave HR spoke of last, past or to come; empty if there is none.
   *
   * @param otherwise where days begin for a person of whom nobody told us
   */
  Optional<Period> of(EmployeeId employee, ZoneId otherwise);

  /**
   * One leave.
   *
   * @param begins the beginning of its first day
   * @param ends the beginning of the first day back, or null while HR has not said
   */
  record Period(Instant begins, @Nullable Instant ends, Kind kind) {
    /** True from the return on, and at any time if the return makes the leave one of no days. */
    public boolean isOver(Instant now) {
      return ends != null && (!ends.isAfter(now) || !ends.isAfter(begins));
    }

    /** True while the person is away. */
    public boolean covers(Instant now) {
      return !begins.isAfter(now) && !isOver(now);
    }
  }
}
