package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.process.GuardedDeed.Asked;
import io.muster.process.ModelCatalog;
import io.muster.process.TaskForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.feel.api.FeelEngineBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each number that the gate refuses by, on both sides. */
class LimitsTests {
  private final Expressions expressions =
      new Expressions(new ModelCatalog(Map.of(), Map::of, Map::of));

  @AfterEach
  void timeGoesOn() {
    ClockUtil.reset();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "for i in 1..1000 return i ; true",
        "for i in 1..1001 return i ; false",
        "for i in 1000..1 return i ; true",
        "for i in -500..499 return i ; false",
        "for i in 1..10, j in 1..100 return i ; true",
        "for i in 1..10, j in 1..101 return i ; false",
        "for i in 1..10 return for j in 1..100 return j ; true",
        "for i in 1..10 return for j in 1..101 return j ; false",
        "for i in 1..n return i ; false",
        "for i in list return for j in list return i ; true",
        "for i in list return for j in list return for k in list return i ; false",
        "some i in 1..1000 satisfies i = 1 ; true",
        "some i in 1..1001 satisfies i = 1 ; false",
        "every i in 1..1000 satisfies i = 1 ; true",
        "every i in 1..99999999999999999999999 satisfies i = 1 ; false",
        "x in [1..100000000] ; true",
        "2 ** 100 ; true",
        "2 ** 101 ; false",
        "2 ** n ; false",
        "matches(a, \"^x+y*$\") ; true",
        "matches(a, \"(x+)+\") ; false",
        "matches(a, \"(x|xx)*\") ; false",
        "matches(a, b) ; false",
        "replace(a, \"x\", \"y\") ; true",
        "contains(a, \"x\") ; true",
        "function(x) x ; false",
        "if a then sum(for i in 1..2000 return i) else 1 ; false",
      })
  void howMuchWorkFeelMayMake(String feel, boolean isTaken) {
    var parsed = FeelEngineBuilder.forJava().build().parseExpression(feel);
    assertThat(parsed.isSuccess()).isTrue();

    assertThat(FeelLimits.complaint(parsed.parsedExpression().expression()).isEmpty())
        .isEqualTo(isTaken);
  }

  @Test
  void howLongAndDeepFeelMayBe() {
    assertThat(FeelLimits.size("x".repeat(4_000))).isEmpty();
    assertThat(FeelLimits.size("x".repeat(4_001))).isPresent();
    assertThat(FeelLimits.size("(".repeat(40) + ")".repeat(40))).isEmpty();
    assertThat(FeelLimits.size("[".repeat(41) + "]".repeat(41))).isPresent();
    assertThat(FeelLimits.size("() ".repeat(41))).as("side by side").isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "plusDays(366), true",
    "plusDays(367), false",
    "plusWeeks(52), true",
    "plusWeeks(53), false",
    "plusMonths(12), true",
    "plusMonths(13), false",
    "plusHours(8784), true",
    "plusHours(8785), false",
    "plusMinutes(527040), true",
    "plusMinutes(527041), false",
    "minusDays(366), true",
    "minusDays(367), false",
    "plusYears(1), false",
    "plusDays(looks), false",
    "plusDays(1 + 1), false",
    "getZone(), false",
    "getMillis(), true",
    "toDate(1), false",
    "withTimeAtStartOfDay(), true"
  })
  void howFarADateMayBeMoved(String move, boolean isTaken) {
    assertThat(complaint("${dateTime().%s}".formatted(move)).isEmpty()).isEqualTo(isTaken);
  }

  @Test
  void howLongAndDeepAnExpressionMayBe() {
    assertThat(complaint("${looks == '%s'}".formatted("x".repeat(500 - 15)))).isEmpty();
    assertThat(complaint("${looks == '%s'}".formatted("x".repeat(500 - 12)))).isPresent();
    assertThat(complaint("${%slooks%s}".formatted("(".repeat(20), ")".repeat(20)))).isEmpty();
    assertThat(complaint("${%slooks%s}".formatted("(".repeat(21), ")".repeat(21)))).isPresent();
  }

  @Test
  void aPartOfAnAnswerIsAskedForAndNothingBehindIt() {
    assertThat(complaint("${looks.many}")).isEmpty();
    assertThat(complaint("${looks.class}")).isPresent();
    assertThat(complaint("${looks.many.class}")).isPresent();
    assertThat(complaint("${now().time}")).isPresent();
  }

  private java.util.Optional<Expressions.Complaint> complaint(String expression) {
    return expressions.complaint(expression, Set.of("looks"), false);
  }

  @ParameterizedTest(name = "{1} {0}")
  @CsvSource({
    "P366D, timeDuration, true",
    "P367D, timeDuration, false",
    "2027-03-02T00:00:00Z, timeDate, true",
    "2027-03-03T00:00:00Z, timeDate, false",
    "2001-01-01T00:00:00Z, timeDate, true",
    "R999/PT1H, timeCycle, true",
    "R1000/PT1H, timeCycle, false",
    "R/PT1H, timeCycle, false",
    "soon, timeDuration, false",
    "${'soon'}, timeDuration, false",
    "${'PT1H'}, timeDuration, true",
    "${nextLook}, timeDuration, true",
    "${comment}, timeDuration, false"
  })
  void whenATimerMayGoOff(String when, String kind, boolean isTaken) {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ZERO)));
    var form =
        TaskForm.read(
            """
            {"id": "f", "components": [{"type": "textarea", "id": "c", "key": "comment"}]}
            """);

    assertThat(TimerRules.timer(when, kind, List.of(form)).isEmpty()).isEqualTo(isTaken);
  }

  @ParameterizedTest
  @CsvSource({"P90D, true", "P89D, false", "90, true", "89, false", "soon, false", "'', true"})
  void howLongHistoryIsKept(String days, boolean isTaken) {
    assertThat(HistoryRules.complaint(days, 90).isEmpty()).isEqualTo(isTaken);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "${approval == 'none'} ; true",
        "${!(approval != 'none')} ; true",
        "${not (approval == 'none')} ; false",
        "${approval != 'none'} ; false",
        "${approval != 'one'} ; false",
        "${approval == 'one'} ; false",
        "${kind == 'none'} ; false",
        "${approval} ; false",
        "${approval == 'none' || true} ; false",
      })
  void whatAFlowProves(String expression, boolean isProof) {
    assertThat(
            Conditions.read(expression)
                .filter(asked -> asked.proves(new Asked("approval", "none", true)))
                .isPresent())
        .isEqualTo(isProof);
  }

  @ParameterizedTest
  @CsvSource({
    "${more}, false",
    "${!more}, true",
    "${more == false}, true",
    "${more != true}, true",
    "${more == true}, false",
    "${more != false}, false"
  })
  void whatAFlagProves(String expression, boolean isProof) {
    assertThat(Conditions.read(expression).orElseThrow().proves(new Asked("more", false, true)))
        .isEqualTo(isProof);
    assertThat(
            Conditions.read(expression)
                .orElseThrow()
                .negated()
                .proves(new Asked("more", false, true)))
        .isEqualTo(!isProof);
  }

  @Test
  void anythingButNothingIsSomething() {
    var something = new Asked("kind", "none", false);
    assertThat(new Asked("kind", "complete", true).proves(something)).isTrue();
    assertThat(new Asked("kind", "none", true).proves(something)).isFalse();
    assertThat(new Asked("kind", "complete", false).proves(something)).isFalse();
    assertThat(new Asked("kind", "none", false).proves(something)).isTrue();
  }
}
