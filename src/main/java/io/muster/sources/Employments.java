package io.muster.sources;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several records of one person in one source: a contract and the employment that follows it, or
 * what was and what is again.
 *
 * <p>The one that is in force speaks for the person. One that begins where it ends is the same
 * employment, from that day on, so nobody is let out and taken in again between the two; unless the
 * person is thrown out.
 */
public final class Employments {
  private static final String START = "startDate";
  private static final Set<String> NOT_PLANNED = Set.of("employeeId", START);
  private static final Comparator<Employment> BY_BEGIN =
      Comparator.comparing(each -> each.begin() == null ? LocalDate.MIN : each.begin());

  private final List<Employment> records;
  private final int gap;

  private Employments(List<Employment> records, int gap) {
    this.records = records;
    this.gap = gap;
  }

  /**
   * One record.
   *
   * @param snapshot what it says by itself
   * @param begin its first day, or null where that is not known
   * @param end the last day that counts as employed, or null where none is known
   * @param toCome whether the first day is still to come
   */
  public record Employment(
      WorkerSnapshot snapshot, @Nullable LocalDate begin, @Nullable LocalDate end, boolean toCome) {

    private boolean isEmployed() {
      return snapshot.status() == Status.EMPLOYED || snapshot.status() == Status.ON_LEAVE;
    }

    private boolean is(Status status) {
      return snapshot.status() == status;
    }
  }

  /**
   * What all records of one person together say.
   *
   * @param gap days between the end of one record and the begin of the next that make it a
   *     conversion
   * @return one snapshot; or one for each record that claims the person, where only people can say
   *     which is right
   */
  public static List<WorkerSnapshot> of(List<Employment> records, int gap) {
    var entered =
        records.stream()
            .map(record -> record.snapshot().enteredAt())
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    return new Employments(records, gap)
        .speaking().stream()
            .map(it -> with(it, it.status(), it.leaving(), it.planned(), entered))
            .toList();
  }

  private List<WorkerSnapshot> speaking() {
    var current = records.stream().filter(it -> it.isEmployed() && !it.toCome()).toList();
    var coming =
        records.stream().filter(it -> it.isEmployed() && it.toCome()).min(BY_BEGIN).orElse(null);
    if (!current.isEmpty()) {
      var speaks = latest(current.stream());
      var contested = current.stream().anyMatch(it -> !it.equals(speaks) && it.end() == null);
      return contested ? contested(current) : List.of(goingOn(speaks, coming));
    }
    if (coming != null) {
      return List.of(
          records.stream()
              .filter(it -> it.is(Status.ENDED) && it.end() != null && follows(coming, it))
              .max(BY_BEGIN)
              .map(ended -> goingOn(ended, coming))
              .orElse(coming.snapshot()));
    }
    var unclear = records.stream().filter(it -> it.is(Status.UNCLEAR)).max(BY_BEGIN);
    var ended = records.stream().filter(it -> it.is(Status.ENDED)).max(BY_BEGIN);
    if (ended.isPresent()) {
      // what is later and cannot be understood may be what counts
      return List.of(
          unclear
              .filter(later -> later.begin() != null && BY_BEGIN.compare(later, ended.get()) > 0)
              .orElse(ended.get())
              .snapshot());
    }
    return List.of(latest(records.stream()).snapshot());
  }

  /** Each of them for people to choose from, as far as they can be told apart. */
  private static List<WorkerSnapshot> contested(List<Employment> current) {
    var snapshots = current.stream().map(Employment::snapshot).toList();
    var records = snapshots.stream().map(WorkerSnapshot::record).distinct().count();
    return records == snapshots.size()
        ? snapshots
        : List.of(
            with(snapshots.get(0), Status.UNCLEAR, null, List.of(), snapshots.get(0).enteredAt()));
  }

  private static Employment latest(Stream<Employment> some) {
    return some.max(BY_BEGIN).orElseThrow();
  }

  private boolean follows(Employment next, Employment record) {
    return record.end() == null
        || next.begin() == null
        || !next.begin().isAfter(record.end().plusDays(gap));
  }

  /** The record, and from its first day on the one that follows it. */
  private WorkerSnapshot goingOn(Employment record, @Nullable Employment next) {
    var current = record.snapshot();
    if (next == null || next.begin() == null || !follows(next, record) || isThrownOut(current)) {
      return current;
    }
    var first = next.begin();
    var planned = new ArrayList<>(current.planned());
    planned.removeIf(plan -> !plan.effective().isBefore(first));
    var before = new LinkedHashMap<>(current.facts());
    planned.forEach(plan -> before.putAll(plan.facts()));
    different(before, next.snapshot().facts())
        .ifPresent(facts -> planned.add(new Planned(first, facts)));
    planned.addAll(next.snapshot().planned());
    return with(
        current,
        record.isEmployed() ? current.status() : Status.EMPLOYED,
        null,
        planned,
        current.enteredAt());
  }

  /** What was planned before that takes nobody back; a record that is in force does. */
  private static boolean isThrownOut(WorkerSnapshot person) {
    var end = person.leaving();
    return end != null && end.reason() == Reason.INVOLUNTARY;
  }

  private static Optional<Map<String, @Nullable String>> different(
      Map<String, @Nullable String> before, Map<String, @Nullable String> then) {
    var different = new LinkedHashMap<String, @Nullable String>();
    then.forEach(
        (field, value) -> {
          boolean said = value != null || Difference.mayBeCleared(field);
          if (said && !NOT_PLANNED.contains(field) && !Objects.equals(before.get(field), value)) {
            different.put(field, value);
          }
        });
    return different.isEmpty() ? Optional.empty() : Optional.of(different);
  }

  private static WorkerSnapshot with(
      WorkerSnapshot person,
      Status status,
      @Nullable Leaving leaving,
      List<Planned> planned,
      Instant enteredAt) {
    return new WorkerSnapshot(
        person.employee(),
        person.record(),
        status,
        person.facts(),
        leaving,
        planned,
        enteredAt,
        person.earlier(),
        person.unread());
  }
}
