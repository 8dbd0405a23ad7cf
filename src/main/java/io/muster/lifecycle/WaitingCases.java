package io.muster.lifecycle;

import io.muster.people.Announcements;
import io.muster.people.EmployeeId;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The cases of a person that wait for a day. A day begins and ends where the person is by then, so
 * whoever moves to another zone takes along what waits for them.
 */
@Component
public class WaitingCases {
  private final List<LifecycleProcess> processes;
  private final Announcements announcements;
  private final LeaveCases leaves;
  private final Cases cases;
  private final CaseTimers timers;

  WaitingCases(
      List<LifecycleProcess> processes,
      Announcements announcements,
      LeaveCases leaves,
      Cases cases,
      CaseTimers timers) {
    this.processes = processes;
    this.announcements = announcements;
    this.leaves = leaves;
    this.cases = cases;
    this.timers = timers;
  }

  /**
   * Has all of them wait for the same days where the person is by now. Whoever asks for it holds
   * the person's lane.
   */
  public void countAnew(EmployeeId employee) {
    announcements.countAnew(employee);
    for (var process : processes) {
      var running = cases.running(process.key(), employee);
      if (running.isPresent()) {
        process
            .beginsFor(employee)
            .ifPresent(begins -> timers.move(process, running.get(), begins));
      }
    }
    leaves.lookAgain(employee);
  }
}
