package io.muster.people;

import io.muster.people.EmploymentChange.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision about one person is made from.
 *
 * @param heard every event that was taken in, in the order of arrival
 * @param access whether the person was given access, and whether it was taken away again
 * @param applied the facts by which accounts and groups were set up last, or null if none were
 * @param cases the cases that run, at most one of each kind
 */
public record PersonState(
    List<EmploymentChange> heard,
    Access access,
    @Nullable Worker applied,
    Map<CaseKind, RunningCase> cases) {

  /** Copies both collections. */
  public PersonState {
    heard = List.copyOf(heard);
    cases = Collections.unmodifiableMap(copy(cases));
  }

  /** What has been done about the person's access until now. */
  public enum Access {
    /** Nothing; an account from before may be there. */
    NONE,
    /** Onboarded, or restored. */
    GIVEN,
    /** Offboarded. */
    TAKEN
  }

  /** The kinds of cases a person can have. */
  public enum CaseKind {
    ONBOARDING,
    TRANSFER,
    LEAVE,
    OFFBOARDING
  }

  /** Where a case stands. */
  public enum Phase {
    /** It has done nothing but wait for its day. */
    SCHEDULED,
    /** It is at work. */
    ACTIVE,
    /** It gives back what it had taken. */
    UNDOING
  }

  /**
   * A case that runs.
   *
   * @param phase where it stands
   * @param begins when its day comes
   * @param withForce true for a leaving at once or against the person's will
   * @param begunBy the event it began with, or the last one that counted for it
   */
  public record RunningCase(Phase phase, Instant begins, boolean withForce, Origin begunBy) {
    /** The same case in another phase. */
    public RunningCase in(Phase other) {
      return new RunningCase(other, begins, withForce, begunBy);
    }
  }

  /** The state of somebody nobody has told us about. */
  public static PersonState unknown() {
    return of(List.of());
  }

  /** The state of somebody of whom these events were heard, and nothing was done. */
  public static PersonState of(List<EmploymentChange> heard) {
    return new PersonState(heard, Access.NONE, null, Map.of());
  }

  /** The running case of this kind. */
  public Optional<RunningCase> running(CaseKind kind) {
    return Optional.ofNullable(cases.get(kind));
  }

  /** True if a case of this kind runs and is in this phase. */
  public boolean isIn(CaseKind kind, Phase phase) {
    return running(kind).filter(running -> running.phase() == phase).isPresent();
  }

  /** True if this event was taken in before. */
  public boolean hasHeard(EmploymentChange change) {
    return heard.stream().anyMatch(one -> isSameEvent(one.origin(), change.origin()));
  }

  private static boolean isSameEvent(Origin one, Origin other) {
    return one.source().equals(other.source()) && one.eventId().equals(other.eventId());
  }

  /** The state once this event is taken in. */
  public PersonState hearing(EmploymentChange change) {
    var all = new ArrayList<>(heard);
    all.add(change);
    return new PersonState(all, access, applied, cases);
  }

  /** The state with this case in place of any other of its kind. */
  public PersonState with(CaseKind kind, RunningCase running) {
    var all = copy(cases);
    all.put(kind, running);
    return new PersonState(heard, access, applied, all);
  }

  /** The state once the case of this kind has ended. */
  public PersonState without(CaseKind kind) {
    var all = copy(cases);
    all.remove(kind);
    return new PersonState(heard, access, applied, all);
  }

  /** The state once access was given, by these facts, or taken. */
  public PersonState with(Access now, @Nullable Worker facts) {
    return new PersonState(heard, now, facts, cases);
  }

  private static Map<CaseKind, RunningCase> copy(Map<CaseKind, RunningCase> cases) {
    var copy = new EnumMap<CaseKind, RunningCase>(CaseKind.class);
    copy.putAll(cases);
    return copy;
  }
}
