package io.muster.lifecycle;

import io.muster.people.EmploymentChange;

/** Turns what HR says into processes. */
public interface Lifecycle {
  /**
   * Starts, or joins, the process this change asks for, in the caller's transaction.
   *
   * @return what became of the change
   * @throws ChangeRefused if it makes no sense, saying what to do about it
   */
  Outcome accept(EmploymentChange change);

  /**
   * What became of a change.
   *
   * @param fate started a case, or joined one that runs
   * @param caseId the process instance
   */
  record Outcome(Fate fate, String caseId) {}

  /** What became of a change. */
  enum Fate {
    STARTED,
    JOINED
  }
}
