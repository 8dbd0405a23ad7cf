package io.muster.lifecycle;

import static java.util.Objects.requireNonNull;

import io.muster.directory.DirectorySource;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipeSafety;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.MovableClock;
import io.muster.testing.WalkedPaths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The service with a directory and a fleet in memory, a clock that tests move, and no executor. */
@TestConfiguration(proxyBeanMethods = false)
public class ProcessEstate {
  /** When every test begins; a Monday. */
  public static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

  @Bean
  MovableClock clock() {
    ClockUtil.setCurrentTime(Date.from(MORNING));
    return new MovableClock(MORNING);
  }

  @Bean
  InMemoryDirectory okta(MovableClock clock) {
    return new InMemoryDirectory("okta", clock);
  }

  /** Where the people of a company that was bought still live. */
  @Bean
  InMemoryDirectory acquired(MovableClock clock) {
    return new InMemoryDirectory("acquired", clock);
  }

  @Bean
  DirectorySource directoryInMemory(InMemoryDirectory okta, InMemoryDirectory acquired) {
    return () -> List.of(okta, acquired);
  }

  @Bean
  InMemoryFleet fleet(WipeSafety safety, MovableClock clock) {
    return new InMemoryFleet(safety, clock);
  }

  @Bean
  WalkedPaths walkedPaths() {
    return new WalkedPaths();
  }

  @Bean
  Walk walk(ProcessEngine engine, Lifecycle lifecycle, MovableClock clock) {
    return new Walk(engine, lifecycle, clock);
  }

  /** Sends HR events, does the engine's jobs by hand, and moves time. */
  public static final class Walk {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Who approves where no other is named. */
    public static final String APPROVER = "oneapprover";

    private final ProcessEngine engine;
    private final Lifecycle lifecycle;
    private final MovableClock clock;

    Walk(ProcessEngine engine, Lifecycle lifecycle, MovableClock clock) {
      this.engine = engine;
      this.lifecycle = lifecycle;
      this.clock = clock;
    }

    /** A new person who starts today. */
    public Worker person(String department, String title, String location) {
      var number = NUMBER.incrementAndGet();
      return new Worker(
          new EmployeeId("E" + number),
          "Ada",
          "Lovelace" + number,
          "ada.lovelace%d@example.com".formatted(number),
          department,
          title,
          location,
          "CC-1",
          null,
          ZoneId.of("Europe/Berlin"),
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
          false);
    }

    /** HR says the person is hired. */
    public ProcessInstance hire(Worker worker) {
      return start(new Hired(origin(), worker));
    }

    /** HR says the person leaves, now. */
    public ProcessInstance fireNow(EmployeeId employee, Terminated.Reason reason) {
      return start(
          new Terminated(
              origin(),
              employee,
              LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
              null,
              reason,
              true,
              false));
    }

    /** HR says the person leaves at the end of that day. */
    public ProcessInstance leaveAfter(EmployeeId employee, LocalDate lastDay) {
      return start(
          new Terminated(
              origin(), employee, lastDay, null, Terminated.Reason.VOLUNTARY, false, false));
    }

    /** Hands the change in. */
    public Lifecycle.Outcome accept(EmploymentChange change) {
      return lifecycle.accept(change);
    }

    /** Hands the change in, and finds the case it started or joined. */
    public ProcessInstance start(EmploymentChange change) {
      somebodyApproves();
      var outcome = lifecycle.accept(change);
      return engine
          .getRuntimeService()
          .createProcessInstanceQuery()
          .processInstanceId(outcome.caseId())
          .singleResult();
    }

    /** Or operators would be asked to find somebody; whoever is signed in has nothing to say. */
    private void somebodyApproves() {
      var identity = engine.getIdentityService();
      var caller = identity.getCurrentAuthentication();
      identity.clearAuthentication();
      try {
        member(APPROVER, "approver");
      } finally {
        identity.setAuthentication(caller);
      }
    }

    /** An event's origin, new every time. */
    public Origin origin() {
      return new Origin("test", "event" + NUMBER.incrementAndGet(), clock.instant());
    }

    /** Does everything that is due, the earliest first; what fails is thrown. */
    public void run(ProcessInstance instance) {
      for (var next = due(instance); !next.isEmpty(); next = due(instance)) {
        engine.getManagementService().executeJob(next.get(0).getId());
      }
    }

    /** Does one due job, or fails if there is none. */
    public void step(ProcessInstance instance) {
      engine.getManagementService().executeJob(due(instance).get(0).getId());
    }

    /** Does what is due, the earliest first, until it is at this step, which is yet to be done. */
    public void runUntil(ProcessInstance instance, String step) {
      while (!isNext(instance, step)) {
        step(instance);
      }
    }

    /** The same, letting time pass where nothing is due. */
    public void passUntil(ProcessInstance instance, String step) {
      while (!isNext(instance, step)) {
        moveOn(instance);
        step(instance);
      }
    }

    /** Moves time to when the next thing falls due, where nothing is due yet. */
    public void moveOn(ProcessInstance instance) {
      if (!isDue(instance)) {
        set(requireNonNull(nextDue(instance, Instant.MAX), "nothing will fall due").plusMillis(1));
      }
    }

    /** True if this step is to be done next. */
    public boolean isNext(ProcessInstance instance, String step) {
      return parts(instance).stream()
          .anyMatch(
              part ->
                  engine
                          .getManagementService()
                          .createJobQuery()
                          .processInstanceId(part)
                          .activityId(step)
                          .count()
                      > 0);
    }

    /** True if there is something to do right now. */
    public boolean isDue(ProcessInstance instance) {
      return !due(instance).isEmpty();
    }

    /** True until it has ended. */
    public boolean runs(ProcessInstance instance) {
      return engine
              .getRuntimeService()
              .createProcessInstanceQuery()
              .processInstanceId(instance.getId())
              .count()
          == 1;
    }

    private List<Job> due(ProcessInstance instance) {
      return engine
          .getManagementService()
          .createJobQuery()
          .processInstanceIds(parts(instance))
          .executable()
          .orderByJobDuedate()
          .asc()
          .orderByJobId()
          .asc()
          .list();
    }

    /** The case itself and every process it has called that still runs. */
    public Set<String> parts(ProcessInstance instance) {
      var all = new LinkedHashSet<String>();
      var left = new ArrayDeque<>(List.of(instance.getId()));
      while (!left.isEmpty()) {
        var next = left.poll();
        all.add(next);
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .superProcessInstanceId(next)
            .list()
            .forEach(part -> left.add(part.getId()));
      }
      return all;
    }

    /** The case with everything it has called, to say something about. */
    public CaseAssert.Case whole(ProcessInstance instance) {
      return new CaseAssert.Case(engine, instance.getId());
    }

    /** Lets two minutes pass, and two more where an answer was lost on the way. */
    public void passDespite(ProcessInstance instance) {
      try {
        pass(instance, Duration.ofMinutes(2));
      } catch (Unavailable lost) {
        pass(instance, Duration.ofMinutes(2));
      }
    }

    /**
     * Lets time, and a second more, pass, doing everything a millisecond after it falls due: no
     * real clock is ever exact, and a repeating timer that is done at its very instant never ends.
     */
    public void pass(ProcessInstance instance, Duration time) {
      var end = clock.instant().plus(time).plusSeconds(1);
      run(instance);
      for (var next = nextDue(instance, end); next != null; next = nextDue(instance, end)) {
        if (next.isAfter(clock.instant())) {
          set(next.plusMillis(1));
        }
        run(instance);
      }
      set(end);
    }

    /** The same while things go wrong, which are tried again as they would be; says what did. */
    public List<RemoteFailure> persist(ProcessInstance instance, Duration time) {
      var failures = new ArrayList<RemoteFailure>();
      var end = clock.instant().plus(time);
      while (true) {
        try {
          pass(instance, Duration.between(clock.instant(), end));
          return failures;
        } catch (RemoteFailure failure) {
          failures.add(failure);
        }
      }
    }

    private @org.jspecify.annotations.Nullable Instant nextDue(
        ProcessInstance instance, Instant end) {
      return engine
          .getManagementService()
          .createJobQuery()
          .processInstanceIds(parts(instance))
          .withRetriesLeft()
          .list()
          .stream()
          .map(job -> job.getDuedate() == null ? clock.instant() : job.getDuedate().toInstant())
          .filter(due -> !due.isAfter(end))
          .min(Instant::compareTo)
          .orElse(null);
    }

    /** Moves every clock there is. */
    public void set(Instant now) {
      clock.set(now);
      ClockUtil.setCurrentTime(Date.from(now));
    }

    /** What time it is. */
    public Instant now() {
      return clock.instant();
    }

    /** The one open task of this name in the case. */
    public Task task(ProcessInstance instance, String key) {
      return engine
          .getTaskService()
          .createTaskQuery()
          .processInstanceIdIn(parts(instance).toArray(String[]::new))
          .taskDefinitionKey(key)
          .singleResult();
    }

    /** The open tasks of this name in the case. */
    public List<Task> tasks(ProcessInstance instance, String key) {
      return engine
          .getTaskService()
          .createTaskQuery()
          .processInstanceIdIn(parts(instance).toArray(String[]::new))
          .taskDefinitionKey(key)
          .list();
    }

    /** An operator decides, and the case goes on until it waits. */
    public void decide(ProcessInstance instance, String key, String decision) {
      complete(task(instance, key), "operator", decision);
      run(instance);
    }

    /** An approver says whether somebody who did not leave in peace may return. */
    public void answerReturn(ProcessInstance offboarding, String decision) {
      var asked = consent(offboarding);
      run(asked);
      complete(task(asked, "agreeToReturn"), "approver", decision);
      run(asked);
    }

    /** The question whether the person may return. */
    public ProcessInstance consent(ProcessInstance offboarding) {
      return belongingTo(offboarding, "returnConsent");
    }

    /** The looks at somebody who was offboarded. */
    public ProcessInstance sweep(ProcessInstance offboarding) {
      return belongingTo(offboarding, "residueSweep");
    }

    private ProcessInstance belongingTo(ProcessInstance offboarding, String process) {
      return engine
          .getRuntimeService()
          .createProcessInstanceQuery()
          .processDefinitionKey(process)
          .variableValueEquals("offboardingCase", offboarding.getId())
          .singleResult();
    }

    /** A person of this group, and named after it, decides. */
    public void complete(Task task, String group, String decision) {
      complete(task, group, Map.of("decision", decision, "comment", "seen to"));
    }

    /** A person of this group, and named after it, fills the form in so. */
    public void complete(Task task, String group, Map<String, Object> answers) {
      complete(task, member("one" + group, group), group, answers);
    }

    /** A person who is in that group, and in no other yet. */
    public String member(String name, String group) {
      var identity = engine.getIdentityService();
      if (identity.createUserQuery().userId(name).count() == 0) {
        identity.saveUser(identity.newUser(name));
        identity.createMembership(name, group);
      }
      return name;
    }

    /** This person claims the task and fills the form in so. */
    public void complete(Task task, String person, String group, Map<String, Object> answers) {
      engine.getIdentityService().setAuthentication(person, List.of(group));
      try {
        if (task.getAssignee() == null) {
          engine.getTaskService().claim(task.getId(), person);
        }
        engine.getTaskService().complete(task.getId(), answers);
      } finally {
        engine.getIdentityService().clearAuthentication();
      }
    }
  }
}
