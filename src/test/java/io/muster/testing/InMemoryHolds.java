package io.muster.testing;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Legal holds without a database. */
public final class InMemoryHolds implements LegalHolds {
  private final List<Hold> holds = new ArrayList<>();
  private final Clock clock;

  /** Starts without any. */
  public InMemoryHolds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean held(EmployeeId employee) {
    return standing().stream().anyMatch(hold -> hold.employee().equals(employee.value()));
  }

  @Override
  public void place(EmployeeId employee, String by, String reason) {
    if (!held(employee)) {
      holds.add(0, new Hold(employee.value(), clock.instant(), by, reason, null, null, null));
    }
  }

  @Override
  public boolean lift(EmployeeId employee, String by, String why) {
    var held = held(employee);
    holds.replaceAll(
        hold ->
            hold.liftedAt() == null && hold.employee().equals(employee.value())
                ? new Hold(
                    hold.employee(),
                    hold.placedAt(),
                    hold.placedBy(),
                    hold.reason(),
                    clock.instant(),
                    by,
                    why)
                : hold);
    return held;
  }

  @Override
  public List<Hold> standing() {
    return holds.stream().filter(hold -> hold.liftedAt() == null).toList();
  }

  @Override
  public List<Hold> of(EmployeeId employee) {
    return holds.stream().filter(hold -> hold.employee().equals(employee.value())).toList();
  }
}
