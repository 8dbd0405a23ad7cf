package io.muster.lifecycle.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.safety.Destruction.State;
import io.muster.safety.Destruction.Waiting;
import io.muster.safety.WipeKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BreakerWordsTests {
  @Test
  void saysThatNothingWaits() {
    assertThat(BreakerWords.lines(waiting(0))).isEqualTo("- none");
  }

  @Test
  void namesEveryWipeThatWaits() {
    assertThat(BreakerWords.lines(waiting(2)))
        .isEqualTo(
            """
            - employee **E1**, device 1, serial number S1: everything
            - employee **E2**, device 2, serial number S2: everything
            """);
  }

  @Test
  void countsWhatWouldBeTooLongForTheEngine() {
    var lines = BreakerWords.lines(waiting(200));
    assertThat(lines).hasSizeLessThan(4000);
    var named = lines.lines().filter(line -> line.contains("employee")).count();
    assertThat(lines)
        .endsWith("- and %d more; the whole list is at /api/destruction".formatted(200 - named));
  }

  private static State waiting(int many) {
    var wipes =
        LongStream.rangeClosed(1, many)
            .mapToObj(
                number ->
                    new Waiting(
                        "plan",
                        "case",
                        "E" + number,
                        number,
                        "S" + number,
                        WipeKind.COMPLETE,
                        Instant.EPOCH))
            .toList();
    return new State(null, null, "list", wipes, List.of(), null);
  }
}
