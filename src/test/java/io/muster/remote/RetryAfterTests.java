package io.muster.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.MovableClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTests {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "90                             | 2026-03-02T09:01:30Z",
        " 7                             | 2026-03-02T09:00:07Z",
        "0                              | 2026-03-02T09:00:01Z",
        "999999                         | 2026-03-02T10:00:00Z",
        "Mon, 02 Mar 2026 09:05:00 GMT  | 2026-03-02T09:05:00Z",
        "Mon, 02 Mar 2026 08:00:00 GMT  | 2026-03-02T09:00:01Z",
        "Tue, 03 Mar 2026 09:00:00 GMT  | 2026-03-02T10:00:00Z"
      })
  void readsSecondsAndDatesWithinBounds(String header, Instant end) {
    assertThat(RetryAfter.ends(header, clock)).contains(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
  void takesWhatItCannotReadForNothing(String header) {
    assertThat(RetryAfter.ends(header, clock)).isEmpty();
  }

  @Test
  void knowsOfNoneWhereNoneWasSent() {
    assertThat(RetryAfter.ends(null, clock)).isEmpty();
  }
}
