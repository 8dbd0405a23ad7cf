package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTests {
  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 s",
    "PT0S, 0 s",
    "PT0.999S, 0 s",
    "PT59S, 59 s",
    "PT60S, 1 min",
    "PT61S, 1 min 1 s",
    "PT59M59S, 59 min 59 s",
    "PT1H, 1 h",
    "PT1H1M, 1 h 1 min",
    "PT47H59M, 47 h 59 min",
    "PT48H, 2 days",
    "P40D, 40 days"
  })
  void saysSpansAsPeopleDo(String span, String words) {
    assertThat(Times.span(Duration.parse(span))).isEqualTo(words);
  }
}
