package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedJobMarksTests {
  private final SharedJobMarks marks =
      new SharedJobMarks(
          step -> Optional.empty(),
          process ->
              process.equals("onboarding")
                  ? List.of(
                      DiagramNeed.start("hired", "it begins there"),
                      DiagramNeed.firstDay("opens", ProcessVariable.text("day"), "HR moves it"),
                      DiagramNeed.timer("waitForRules", "it is ended early"))
                  : List.of());

  /** Whoever takes a hire back looks whether the case is still there, and then nothing was done. */
  @Test
  void nothingIsDoneInTheJobsByWhichCodeTellsThatNothingWasDone() {
    assertThat(marks.mayBeShared("onboarding", "hired")).isFalse();
    assertThat(marks.mayBeShared("onboarding", "opens")).isFalse();
  }

  @Test
  void otherTimersAndOtherProcessesShareTheirJobs() {
    assertThat(marks.mayBeShared("onboarding", "waitForRules")).isTrue();
    assertThat(marks.mayBeShared("eachComputer", "hired")).isTrue();
  }
}
