package io.muster.lifecycle;

import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.Lifecycle.Outcome;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.process.ProcessLog;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/**
 * Has one case see to whoever HR says is, or will be, on leave.
 *
 * <p>The case itself reads what HR says now, whenever it looks; a word of HR only has it look at
 * once. So however many words come, and in whatever order, the case does what they come to.
 */
@Component
class LeaveCases {
  private final List<LifecycleProcess> processes;
  private final CurrentLeave leave;
  private final Cases cases;
  private final ProcessStarter start;
  private final CaseTimers timers;
  private final RuntimeService engine;

  LeaveCases(
      List<LifecycleProcess> processes,
      CurrentLeave leave,
      Cases cases,
      ProcessStarter start,
      CaseTimers timers,
      RuntimeService engine) {
    this.processes = processes;
    this.leave = leave;
    this.cases = cases;
    this.start = start;
    this.timers = timers;
    this.engine = engine;
  }

  /** Takes in a word about a leave, which the person's lane has kept. */
  Outcome take(EmploymentChange word) {
    var process = process();
    var employee = word.employee();
    var running = cases.running(process.key(), employee);
    if (running.isPresent()) {
      tell(process, running.get(), word);
      ProcessLog.tell(process.key(), employee, "joined to the case that runs");
      return new Outcome(Fate.JOINED, running.get(), null);
    }
    if (isDue(employee)) {
      return new Outcome(Fate.STARTED, start.of(process, word), null);
    }
    return new Outcome(
        Fate.NOTED,
        null,
        word instanceof LeaveStarted
            ? "The leave is over already, or the person has left; it counts only should HR say"
                + " otherwise."
            : "There was no leave to end.");
  }

  /** Does what HR says about a leave after something else was said about the person. */
  void follow(EmploymentChange word) {
    var process = process();
    var running = cases.running(process.key(), word.employee());
    if (running.isPresent()) {
      tell(process, running.get(), word);
    } else if (isDue(word.employee())) {
      start.of(process, word);
    }
  }

  /** Has a case that is at it look at what HR's words come to by now. */
  void lookAgain(EmployeeId employee) {
    var process = process();
    cases
        .running(process.key(), employee)
        .filter(caseId -> !timers.waits(process, caseId))
        .ifPresent(this::wake);
  }

  private boolean isDue(EmployeeId employee) {
    return leave.of(employee).isPresent();
  }

  private void tell(LifecycleProcess process, String caseId, EmploymentChange word) {
    if (timers.waits(process, caseId)) {
      timers.move(process, caseId, word);
    } else {
      wake(caseId);
    }
  }

  private void wake(String caseId) {
    var listens =
        engine
                .createEventSubscriptionQuery()
                .processInstanceId(caseId)
                .eventName(CaseMessages.LEAVE_NEWS)
                .count()
            > 0;
    if (listens) {
      engine
          .createMessageCorrelation(CaseMessages.LEAVE_NEWS)
          .processInstanceId(caseId)
          .correlate();
    } else {
      timers.end(caseId);
    }
  }

  private LifecycleProcess process() {
    return processes.stream()
        .filter(process -> process.startedBy() == LeaveStarted.class)
        .findFirst()
        .orElseThrow(() -> new ChangeRefused("No process is there for a leave; see the README."));
  }
}
