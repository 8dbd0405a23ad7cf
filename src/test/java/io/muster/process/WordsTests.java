package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTests {
  private final Words kinds = Words.oneOf("none", "corporate", "complete");
  private final Words groups = Words.someOf("approver", "operator");

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
    assertThat(Words.oneOf("one").insteadOf("two")).isEqualTo("\"one\"");
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
    assertThat(Words.duration().allow(text)).isTrue();
    assertThat(Words.repetition().allow("R1/" + text)).isTrue();
    assertThat(Words.repetition().allow("R999/" + text)).isTrue();
    for (var times : new String[] {"R0/", "R1000/", "R/", "R-1/", ""}) {
      assertThat(Words.repetition().allow(times + text)).as(times).isFalse();
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
    assertThat(Words.duration().allow(text)).isFalse();
    assertThat(Words.repetition().allow("R2/" + text)).isFalse();
  }

  @Test
  void takesAFlagThatIsOne() {
    assertThat(Words.yesOrNo().allow(false)).isTrue();
    assertThat(Words.yesOrNo().allow("false")).isFalse();
    assertThat(Words.yesOrNo().type()).isEqualTo("boolean");
  }

  @Test
  void takesAnyNameThatSaysSomething() {
    assertThat(Words.name().allow("Engineering")).isTrue();
    assertThat(Words.name().allow(" ")).isFalse();
    assertThat(Words.name().allow(4)).isFalse();
    assertThat(Words.name().mayBeWorkedOut()).isTrue();
  }
}
