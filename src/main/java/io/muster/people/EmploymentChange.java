package io.muster.people;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Something HR says has happened, or will happen, to one person's employment. */
public sealed interface EmploymentChange {
  /** Where it came from and how it is told from its repeats. */
  Origin origin();

  /** Whom it is about. */
  EmployeeId employee();

  /** Whether it says that nothing of this person's may be destroyed; false says nothing. */
  default boolean legalHold() {
    return false;
  }

  /**
   * One event of one source.
   *
   * @param source the configured name of the HR source
   * @param eventId the source's own id, the same on every repeat
   * @param occurredAt when the source says it was entered
   */
  record Origin(String source, String eventId, Instant occurredAt) {}

  /** A person starts to work here on {@link Worker#startDate()}. */
  record Hired(Origin origin, Worker worker) implements EmploymentChange {
    @Override
    public EmployeeId employee() {
      return worker.id();
    }

    @Override
    public boolean legalHold() {
      return worker.legalHold();
    }
  }

  /**
   * Something about a person who works here is, or will be, different.
   *
   * @param worker everything HR says about the person once it has changed
   * @param effective the day it changes on, counted in the worker's zone, or null for at once
   */
  record Changed(Origin origin, Worker worker, @Nullable LocalDate effective)
      implements EmploymentChange {
    @Override
    public EmployeeId employee() {
      return worker.id();
    }

    @Override
    public boolean legalHold() {
      return worker.legalHold();
    }
  }

  /** A person who was hired does not come after all. */
  record HireRescinded(Origin origin, EmployeeId employee) implements EmploymentChange {}

  /**
   * A change that was announced does not come after all.
   *
   * @param effective the day it was announced for, counted in the zone we know the worker by
   */
  record ChangeRescinded(Origin origin, EmployeeId employee, LocalDate effective)
      implements EmploymentChange {}

  /** A person who was to leave, or has just been let out, stays. */
  record TerminationRescinded(Origin origin, EmployeeId employee) implements EmploymentChange {}

  /**
   * A person stops working here.
   *
   * @param lastDay the last day of work, counted in the worker's zone; ignored when immediate
   * @param zone the zone the last day ends in, or null for the zone we know the worker by
   * @param reason why
   * @param immediate true to act now, whatever the last day says
   * @param legalHold true if nothing of this person's may be destroyed
   */
  record Terminated(
      Origin origin,
      EmployeeId employee,
      LocalDate lastDay,
      @Nullable ZoneId zone,
      Reason reason,
      boolean immediate,
      boolean legalHold)
      implements EmploymentChange {

    /** Why somebody leaves; unknown is treated as involuntary where speed matters. */
    public enum Reason {
      VOLUNTARY,
      INVOLUNTARY,
      END_OF_CONTRACT,
      DEATH,
      UNKNOWN
    }
  }

  /**
   * A person who works here stays away for a while.
   *
   * @param firstDay the first day away, counted in the worker's zone
   * @param zone the zone the day begins in, or null for the zone we know the worker by
   * @param kind of what kind the leave is
   */
  record LeaveStarted(
      Origin origin, EmployeeId employee, LocalDate firstDay, @Nullable ZoneId zone, Kind kind)
      implements EmploymentChange {

    /** The kind of a leave; its reason is nobody's business here. */
    public enum Kind {
      PAID,
      UNPAID,
      /** Released from work until the employment ends. */
      GARDEN,
      UNKNOWN
    }
  }

  /**
   * A person who is, or was to be, on leave works here again. On or before the first day of the
   * leave it means that there is none.
   *
   * @param returnDay the first day back, counted in the worker's zone
   * @param zone the zone the day begins in, or null for the zone we know the worker by
   */
  record LeaveEnded(Origin origin, EmployeeId employee, LocalDate returnDay, @Nullable ZoneId zone)
      implements EmploymentChange {}
}
