package io.muster.people;

import org.jspecify.annotations.Nullable;

/**
 * What HR says about one person, one word at a time, whatever order it arrives in.
 *
 * <p>Sources repeat themselves, overtake each other and come late. A word is judged by when it was
 * entered at its source, not by when it came: an older word never undoes a newer one, so every
 * order of arrival ends in the same state.
 */
public interface PersonLane {
  /**
   * Waits until nobody else works on this person, and judges the change. In the caller's
   * transaction, which holds the lane until it ends.
   */
  Verdict judge(EmploymentChange change);

  /** Waits until nobody else works on this person, for the rest of the caller's transaction. */
  void hold(EmployeeId employee);

  /**
   * Whether a change counts.
   *
   * @param overtaken why it must not be acted upon, for people; null if it is the newest word
   * @param before the newest word about the person's employment until now, or null if this is the
   *     first
   * @param hirePassedOver true if a hire has come after a newer word and was not acted upon
   * @param newestFacts true if no newer word has told us who the person is and where they work
   */
  record Verdict(
      @Nullable String overtaken,
      @Nullable Employment before,
      boolean hirePassedOver,
      boolean newestFacts) {}

  /** What a word about somebody's employment says. */
  enum Employment {
    HIRED,
    HIRE_RESCINDED,
    TERMINATED,
    TERMINATION_RESCINDED
  }
}
