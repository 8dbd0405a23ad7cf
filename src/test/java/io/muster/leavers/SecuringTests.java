package io.muster.leavers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.people.EmployeeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SecuringTests {
  private static final EmployeeId ADA = new EmployeeId("E1001");
  private static final Instant NINE = Instant.parse("2026-11-24T09:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @EnumSource
  void takesTheAccountItsSessionsAndTheDevices(Kind kind) {
    var shutsOut = List.of(Kind.ACCOUNT, Kind.SESSIONS, Kind.LOCK, Kind.ISOLATION).contains(kind);
    var outcomes = new ArrayList<Outcome>();
    for (var each : Kind.values()) {
      outcomes.add(outcome(each, each == kind ? State.ACCEPTED : State.OBSERVED, 5, 7));
    }
    assertThat(Securing.securedAt(outcomes).isEmpty()).isEqualTo(shutsOut);
    assertThat(Securing.takes(kind)).isEqualTo(shutsOut);
  }

  @Test
  void isSecuredFromTheLastOfThemOn() {
    assertThat(
            Securing.securedAt(
                List.of(
                    outcome(Kind.ACCOUNT, State.OBSERVED, 9, 99),
                    outcome(Kind.LOCK, State.CLOSED, 3, 20),
                    outcome(Kind.ISOLATION, State.NOT_OBSERVABLE, 4, 12),
                    outcome(Kind.WIPE, State.OBSERVED, 500, 500))))
        .as("seen at 9, closed at 20, not observable at 12; the wipe does not count")
        .contains(NINE.plusSeconds(20));
  }

  @Test
  void takesNothingAtAllForNoProof() {
    assertThat(Securing.securedAt(List.of())).isEmpty();
    assertThat(Securing.securedAt(List.of(outcome(Kind.WIPE, State.OBSERVED, 1, 1)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, , ",
    "1, 1, 1",
    "2, 1, 2",
    "3, 2, 3",
    "19, 10, 19",
    "20, 10, 19",
    "21, 11, 20",
    "100, 50, 95"
  })
  void countsPercentilesByNearestRank(int samples, @Nullable Double p50, @Nullable Double p95) {
    var took =
        IntStream.rangeClosed(1, samples)
            .mapToObj(each -> Duration.ofSeconds(samples + 1L - each))
            .toList();
    assertThat(Spread.of(took, 3)).isEqualTo(new Spread(samples, 3, p50, p95));
  }

  @ParameterizedTest
  @CsvSource({"59999, false", "60000, false", "60001, true"})
  void isLateAfterThePromisedTimeWhetherSecuredThenOrNotYet(long millis, boolean late) {
    var instant = NINE.plusMillis(millis);
    var muchLater = NINE.plusSeconds(5000);
    assertThat(leaver(instant, null).late(new AsOf(muchLater, MINUTE))).isEqualTo(late);
    assertThat(leaver(null, null).late(new AsOf(instant, MINUTE))).isEqualTo(late);
    assertThat(leaver(null, instant).late(new AsOf(muchLater, MINUTE))).isEqualTo(late);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 0", "1, 1"})
  void countsWhatIsDoneBeforeTheEffectiveInstantAsNoTime(long seconds, long took) {
    assertThat(leaver(null, null).until(NINE.plusSeconds(seconds)))
        .isEqualTo(Duration.ofSeconds(took));
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "1, true"})
  void wantsAPromiseAboveZero(long seconds, boolean fine) {
    var promise = Duration.ofSeconds(seconds);
    ThrowingCallable made = () -> new LeaversProperties(promise);
    if (fine) {
      assertThatCode(made).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(made).hasMessageContaining("muster.leavers.promise");
    }
  }

  private static Leaver leaver(@Nullable Instant securedAt, @Nullable Instant endedAt) {
    return new Leaver(1, "case-1", ADA, NINE, securedAt, securedAt, endedAt, null);
  }

  private static Outcome outcome(Kind kind, State state, int observed, int changed) {
    return new Outcome(
        "case-1",
        ADA,
        kind,
        "t",
        state,
        "",
        NINE,
        NINE.plusSeconds(observed),
        NINE.plusSeconds(changed));
  }
}
