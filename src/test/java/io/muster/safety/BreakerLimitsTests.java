package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.safety.BreakerLimits.Counted;
import io.muster.safety.BreakerLimits.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much may be destroyed, on both sides of every limit. */
class BreakerLimitsTests {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 10", // nobody has counted the devices
        "0, 3",
        "100, 3", // 2 %, but never fewer than the least
        "149, 3",
        "150, 3",
        "200, 4",
        "499, 9",
        "500, 10",
        "501, 10",
        "100000, 10"
      })
  void allowsTenOrTwoPercentOfTheManagedDevices(@Nullable Long managed, long most) {
    assertThat(limits(Map.of(), managed).most(Scope.ALL)).isEqualTo(most);
    assertThat(limits(Map.of(), managed).mostLately(Scope.ALL)).isEqualTo(3 * most);
  }

  @ParameterizedTest
  @CsvSource({"8, 8, false", "9, 9, false", "10, 10, true", "11, 11, true"})
  void allowsTheTenthAndNotTheEleventh(long calls, long lately, boolean opens) {
    assertThat(tooMany(limits(Map.of(), null), Scope.ALL, calls, lately)).isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({"28, false", "29, false", "30, true"})
  void allowsThreeTimesAsManyInTheLongWindow(long lately, boolean opens) {
    assertThat(tooMany(limits(Map.of(), null), Scope.ALL, 0, lately)).isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE, per-source",
    "DEPARTMENT, per-department",
    "MANAGER, per-manager",
    "CONNECTION, per-connection"
  })
  void countsEachScopeByItsOwnLimit(Scope scope, String setting) {
    var limits = limits(Map.of("muster.safety.breaker." + setting, "2"), null);
    assertThat(tooMany(limits, scope, 1, 1)).isFalse();
    assertThat(tooMany(limits, scope, 2, 2)).isTrue();
    assertThat(tooMany(limits, Scope.ALL, 2, 2)).isFalse();
  }

  @Test
  void allowsNothingWhereTheLimitIsZero() {
    assertThat(tooMany(limits(Map.of("muster.safety.breaker.most", "0"), 500L), Scope.ALL, 0, 0))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "most=-1",
        "least=-1",
        "share=-0.01",
        "share=1.01",
        "long-factor=0",
        "window=0s",
        "long-window=23h",
        "look-again=0s",
        "list-life=-1s",
        "leavers.most=-1",
        "leavers.share=2",
        "leavers.ceiling=-1",
        "leavers.least=-1",
        "leavers.long-factor=0",
        "leavers.window=0s",
        "leavers.long-window=1h"
      })
  void refusesALimitThatMakesNoSense(String setting) {
    var parts = List.of(setting.split("=", 2));
    assertThatThrownBy(
            () ->
                SafetyNode.properties(
                    Map.of("muster.safety.breaker." + parts.get(0), parts.get(1))))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining("muster.safety.breaker");
  }

  @Test
  void saysWhatWasTooMuch() {
    assertThat(
            limits(Map.of(), 500L).tooMany(List.of(new Counted(Scope.SOURCE, "workday", 10, 12))))
        .contains(
            "10 devices of the HR source 'workday' were wiped or disenrolled within 24 hours; more than 10 would be unusual, with 500 managed devices");
  }

  private static BreakerLimits limits(Map<String, String> settings, @Nullable Long managed) {
    return new BreakerLimits(SafetyNode.properties(settings).breaker(), managed);
  }

  private static boolean tooMany(BreakerLimits limits, Scope scope, long calls, long lately) {
    return limits.tooMany(List.of(new Counted(scope, "x", calls, lately))).isPresent();
  }
}
