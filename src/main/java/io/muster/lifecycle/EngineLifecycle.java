package io.muster.lifecycle;

import io.muster.people.Announcements;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.LegalHolds;
import io.muster.people.PersonLane;
import io.muster.people.PersonLane.Employment;
import io.muster.people.PersonLane.Verdict;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.ProcessLog;
import io.muster.safety.LeaverLimit;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts and joins process instances, one running case per process and person. */
@Component
class EngineLifecycle implements Lifecycle {
  private static final String REASON = "reason";

  private final List<LifecycleProcess> processes;
  private final PersonLane lane;
  private final Workforce workforce;
  private final Announcements announcements;
  private final LegalHolds holds;
  private final LeaveCases leaves;
  private final WaitingCases waiting;
  private final Cases cases;
  private final OtherCases others;
  private final ProcessStarter start;
  private final CaseTimers timers;
  private final Leavings leavings;
  private final Returns returns;
  private final LeaverLimit limit;
  private final StuckCases stuck;
  private final RuntimeService engine;
  private final Clock clock;

  EngineLifecycle(
      List<LifecycleProcess> processes,
      PersonLane lane,
      Workforce workforce,
      Announcements announcements,
      LegalHolds holds,
      LeaveCases leaves,
      WaitingCases waiting,
      Cases cases,
      OtherCases others,
      ProcessStarter start,
      CaseTimers timers,
      Leavings leavings,
      Returns returns,
      LeaverLimit limit,
      StuckCases stuck,
      RuntimeService engine,
      Clock clock) {
    this.processes = processes;
    this.lane = lane;
    this.workforce = workforce;
    this.announcements = announcements;
    this.holds = holds;
    this.leaves = leaves;
    this.waiting = waiting;
    this.cases = cases;
    this.others = others;
    this.start = start;
    this.timers = timers;
    this.leavings = leavings;
    this.returns = returns;
    this.limit = limit;
    this.stuck = stuck;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Outcome accept(EmploymentChange change) {
    return accept(change, null);
  }

  @Override
  @Transactional
  public Outcome acceptAgreed(EmploymentChange change, String by) {
    return accept(change, by);
  }

  private Outcome accept(EmploymentChange change, @Nullable String agreedBy) {
    if (change instanceof ChangeRescinded rescinded) {
      return takeBackChange(rescinded);
    }
    if (change instanceof TerminationRescinded rescinded) {
      var asked = askedFirst(rescinded);
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    var verdict = lane.judge(change);
    demandMaySpeak(change, verdict);
    var gone = goneWithForce(change, verdict);
    var outcome = judged(change, verdict);
    if (outcome.fate() == Fate.STARTED && outcome.caseId() != null) {
      var caseId = outcome.caseId();
      gone.ifPresent(before -> returns.staysWithForce(before, caseId));
    }
    if (outcome.fate() == Fate.STARTED
        && outcome.caseId() != null
        && (change instanceof Terminated || change instanceof HireRescinded)) {
      demandOrdinary(change, outcome.caseId(), agreedBy);
    }
    if (change instanceof Hired || change instanceof TerminationRescinded) {
      leaves.follow(change);
    }
    return outcome.reason() == null ? sayingWhereItWaits(change, outcome) : outcome;
  }

  /**
   * Whoever did not leave in peace has left, whatever HR says now, until a person has agreed to the
   * return; then the event is accepted once more. Until that nothing is kept of it here.
   */
  private Optional<Outcome> askedFirst(TerminationRescinded rescinded) {
    var employee = rescinded.employee();
    var verdict = lane.look(rescinded);
    if (verdict.overtaken() != null) {
      return Optional.empty();
    }
    var running = running(Terminated.class, employee);
    var left =
        running.isPresent()
            ? running.filter(this::isBeingLetOut)
            : verdict.before() == Employment.TERMINATED
                ? returns.lastCase(employee)
                : Optional.<String>empty();
    return left.filter(returns::needConsent)
        .map(
            caseId -> {
              demandMaySpeak(rescinded, verdict);
              returns.ask(caseId, rescinded);
              return new Outcome(
                  Fate.JOINED,
                  caseId,
                  "The person was offboarded at once or against their will. Somebody is asked in the task list ('Agree to the return') before anything is given back; the event need not be sent again.");
            });
  }

  @Override
  public void requested(String caseId, String by, String deed) {
    leavings.requested(caseId, by, deed);
  }

  /** The last offboarding of somebody who leaves once more and never came back from it. */
  private Optional<String> goneWithForce(EmploymentChange change, Verdict verdict) {
    return change instanceof Terminated && verdict.before() == Employment.TERMINATED
        ? returns.lastCase(change.employee()).filter(returns::needConsent)
        : Optional.empty();
  }

  @Override
  public Optional<String> waitsAt(EmployeeId employee) {
    return stuck.of(employee, "");
  }

  /** Nobody who sends an event again should think that all goes on. */
  private Outcome sayingWhereItWaits(EmploymentChange change, Outcome outcome) {
    var started = outcome.fate() == Fate.STARTED ? String.valueOf(outcome.caseId()) : "";
    var corrects = change instanceof Hired || change instanceof Changed;
    return stuck
        .of(change.employee(), started)
        .map(where -> corrects ? StuckCases.withRemedy(where) : where)
        .map(where -> new Outcome(outcome.fate(), outcome.caseId(), where))
        .orElse(outcome);
  }

  /**
   * Counts one more leaver of the source, after the fact: what is held is undone as a whole.
   *
   * @throws ChangeHeld if there are too many, and nobody has agreed to this one
   */
  private void demandOrdinary(EmploymentChange change, String caseId, @Nullable String agreedBy) {
    var source = change.origin().source();
    limit
        .count(new LeaverLimit.Begun(source, change.employee(), caseId), agreedBy)
        .ifPresent(
            why -> {
              throw new ChangeHeld(
                  "Kept and not acted upon, until a person agrees: %s (muster.safety.breaker.leavers). Look at /api/held-leavers and agree or decline there; it need not be sent again."
                      .formatted(why));
            });
  }

  private Outcome judged(EmploymentChange change, Verdict verdict) {
    if (verdict.overtaken() != null) {
      if (change instanceof Hired hired) {
        learn(change, verdict); // should what overtook it be taken back
        if (leavesLater(hired.employee())) {
          // a contract with an end: the end was heard of before its beginning
          return startOrJoin(hired);
        }
      }
      return new Outcome(Fate.SUPERSEDED, null, verdict.overtaken());
    }
    if (change instanceof HireRescinded rescinded) {
      return takeBackHire(rescinded, verdict);
    }
    if (change instanceof TerminationRescinded rescinded) {
      return takeBackLeaving(rescinded, verdict);
    }
    if (change instanceof Hired hired) {
      return hire(hired, verdict);
    }
    if (change instanceof Changed changed) {
      return change(changed, verdict);
    }
    if (change instanceof LeaveStarted || change instanceof LeaveEnded) {
      return leaves.take(change);
    }
    learn(change, verdict);
    if (change instanceof Terminated leaving) {
      if (wouldSoften(leaving, verdict)) {
        return noted(
            "The leaving has begun already, on the word of another source, and stays as it is; only that source may put it off.");
      }
      putOff(leaving, verdict);
    }
    makeRoom(change);
    return startOrJoin(change);
  }

  /**
   * Whoever works until a later day, after the leaving has begun, gets everything back until then.
   *
   * @throws ChangeRefused if somebody has to agree to that first
   */
  private void putOff(Terminated leaving, Verdict verdict) {
    var employee = leaving.employee();
    var process = process(Terminated.class);
    var begins = String.valueOf(process.startingWith(leaving).get(process.beginsWhen().name()));
    if (!Instant.parse(begins).isAfter(clock.instant())) {
      return;
    }
    var running = running(Terminated.class, employee);
    if (running.isPresent()) {
      running
          .filter(this::isBeingLetOut)
          .ifPresent(
              caseId -> {
                demandLeftInPeace(employee, caseId);
                takeBack(caseId);
              });
    } else if (verdict.before() == Employment.TERMINATED
        && verdict.sources().know(leaving.origin().source())) {
      var gone = returns.lastCase(employee);
      var worker = workforce.find(employee);
      if (gone.isPresent() && worker.isPresent()) {
        demandLeftInPeace(employee, gone.get());
        startOrJoin(new Hired(leaving.origin(), worker.get()));
      }
    }
  }

  private void demandLeftInPeace(EmployeeId employee, String caseId) {
    if (returns.needConsent(caseId)) {
      throw new ChangeRefused(
          "Employee %s was offboarded at once or against their will (case %s), so the last day is not put off. Have the leaving rescinded; once somebody has agreed to that, send the new last day again."
              .formatted(employee, caseId));
    }
  }

  /** True if this source may take nothing back, and would by putting off what has just begun. */
  private boolean wouldSoften(Terminated leaving, Verdict verdict) {
    return !leaving.immediate()
        && running(Terminated.class, leaving.employee())
            .filter(caseId -> !others.isBeingUndone(caseId))
            .filter(caseId -> mayNotTakeBack(leaving.origin().source(), caseId, verdict))
            .isPresent();
  }

  /**
   * Whoever was let go at once or against their will gets nothing back on the word of a source that
   * has never spoken for them. Nor does it become one that has by speaking now.
   *
   * @throws ChangeRefused if it is such a word
   */
  private void demandMaySpeak(EmploymentChange change, Verdict verdict) {
    if (!(change instanceof TerminationRescinded
        || change instanceof Hired
        || change instanceof Changed)) {
      return;
    }
    var source = change.origin().source();
    var leaving = running(Terminated.class, change.employee());
    if (leaving.isPresent()) {
      if (mayNotTakeBack(source, leaving.get(), verdict)) {
        throw mayNotSpeak(change, leaving.get());
      }
    } else if (change instanceof TerminationRescinded
        && verdict.before() == Employment.TERMINATED
        && !verdict.sources().know(source)) {
      throw new ChangeRefused(
          "Employee %s has been offboarded, and the source '%s' neither said so nor told us about the person, so it may not take that back. Have the source do it that did, or send a new hire."
              .formatted(change.employee(), source));
    }
  }

  private ChangeRefused mayNotSpeak(EmploymentChange change, String caseId) {
    return new ChangeRefused(
        "Employee %s is being offboarded at once or against their will (case %s), by the event %s. The source '%s' neither said so nor told us about the person, so nothing is given back on its word. Have the source that did send it. Where that source is gone, let the case end and send a new hire (worker.hired); a legal hold keeps their devices from being wiped until then."
            .formatted(change.employee(), caseId, begunBy(caseId), change.origin().source()));
  }

  private boolean mayNotTakeBack(String source, String leaving, Verdict verdict) {
    return hasBegunWithForce(leaving)
        && !begunBy(leaving).startsWith(source + "/")
        && !verdict.sources().toldBy(source);
  }

  /** The event with which the case began. */
  private String begunBy(String caseId) {
    return String.valueOf(engine.getVariable(caseId, LifecycleVariables.CHANGE.name()));
  }

  private boolean hasBegunWithForce(String leaving) {
    var variables = engine.getVariables(leaving);
    return !timers.waitsFor(process(Terminated.class), leaving)
        && (Boolean.TRUE.equals(variables.get(LifecycleVariables.IMMEDIATE.name()))
            || Reason.INVOLUNTARY.name().equals(variables.get(REASON)));
  }

  /** A leaving that is being undone keeps nobody from leaving after all. */
  private void makeRoom(EmploymentChange change) {
    if (change instanceof Terminated) {
      running(Terminated.class, change.employee())
          .filter(others::isBeingUndone)
          .ifPresent(cases::setAside);
    }
  }

  private boolean leavesLater(EmployeeId employee) {
    return running(Terminated.class, employee)
        .filter(leaving -> timers.waitsFor(process(Terminated.class), leaving))
        .isPresent();
  }

  private Outcome hire(Hired hired, Verdict verdict) {
    var leaving = running(Terminated.class, hired.employee());
    if (leaving.isPresent()) {
      if (isBeingLetOut(leaving.get())) {
        throw beingLetOut(hired, leaving.get());
      }
      // one contract ends and the next begins: the person stays, and what differs is a change
      takeBack(leaving.get());
      return change(
          new Changed(hired.origin(), hired.worker(), hired.worker().startDate()),
          new Verdict(null, Employment.HIRED, false, verdict.newestFacts(), verdict.sources()));
    }
    learn(hired, verdict);
    return startOrJoin(hired);
  }

  private Outcome change(Changed changed, Verdict verdict) {
    var employee = changed.employee();
    var onboarding = running(Hired.class, employee);
    if (onboarding.isPresent()
        && waits(Hired.class, onboarding.get())
        && !comesAfterTheFirstDay(changed)) {
      // nothing has been done with what HR said before
      placeHold(changed);
      know(changed.worker());
      return join(onboarding.get(), new Hired(changed.origin(), changed.worker()));
    }
    learn(changed, verdict);
    var leaving = running(Terminated.class, employee);
    var isGone =
        leaving
            .map(this::isBeingLetOut)
            .orElse(
                verdict.before() == Employment.TERMINATED
                    || verdict.before() == Employment.HIRE_RESCINDED);
    return isGone
        ? noted("The person has left; the change counts only should the leaving be taken back.")
        : startOrJoin(changed);
  }

  private static boolean comesAfterTheFirstDay(Changed changed) {
    var day = changed.effective();
    return day != null && day.isAfter(changed.worker().startDate());
  }

  private boolean isBeingLetOut(String leaving) {
    return !waits(Terminated.class, leaving) && !others.isBeingUndone(leaving);
  }

  private void takeBack(String leaving) {
    if (!others.isBeingUndone(leaving)) {
      returns.takeBack(leaving);
    }
  }

  private Outcome takeBackHire(HireRescinded rescinded, Verdict verdict) {
    var employee = rescinded.employee();
    announcements.drop(employee, rescinded.origin().occurredAt());
    var onboarding = running(Hired.class, employee);
    if (onboarding.filter(caseId -> waits(Hired.class, caseId)).isPresent()) {
      tell(onboarding.get(), CaseMessages.HIRE_TAKEN_BACK);
      // what was to change later has nobody left to change
      running(Changed.class, employee).ifPresent(others::end);
      return new Outcome(Fate.JOINED, onboarding.get(), null);
    }
    if (onboarding.isPresent()
        || running(Terminated.class, employee).isPresent()
        || isHere(employee, verdict)) {
      // taken in already, as far as it has come: only a whole offboarding takes everything back
      var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      var leaving =
          new Terminated(rescinded.origin(), employee, today, null, Reason.UNKNOWN, true, false);
      makeRoom(leaving);
      return startOrJoin(leaving);
    }
    var announced = running(Changed.class, employee).filter(it -> waits(Changed.class, it));
    if (announced.isPresent()) {
      others.end(announced.get());
      return new Outcome(Fate.JOINED, announced.get(), null);
    }
    return noted("There was no hire to take back.");
  }

  /** Of some who are here no hire was heard. */
  private boolean isHere(EmployeeId employee, Verdict verdict) {
    return verdict.before() == Employment.HIRED
        || (verdict.before() != Employment.TERMINATED
            && verdict.before() != Employment.HIRE_RESCINDED
            && workforce.find(employee).isPresent());
  }

  private Outcome takeBackLeaving(TerminationRescinded rescinded, Verdict verdict) {
    var employee = rescinded.employee();
    var offboarding = running(Terminated.class, employee);
    offboarding.ifPresent(this::takeBack);
    var letOut = offboarding.isEmpty() && verdict.before() == Employment.TERMINATED;
    if (letOut || verdict.hirePassedOver()) {
      // never taken in, or let out already: whoever stays is taken in
      announcements.adoptDue(employee, clock.instant());
      waiting.countAnew(employee);
      var worker = workforce.find(employee);
      if (worker.isPresent()) {
        return startOrJoin(new Hired(rescinded.origin(), worker.get()));
      }
    }
    // what HR said about the person while they were leaving is done now
    if (announcements.next(employee).isPresent() && running(Changed.class, employee).isEmpty()) {
      start.of(process(Changed.class), rescinded);
    }
    return offboarding.isPresent()
        ? new Outcome(Fate.JOINED, offboarding.get(), null)
        : noted("There was no leaving to take back.");
  }

  private Outcome takeBackChange(ChangeRescinded rescinded) {
    var employee = rescinded.employee();
    lane.hold(employee);
    var zone = workforce.find(employee).map(Worker::zone).orElse((ZoneId) ZoneOffset.UTC);
    var effectiveAt = rescinded.effective().atStartOfDay(zone).toInstant();
    if (!announcements.withdraw(rescinded, effectiveAt)) {
      return noted(
          "No change was announced for that day, or it has taken effect; if it has, say with"
              + " another change how things are now.");
    }
    var transfer = running(Changed.class, employee);
    if (transfer.isEmpty()) {
      return noted("Nothing had begun for that change.");
    }
    timers.move(process(Changed.class), transfer.get(), rescinded);
    return new Outcome(Fate.JOINED, transfer.get(), null);
  }

  private static Outcome noted(String why) {
    return new Outcome(Fate.NOTED, null, why);
  }

  private Outcome startOrJoin(EmploymentChange change) {
    var process = process(change.getClass());
    var running = cases.running(process.key(), change.employee());
    return running.isPresent()
        ? join(running.get(), change)
        : new Outcome(Fate.STARTED, start.of(process, change), null);
  }

  /**
   * Judges a change whose process has been started at the engine's own door.
   *
   * @throws ChangeRefused if it makes no sense
   * @throws ChangeHeld if it is one of too many leavers at once
   */
  void admit(EmploymentChange change, String caseId) {
    var verdict = lane.judge(change);
    if (verdict.overtaken() != null) {
      throw new ChangeRefused(verdict.overtaken());
    }
    var leaving = running(Terminated.class, change.employee());
    if (!(change instanceof Terminated) && leaving.isPresent()) {
      throw beingLetOut(change, leaving.get());
    }
    learn(change, verdict);
    makeRoom(change);
    if (change instanceof Terminated) {
      demandOrdinary(change, caseId, null);
    }
  }

  private static ChangeRefused beingLetOut(EmploymentChange change, String caseId) {
    return new ChangeRefused(
        "Employee %s is being offboarded (case %s). Have HR rescind the termination first (worker.terminationRescinded), or wait until that has ended; then send the event again."
            .formatted(change.employee(), caseId));
  }

  /** Keeps what the change says about the person. */
  private void learn(EmploymentChange change, Verdict verdict) {
    placeHold(change);
    if (change instanceof Hired hired) {
      announcements.drop(hired.employee(), hired.origin().occurredAt());
      if (verdict.newestFacts() || workforce.find(hired.employee()).isEmpty()) {
        know(hired.worker());
      }
    } else if (change instanceof Changed changed) {
      announcements.announce(changed, effectiveAt(changed));
    }
  }

  private void placeHold(EmploymentChange change) {
    if (change.legalHold()) {
      var event = change.origin();
      holds.place(
          change.employee(),
          "%s/%s".formatted(event.source(), event.eventId()),
          "HR says so in this event");
    }
  }

  private void know(Worker worker) {
    var before = workforce.find(worker.id()).map(Worker::zone);
    workforce.know(worker);
    if (!before.equals(Optional.of(worker.zone()))) {
      waiting.countAnew(worker.id());
    }
  }

  private Instant effectiveAt(Changed changed) {
    var day = changed.effective();
    return day == null ? clock.instant() : day.atStartOfDay(changed.worker().zone()).toInstant();
  }

  /** The process that such changes start. */
  private LifecycleProcess process(Class<? extends EmploymentChange> kind) {
    return processes.stream()
        .filter(process -> process.startedBy() == kind)
        .findFirst()
        .orElseThrow(
            () ->
                new ChangeRefused("No process is there for this kind of change; see the README."));
  }

  private Optional<String> running(Class<? extends EmploymentChange> kind, EmployeeId employee) {
    return cases.running(process(kind).key(), employee);
  }

  private boolean waits(Class<? extends EmploymentChange> kind, String caseId) {
    return timers.waits(process(kind), caseId);
  }

  private Outcome join(String caseId, EmploymentChange change) {
    var process = process(change.getClass());
    var immediate = change instanceof Terminated word && word.immediate();
    if (immediate || timers.waits(process, caseId)) {
      leavings.begin(caseId, change, process.startingWith(change));
    }
    timers.move(process, caseId, change);
    if (change instanceof Terminated) {
      leavings.saidAgain(caseId);
    }
    if (immediate) {
      engine.setVariable(caseId, LifecycleVariables.IMMEDIATE.name(), true);
      others.tellAllParts(caseId, CaseMessages.MUST_GO_AT_ONCE);
    }
    ProcessLog.tell(process.key(), change.employee(), "joined to the case that runs");
    return new Outcome(Fate.JOINED, caseId, null);
  }

  private void tell(String caseId, String message) {
    engine.createMessageCorrelation(message).processInstanceId(caseId).correlateWithResult();
  }
}
