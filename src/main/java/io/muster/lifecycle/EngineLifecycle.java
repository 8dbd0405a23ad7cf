package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.LegalHolds;
import io.muster.people.Workforce;
import io.muster.process.Step;
import io.muster.process.Story;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts and joins process instances, one running case per process and person. */
@Component
class EngineLifecycle implements Lifecycle {
  private static final String LEAVES = "personLeaves";

  private final List<LifecycleProcess> processes;
  private final Workforce workforce;
  private final LegalHolds holds;
  private final Cases cases;
  private final RuntimeService engine;
  private final ManagementService jobs;
  private final Clock clock;

  EngineLifecycle(
      List<LifecycleProcess> processes,
      Workforce workforce,
      LegalHolds holds,
      Cases cases,
      RuntimeService engine,
      ManagementService jobs,
      Clock clock) {
    this.processes = processes;
    this.workforce = workforce;
    this.holds = holds;
    this.cases = cases;
    this.engine = engine;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Outcome accept(EmploymentChange change) {
    var process = processFor(change);
    learn(change);
    var running = cases.running(process.key(), change.employee());
    if (running.isPresent()) {
      return join(process, running.get(), change);
    }
    var case_ =
        CaseDoor.announced(
            () ->
                engine.startProcessInstanceByKey(
                    process.key(),
                    "%s/%s".formatted(change.employee(), change.origin().eventId()),
                    process.startingWith(change)));
    if (!cases.open(process.key(), change.employee(), case_.getId())) {
      throw new RivalCase();
    }
    makeWay(change, process);
    Story.tell(process.key(), change.employee(), "taken in from " + change.origin().source());
    return new Outcome(Fate.STARTED, case_.getId());
  }

  /**
   * What else has to happen when this case starts: whoever leaves is not taken in any more.
   *
   * @throws ChangeRefused if the person cannot be taken in while leaving
   */
  void makeWay(EmploymentChange change, LifecycleProcess starting) {
    for (var other : processes) {
      if (other == starting) {
        continue;
      }
      var running = cases.running(other.key(), change.employee());
      if (running.isEmpty()) {
        continue;
      }
      if (change instanceof Hired) {
        throw new ChangeRefused(
            "Employee %s is being offboarded (case %s). Send the hire again once that has ended, or end that case first."
                .formatted(change.employee(), running.get()));
      }
      engine
          .createMessageCorrelation(LEAVES)
          .processInstanceId(running.get())
          .correlateAllWithResult();
    }
  }

  /** Keeps what the change says about the person. */
  void learn(EmploymentChange change) {
    if (change.legalHold()) {
      var event = change.origin();
      holds.place(
          change.employee(),
          "%s/%s".formatted(event.source(), event.eventId()),
          "HR says so in this event");
    }
    if (change instanceof Hired hired) {
      workforce.know(hired.worker());
    }
  }

  LifecycleProcess processFor(EmploymentChange change) {
    return processes.stream()
        .filter(process -> process.startsOn(change))
        .findFirst()
        .orElseThrow(
            () ->
                new ChangeRefused("No process is there for this kind of change; see the README."));
  }

  private Outcome join(LifecycleProcess process, String caseId, EmploymentChange change) {
    if (change instanceof Terminated) {
      bringForward(process, caseId, change);
    }
    Story.tell(process.key(), change.employee(), "joined to the case that runs");
    return new Outcome(Fate.JOINED, caseId);
  }

  /** An earlier end than the one the case waits for takes its place; a later one does not. */
  private void bringForward(LifecycleProcess process, String caseId, EmploymentChange change) {
    var starting = process.startingWith(change);
    var wanted = Instant.parse((String) starting.get(LifecycleVariables.EFFECTIVE_AT.name()));
    var timer =
        jobs.createJobQuery().processInstanceId(caseId).activityId("effective").singleResult();
    if (timer == null || !timer.getDuedate().toInstant().isAfter(wanted)) {
      return;
    }
    var now = clock.instant();
    jobs.setJobDuedate(timer.getId(), Date.from(wanted.isBefore(now) ? now : wanted));
    engine.setVariables(caseId, starting);
  }

  /** Two events about one person arrived at once; the one that lost joins on its next try. */
  static final class RivalCase extends org.springframework.dao.ConcurrencyFailureException {
    RivalCase() {
      super("another event about the same person was quicker; trying again joins its case");
    }
  }

  /** The person a case is about, for those who only know the case. */
  static EmployeeId employeeOf(org.camunda.bpm.engine.delegate.VariableScope scope) {
    return Step.EMPLOYEE.in(scope);
  }
}
