package io.muster.lifecycle;

import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.Leaves;
import io.muster.people.Leaves.Period;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The leave that something has to be done about: not one that is over, and none of a leaver. */
@Component
public class CurrentLeave {
  private static final String OFFBOARDING = "offboarding";

  private final Leaves leaves;
  private final Departures departures;
  private final OtherCases others;
  private final WaitProperties waits;
  private final Clock clock;

  CurrentLeave(
      Leaves leaves, Departures departures, OtherCases others, WaitProperties waits, Clock clock) {
    this.leaves = leaves;
    this.departures = departures;
    this.others = others;
    this.waits = waits;
    this.clock = clock;
  }

  /** The person's leave, now or to come. */
  public Optional<Period> of(EmployeeId employee) {
    return leaves
        .of(employee, waits.zone())
        .filter(leave -> !leave.isOver(clock.instant()) && !hasLeft(employee));
  }

  /** True while the person is on leave. */
  public boolean isAway(EmployeeId employee) {
    return of(employee).filter(leave -> leave.covers(clock.instant())).isPresent();
  }

  /** Whoever still works until a last day may be on leave until then. */
  private boolean hasLeft(EmployeeId employee) {
    return departures.leaves(employee) && !others.isToCome(OFFBOARDING, employee);
  }
}
