package io.muster.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LimitsTests {
  private static final Instant START = Instant.parse("2026-11-24T12:00:40Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SimulatedClock clock = SimulatedClock.standingAt(START);

  @Test
  void aFixedWindowEndsOnTheMinuteWhenTheClockSaysSo() {
    var limits = Limits.fixed(clock, MINUTE);

    assertThat(limits.take("users", 2).remaining()).isEqualTo(1);
    assertThat(limits.take("users", 2).allowed()).isTrue();
    var refused = limits.take("users", 2);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.resetsAt()).isEqualTo(Instant.parse("2026-11-24T12:01:00Z"));
    assertThat(refused.secondsFrom(START)).isEqualTo(20);
    assertThat(limits.take("groups", 2).allowed()).isTrue();

    clock.advance(Duration.ofSeconds(20));
    assertThat(limits.take("users", 2).allowed()).isTrue();
  }

  @Test
  void aRollingWindowLetsTheNextCallPassWhenTheOldestIsOutOfIt() {
    var limits = Limits.rolling(clock, MINUTE);
    limits.take("all", 2);
    clock.advance(Duration.ofSeconds(10));
    limits.take("all", 2);

    var refused = limits.take("all", 2);

    assertThat(refused.allowed()).isFalse();
    // the refused call counts as well: two calls must leave the window, not one
    assertThat(refused.secondsFrom(clock.instant())).isEqualTo(60);
    clock.set(refused.resetsAt());
    assertThat(limits.take("all", 2).allowed()).isTrue();
  }
}
