package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputWordsTests {
  private final OutputWords kinds = OutputWords.oneOf("none", "corporate", "complete");
  private final OutputWords groups = OutputWords.someOf("approver", "operator");

  @Test
  void knowsTheWordsThemselvesAndNothingLikeThem() {
    assertThat(kinds.allow("corporate")).isTrue();
    for (var other : new Object[] {"Corporate", " corporate", "", "two", 1, true}) {
      assertThat(kinds.allow(other)).as("%s", other).isFalse();
    }
    assertThat(kinds.allow(null)).isFalse();
    assertThat(kinds.mayBeWorkedOut()).isFalse();
  }

  @Test
  void namesWhatComesNearestFirst() {
    assertThat(kinds.insteadOf("Complet")).startsWith("\"complete\", ");
    assertThat(kinds.insteadOf("corp")).isEqualTo("\"none\", \"corporate\" or \"complete\"");
    assertThat(kinds.insteadOf("corporat")).startsWith("\"corporate\", ");
    assertThat(OutputWords.oneOf("one").insteadOf("two")).isEqualTo("\"one\"");
  }

  @Test
  void takesSeveralWhereSeveralMayBe() {
    assertThat(groups.allow("approver")).isTrue();
    assertThat(groups.allow("approver, operator")).isTrue();
    assertThat(groups.allow("approver,hr")).isFalse();
    assertThat(groups.allow("approver,")).isFalse();
    assertThat(groups.allow("")).isFalse();
    assertThat(groups.allow(true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "P1D", "PT8H", "P3DT12H", "P9999D", "PT99999H", "PT90M"})
  void takesADurationLongerThanNothing(String text) {
    assertThat(OutputWords.duration().allow(text)).isTrue();
    assertThat(OutputWords.repetition().allow("R1/" + text)).isTrue();
    assertThat(OutputWords.repetition().allow("R999/" + text)).isTrue();
    for (var times : new String[] {"R0/", "R1000/", "R/", "R-1/", ""}) {
      assertThat(OutputWords.repetition().allow(times + text)).as(times).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1DT",
        "PT0S",
        "P0D",
        "-P1D",
        "PT-1H",
        "p1d",
        "P1W",
        "P1M",
        "P1Y",
        "1 day",
        "P10000D",
        "PT100000H",
        "P1D "
      })
  void takesNothingElseForADuration(String text) {
    assertThat(OutputWords.duration().allow(text)).isFalse();
    assertThat(OutputWords.repetition().allow("R2/" + text)).isFalse();
  }

  @Test
  void takesAFlagThatIsOne() {
    assertThat(OutputWords.yesOrNo().allow(false)).isTrue();
    assertThat(OutputWords.yesOrNo().allow("false")).isFalse();
    assertThat(OutputWords.yesOrNo().type()).isEqualTo("boolean");
  }

  @Test
  void takesAnyNameThatSaysSomething() {
    assertThat(OutputWords.name().allow("Engineering")).isTrue();
    assertThat(OutputWords.name().allow(" ")).isFalse();
    assertThat(OutputWords.name().allow(4)).isFalse();
    assertThat(OutputWords.name().mayBeWorkedOut()).isTrue();
  }
}
