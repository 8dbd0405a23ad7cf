package io.muster.people;

import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Leaves.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all of HR's events about one person come to. Events count by when they were entered, so the
 * order in which they arrived does not matter; of the same moment, the later arrival counts.
 */
final class Standing {
  private final List<EmploymentChange> entered;
  private final ZoneId otherwise;
  private final List<Step> steps = new ArrayList<>();
  private final List<EmploymentChange> voided = new ArrayList<>();
  private @Nullable EmploymentChange employment;
  private @Nullable Instant firstDay;
  private boolean isHired;
  private boolean isRescinded;

  private Standing(List<EmploymentChange> heard, ZoneId otherwise) {
    this.entered =
        heard.stream()
            .sorted(Comparator.comparing((EmploymentChange one) -> one.origin().occurredAt()))
            .toList();
    this.otherwise = otherwise;
    tell();
    judge();
  }

  /**
   * What these events come to.
   *
   * @param otherwise where days begin and end for a person whose zone nobody told us
   */
  static Standing of(List<EmploymentChange> heard, ZoneId otherwise) {
    return new Standing(heard, otherwise);
  }

  /** The event that says whether the person works here; empty if none does. */
  Optional<EmploymentChange> employment() {
    return Optional.ofNullable(employment);
  }

  /** When the person leaves, by the event that says so. */
  Optional<Instant> leavesAt() {
    return employment instanceof Terminated leaving
        ? Optional.of(leavesAt(leaving))
        : employment instanceof HireRescinded
            ? Optional.of(employment.origin().occurredAt())
            : Optional.empty();
  }

  /** True if HR says that the person has left by then, or does not come. */
  boolean isOut(Instant time) {
    return leavesAt().filter(at -> !at.isAfter(time)).isPresent();
  }

  /**
   * True if a hire was heard of that HR has not taken back, and the person has not left by then.
   */
  boolean isEmployed(Instant time) {
    return isHired && !isOut(time);
  }

  /** True if a hire was heard of, which HR has not taken back. */
  boolean isHired() {
    return isHired;
  }

  /** True if this event does not count, as a leaving with force stands against it. */
  boolean isVoid(EmploymentChange change) {
    return voided.contains(change);
  }

  /** True if this source has told last who the person is, of all that was entered until then. */
  boolean isToldBy(String source, Instant until) {
    return entered.stream()
        .filter(one -> one instanceof Hired || one instanceof Changed)
        .filter(one -> !one.origin().occurredAt().isAfter(until))
        .reduce((first, second) -> second)
        .filter(one -> one.origin().source().equals(source))
        .isPresent();
  }

  /** The newer event that counts instead of this one; empty if this one counts. */
  Optional<EmploymentChange> overtaken(EmploymentChange change) {
    var newest =
        isOfEmployment(change)
            ? standsBeside(change) ? newest(Hired.class) : employment()
            : change instanceof Changed changed
                ? overtaken(changed)
                : change instanceof LeaveStarted
                    ? newest(LeaveStarted.class)
                    : change instanceof LeaveEnded ? newestOfLeave() : Optional.of(change);
    return newest.filter(one -> !one.equals(change)).map(EmploymentChange.class::cast);
  }

  /** A hire goes on to count when a leaving that came after it was rescinded. */
  private boolean standsBeside(EmploymentChange change) {
    return change instanceof Hired && employment instanceof TerminationRescinded;
  }

  /** A change for a day of its own counts beside newer ones. */
  private Optional<? extends EmploymentChange> overtaken(Changed changed) {
    if (isWithdrawn(changed)) {
      return entered.stream()
          .filter(ChangeRescinded.class::isInstance)
          .filter(one -> ((ChangeRescinded) one).effective().equals(changed.effective()))
          .reduce((one, two) -> two);
    }
    var at = effectiveAt(changed);
    return newestFacts()
        .filter(newer -> !at.isAfter(newer.origin().occurredAt()) || newer instanceof Hired)
        .filter(
            newer ->
                !(newer instanceof Changed other)
                    || effectiveAt(other).equals(other.origin().occurredAt()));
  }

  /** A return that was entered before the beginning of the leave belongs to another one. */
  private Optional<? extends EmploymentChange> newestOfLeave() {
    var begun = newest(LeaveStarted.class);
    var back = newest(LeaveEnded.class);
    return begun.filter(one -> back.filter(end -> isBefore(end, one)).isPresent()).isPresent()
        ? begun
        : back;
  }

  /** The newest event of this kind. */
  <T extends EmploymentChange> Optional<T> newest(Class<T> kind) {
    return entered.stream().filter(kind::isInstance).reduce((one, two) -> two).map(kind::cast);
  }

  /** The newest event that says who the person is. */
  Optional<EmploymentChange> newestFacts() {
    return entered.stream()
        .filter(one -> one instanceof Hired || one instanceof Changed)
        .reduce((one, two) -> two);
  }

  /** Who the person is at that time, by all we know now. */
  Optional<Worker> workerAt(Instant time) {
    Worker worker = null;
    for (var step : steps) {
      if (step.at().isAfter(time)) {
        break;
      }
      worker = step.worker();
    }
    return Optional.ofNullable(worker);
  }

  /** The person's first day, as HR says now; a day that is moved holds at once. */
  Optional<Instant> firstDay() {
    return Optional.ofNullable(firstDay);
  }

  /** When something about the person changes next. */
  Optional<Instant> changesNextAfter(Instant time) {
    return steps.stream().map(Step::at).filter(at -> at.isAfter(time)).findFirst();
  }

  /** Who the person is from then on, change by change. */
  List<Worker> workersFrom(Instant time) {
    var workers = new ArrayList<Worker>();
    workerAt(time).ifPresent(workers::add);
    steps.stream().filter(step -> step.at().isAfter(time)).map(Step::worker).forEach(workers::add);
    return workers;
  }

  /** The leave that something has to be done about by then, whether the person still works here. */
  Optional<Period> leave(Instant now) {
    var begun = newest(LeaveStarted.class);
    if (begun.isEmpty()
        || newest(Hired.class).filter(hired -> isBefore(begun.get(), hired)).isPresent()) {
      return Optional.empty();
    }
    var back = newest(LeaveEnded.class).filter(end -> !isBefore(end, begun.get()));
    return Optional.of(
            new Period(
                begin(begun.get().firstDay(), begun.get().zone()),
                back.map(end -> begin(end.returnDay(), end.zone())).orElse(null),
                begun.get().kind()))
        .filter(leave -> !leave.isOver(now));
  }

  private Instant begin(LocalDate day, @Nullable ZoneId zone) {
    return day.atStartOfDay(zone == null ? zone() : zone).toInstant();
  }

  private Instant leavesAt(Terminated leaving) {
    return leaving.immediate()
        ? leaving.origin().occurredAt()
        : begin(leaving.lastDay().plusDays(1), leaving.zone());
  }

  private ZoneId zone() {
    return steps.isEmpty() ? otherwise : steps.get(steps.size() - 1).worker().zone();
  }

  /** A leaving with force is not undone or put off by a source that never spoke of the person. */
  private void judge() {
    for (var word : entered) {
      if (!isOfEmployment(word)) {
        continue;
      }
      if (employment != null && isVoidAgainst(word, employment)) {
        voided.add(word);
        continue;
      }
      if (word instanceof Hired) {
        isHired = true;
      } else if (word instanceof HireRescinded) {
        isRescinded = isHired;
        isHired = false;
      } else if (word instanceof TerminationRescinded && isRescinded) {
        isHired = true;
      }
      employment = word;
    }
  }

  private boolean isVoidAgainst(EmploymentChange word, EmploymentChange standing) {
    return softens(word)
        && standing instanceof Terminated leaving
        && isWithForce(leaving)
        && !leavesAt(leaving).isAfter(word.origin().occurredAt())
        && !word.origin().source().equals(leaving.origin().source())
        && !isToldBy(word.origin().source(), word.origin().occurredAt());
  }

  private static boolean softens(EmploymentChange word) {
    return word instanceof TerminationRescinded
        || (word instanceof Terminated leaving && !leaving.immediate());
  }

  /** True for a leaving at once or against the person's will. */
  static boolean isWithForce(EmploymentChange change) {
    return change instanceof HireRescinded
        || (change instanceof Terminated leaving
            && (leaving.immediate() || leaving.reason() == Reason.INVOLUNTARY));
  }

  static boolean isOfEmployment(EmploymentChange change) {
    return change instanceof Hired
        || change instanceof HireRescinded
        || change instanceof Terminated
        || change instanceof TerminationRescinded;
  }

  private static boolean isBefore(EmploymentChange one, EmploymentChange other) {
    return one.origin().occurredAt().isBefore(other.origin().occurredAt());
  }

  /** Of each event only what it changes counts, from the day on which it takes effect. */
  private void tell() {
    var hired = newest(Hired.class);
    var takenBack = newest(HireRescinded.class).map(back -> back.origin().occurredAt());
    var told = new ArrayList<Telling>();
    hired.ifPresent(
        word -> {
          told.add(new Telling(Instant.MIN, word.employee(), WorkerFields.of(word.worker())));
          firstDay = firstDay(word.worker());
        });
    for (var word : entered) {
      if (!(word instanceof Changed change)
          || hired.filter(hire -> isBefore(change, hire)).isPresent()
          || isWithdrawn(change)) {
        continue;
      }
      var at = effectiveAt(change);
      // what was announced for somebody who does not come has nobody left to change
      if (takenBack
          .filter(back -> change.origin().occurredAt().isBefore(back) && at.isAfter(back))
          .isEmpty()) {
        told.add(telling(told, change, at));
        told.sort(Comparator.comparing(Telling::effectiveAt));
        firstDay = firstDay(change.worker());
      }
    }
    if (told.isEmpty()) {
      // even what was rescinded says who the person is, where nothing else does
      newest(Changed.class)
          .ifPresent(
              word -> {
                steps.add(new Step(Instant.MIN, word.worker()));
                firstDay = firstDay(word.worker());
              });
      return;
    }
    Worker worker = null;
    for (var telling : told) {
      worker = telling.on(worker);
      if (steps.isEmpty() && telling.effectiveAt().isAfter(Instant.MIN)) {
        // of whom nothing is known yet, the first thing said is the best guess
        steps.add(new Step(Instant.MIN, worker));
      }
      steps.add(new Step(telling.effectiveAt(), worker));
    }
  }

  private static Instant firstDay(Worker worker) {
    return worker.startDate().atStartOfDay(worker.zone()).toInstant();
  }

  /** What differs from what was said before about that day. */
  private static Telling telling(List<Telling> told, Changed change, Instant at) {
    Worker until = null;
    for (var earlier : told) {
      if (!earlier.effectiveAt().isAfter(at)) {
        until = earlier.on(until);
      }
    }
    return new Telling(
        at,
        change.employee(),
        until == null
            ? WorkerFields.of(change.worker())
            : WorkerFields.differing(until, change.worker()));
  }

  /** Never before it was entered: a correction of the past holds from when it is said. */
  static Instant effectiveAt(Changed change) {
    var said = change.origin().occurredAt();
    var day = change.effective();
    if (day == null) {
      return said;
    }
    var begins = day.atStartOfDay(change.worker().zone()).toInstant();
    return begins.isAfter(said) ? begins : said;
  }

  private boolean isWithdrawn(Changed change) {
    return entered.stream()
        .anyMatch(
            one ->
                one instanceof ChangeRescinded back
                    && back.effective().equals(change.effective())
                    && !isBefore(back, change)
                    && back.origin().occurredAt().isBefore(effectiveAt(change)));
  }

  /** One event's change of the person's facts. */
  private record Telling(
      Instant effectiveAt, EmployeeId employee, Map<String, @Nullable String> facts) {
    Worker on(@Nullable Worker before) {
      if (before == null) {
        return WorkerFields.read(employee, facts);
      }
      return facts.isEmpty() ? before : WorkerFields.with(before, facts);
    }
  }

  /** Who the person is from a time on. */
  private record Step(Instant at, Worker worker) {}
}
