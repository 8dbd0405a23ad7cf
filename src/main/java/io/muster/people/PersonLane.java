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

  /** The verdict {@link #judge} would give now. The lane is held, and nothing is kept. */
  Verdict look(EmploymentChange change);

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
   * @param sources who has spoken of the person until now
   */
  record Verdict(
      @Nullable String overtaken,
      @Nullable Employment before,
      boolean hirePassedOver,
      boolean newestFacts,
      Sources sources) {}

  /**
   * Who has spoken of a person, by the event: its source, a slash, its id there.
   *
   * @param employment the newest word about the employment
   * @param facts what has told us last who the person is and where they work
   */
  record Sources(@Nullable String employment, @Nullable String facts) {
    /** True if one of both is of this source. */
    public boolean know(String source) {
      return isOf(employment, source) || isOf(facts, source);
    }

    /** True if this source has told us who the person is. */
    public boolean toldBy(String source) {
      return isOf(facts, source);
    }

    private static boolean isOf(@Nullable String event, String source) {
      return event != null && event.startsWith(source + "/");
    }
  }

  /** What a word about somebody's employment says. */
  enum Employment {
    HIRED,
    HIRE_RESCINDED,
    TERMINATED,
    TERMINATION_RESCINDED
  }
}
