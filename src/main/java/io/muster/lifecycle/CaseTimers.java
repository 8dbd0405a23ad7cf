package io.muster.lifecycle;

import io.muster.people.EmploymentChange;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.stereotype.Component;

/** The cases that have been started and wait for their day. */
@Component
class CaseTimers {
  private final RuntimeService engine;
  private final ManagementService jobs;
  private final Clock clock;

  CaseTimers(RuntimeService engine, ManagementService jobs, Clock clock) {
    this.engine = engine;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** True while the case has done nothing but wait for its day. */
  boolean waits(LifecycleProcess process, String caseId) {
    // in this order: a case that goes on between the two looks is seen at its timer
    return hasJustStarted(process, caseId) || job(caseId, process.beginsAt()).isPresent();
  }

  /** True if the case has done nothing yet and its day is still to come. */
  boolean waitsFor(LifecycleProcess process, String caseId) {
    return waits(process, caseId)
        && engine.getVariable(caseId, process.beginsWhen().name()) instanceof String day
        && Instant.parse(day).isAfter(clock.instant());
  }

  /** Has the case wait for the day the change names, if it still waits; else nothing. */
  void move(LifecycleProcess process, String caseId, EmploymentChange change) {
    if (!waits(process, caseId)) {
      return;
    }
    engine.setVariables(caseId, process.startingWith(change));
    wait(process, caseId);
  }

  /** Has the case wait until then, if it still waits and does not wait for that already. */
  void move(LifecycleProcess process, String caseId, Instant begins) {
    var variable = process.beginsWhen().name();
    if (waits(process, caseId) && !begins.toString().equals(engine.getVariable(caseId, variable))) {
      engine.setVariable(caseId, variable, begins.toString());
      wait(process, caseId);
    }
  }

  /** Sets the timer of a waiting case by its variable. */
  private void wait(LifecycleProcess process, String caseId) {
    // in this order: a case that goes on between the two looks is seen at its timer
    var onItsWay = job(caseId, process.startsAt());
    if (onItsWay.isPresent()) {
      // whoever takes it to its timer right now has read the old day, and has to do it anew
      jobs.setJobPriority(onItsWay.get().getId(), onItsWay.get().getPriority() + 1);
      return;
    }
    job(caseId, process.beginsAt())
        .ifPresent(
            timer -> {
              var variable = process.beginsWhen().name();
              var wanted = Instant.parse((String) engine.getVariable(caseId, variable));
              var now = clock.instant();
              jobs.setJobDuedate(timer.getId(), Date.from(wanted.isBefore(now) ? now : wanted));
            });
  }

  /** Ends the wait at any timer the case is at; what comes then looks anew. */
  void end(String caseId) {
    for (var timer : jobs.createJobQuery().processInstanceId(caseId).timers().list()) {
      jobs.setJobDuedate(timer.getId(), Date.from(clock.instant()));
    }
  }

  /** Ends the wait at one timer, if the case is there. */
  void end(String caseId, String timer) {
    job(caseId, timer)
        .ifPresent(waiting -> jobs.setJobDuedate(waiting.getId(), Date.from(clock.instant())));
  }

  private Optional<Job> job(String caseId, String activity) {
    return Optional.ofNullable(
        jobs.createJobQuery().processInstanceId(caseId).activityId(activity).singleResult());
  }

  /** The start is a commit of its own; the timer comes with the next. */
  private boolean hasJustStarted(LifecycleProcess process, String caseId) {
    return engine.getActiveActivityIds(caseId).equals(List.of(process.startsAt()));
  }
}
