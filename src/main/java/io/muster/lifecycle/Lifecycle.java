package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what HR says into processes. */
public interface Lifecycle {
  /**
   * Starts, or joins, the process this change asks for, in the caller's transaction.
   *
   * @return what became of the change
   * @throws ChangeRefused if it makes no sense, saying what to do about it
   * @throws ChangeHeld if it waits for a person, as one of too many leavers at once
   */
  Outcome accept(EmploymentChange change);

  /**
   * The same for a change that a person has agreed to; it is never held.
   *
   * @param by who agreed, by sign-in name
   * @throws ChangeRefused if it makes no sense, saying what to do about it
   */
  default Outcome acceptAgreed(EmploymentChange change, String by) {
    return accept(change);
  }

  /**
   * Keeps who asked for what this case does; nobody who did agrees to a wipe in it.
   *
   * @param by the sign-in name
   * @param deed what they did, such as {@code sent the HR event api/17}
   */
  default void requested(String caseId, String by, String deed) {}

  /** Where cases of this person wait for somebody, for people; empty if none does. */
  default Optional<String> waitsAt(EmployeeId employee) {
    return Optional.empty();
  }

  /**
   * What became of a change.
   *
   * @param fate what became of it
   * @param caseId the process instance, or null if none acts on the change
   * @param reason why none does, or where a case of the person waits for somebody, for people; or
   *     null
   */
  record Outcome(Fate fate, @Nullable String caseId, @Nullable String reason) {
    /** A change that a case acts on. */
    public Outcome(Fate fate, String caseId) {
      this(fate, caseId, null);
    }
  }

  /** What became of a change. */
  enum Fate {
    /** Started a case. */
    STARTED,
    /** Belongs to a case that runs. */
    JOINED,
    /** A newer word about the person has come before it. */
    SUPERSEDED,
    /** Nothing is there to be done; kept, as words may arrive in any order. */
    NOTED
  }
}
