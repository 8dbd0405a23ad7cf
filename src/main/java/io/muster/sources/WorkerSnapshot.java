package io.muster.sources;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentDates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about one person at the moment it is read: a state, never a deed.
 *
 * @param employee the number the person is known by, the same over rehires and conversions
 * @param record the source's own id of this employment; another one for a rehire or a conversion
 *     where the source makes a new one
 * @param status whether the person is employed there
 * @param facts texts by the names of {@link io.muster.people.EmploymentFacts#fields} of a hire,
 *     {@code startDate} and {@code timeZone} among them. A field that the source does not show is
 *     left out; one that is empty there is null
 * @param leaving the end of the employment that is known of, past or future, or null
 * @param planned what the source says will be different later, in the order of the days
 * @param enteredAt when the source was last changed about this person, or the moment of reading
 *     where it does not tell
 * @param earlier an end that the source shows and that does not end this employment, or null
 * @param unread what of the record could not be read, for operators, without what it says
 */
public record WorkerSnapshot(
    EmployeeId employee,
    String record,
    Status status,
    Map<String, @Nullable String> facts,
    @Nullable Leaving leaving,
    List<Planned> planned,
    Instant enteredAt,
    @Nullable Leaving earlier,
    List<String> unread) {

  /** Keeps what it is given in its own hands. */
  public WorkerSnapshot {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    planned = List.copyOf(planned);
    unread = List.copyOf(unread);
  }

  /** One that was read without any doubt. */
  public WorkerSnapshot(
      EmployeeId employee,
      String record,
      Status status,
      Map<String, @Nullable String> facts,
      @Nullable Leaving leaving,
      List<Planned> planned,
      Instant enteredAt) {
    this(employee, record, status, facts, leaving, planned, enteredAt, null, List.of());
  }

  /**
   * The same, with an end only where it ends this employment. One before the first day ended an
   * employment before; one that is long over while the person is employed is a question.
   *
   * @param today in the person's zone, or in the source's
   */
  public WorkerSnapshot withItsOwnEnd(LocalDate today) {
    var first = firstDay();
    if (leaving == null) {
      return this;
    }
    var dates = new EmploymentDates(first, leaving.lastDay());
    if (dates.endsAnEarlierEmployment() && status == Status.ENDED) {
      // the word may be as old as the day; whoever is still to come has not left
      var toCome = first != null && first.isAfter(today);
      return withoutEnd(toCome ? Status.EMPLOYED : Status.UNCLEAR);
    }
    return isEmployed() && (dates.endsAnEarlierEmployment() || dates.isLongOver(today))
        ? withoutEnd(status)
        : this;
  }

  private WorkerSnapshot withoutEnd(Status then) {
    return new WorkerSnapshot(
        employee, record, then, facts, null, planned, enteredAt, leaving, unread);
  }

  /** Whether the person works there, or is to. */
  boolean isEmployed() {
    return status == Status.EMPLOYED || status == Status.ON_LEAVE;
  }

  boolean isOneOf(Status... some) {
    return List.of(some).contains(status);
  }

  /** The first day, or null where it is not known or cannot be read. */
  @Nullable LocalDate firstDay() {
    var start = facts.get("startDate");
    try {
      return start == null ? null : LocalDate.parse(start);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** The same with other facts and what could not be read of them. */
  WorkerSnapshot with(Map<String, @Nullable String> facts, List<String> unread) {
    return new WorkerSnapshot(
        employee, record, status, facts, leaving, planned, enteredAt, earlier, unread);
  }

  /** The same with another status and end. */
  WorkerSnapshot with(Status status, @Nullable Leaving leaving) {
    return new WorkerSnapshot(
        employee, record, status, facts, leaving, planned, enteredAt, earlier, unread);
  }

  /**
   * The same, entered by this moment at the latest: a clock over there may be ahead, and what it
   * said would overtake every word until then.
   */
  WorkerSnapshot enteredBy(Instant moment) {
    return enteredAt.isAfter(moment)
        ? new WorkerSnapshot(
            employee, record, status, facts, leaving, planned, moment, earlier, unread)
        : this;
  }

  /** True if both say the same, whenever each was entered. */
  boolean saysTheSameAs(WorkerSnapshot other) {
    return record.equals(other.record) && saysOfAnyRecordTheSameAs(other);
  }

  /** True if both say the same, whichever record of the source's says it. */
  boolean saysOfAnyRecordTheSameAs(WorkerSnapshot other) {
    return employee.equals(other.employee)
        && status == other.status
        && facts.equals(other.facts)
        && Objects.equals(leaving, other.leaving)
        && planned.equals(other.planned)
        && Objects.equals(earlier, other.earlier)
        && unread.equals(other.unread);
  }

  /** Whether somebody is employed. */
  public enum Status {
    /** Is, or will be on the start date. */
    EMPLOYED,
    /** Is, and stays away for a while. */
    ON_LEAVE,
    /** Was. */
    ENDED,
    /** Was to be, and has been called off before the first day. */
    CALLED_OFF,
    /** The source has deleted the record, which says nothing about the employment. */
    DELETED,
    /** The source's fields contradict each other; a person has to look. */
    UNCLEAR
  }

  /**
   * The end of an employment.
   *
   * @param lastDay the last day of work, counted in the worker's zone
   * @param immediate true if access has to end now, whatever the day
   * @param entry what HR entered, as a mark that is another one as soon as HR enters it anew or
   *     otherwise. Where there is one, {@code immediate} is only what the source makes of it on the
   *     day of reading, and counts when the mark is first seen; null where HR itself says whether
   *     it is at once
   */
  public record Leaving(
      LocalDate lastDay, Reason reason, boolean immediate, @Nullable String entry) {
    /** One of which HR itself says whether it is at once. */
    public Leaving(LocalDate lastDay, Reason reason, boolean immediate) {
      this(lastDay, reason, immediate, null);
    }

    /** True if HR has entered nothing else since. */
    boolean isStill(Leaving before) {
      return entry != null
          && entry.equals(before.entry)
          && lastDay.equals(before.lastDay)
          && reason == before.reason;
    }
  }

  /**
   * What will be different.
   *
   * @param effective from the beginning of this day in the worker's zone
   * @param facts only those that will be different
   */
  public record Planned(LocalDate effective, Map<String, @Nullable String> facts) {
    /** Keeps what it is given in its own hands. */
    public Planned {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }
}
