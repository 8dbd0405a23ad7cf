package io.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LooseningPropertiesTests {
  @Test
  void theDelayIsAnHourOrMore() {
    assertThat(new LooseningProperties(Duration.ofHours(1)).looseningDelay()).hasHours(1);
    assertThatThrownBy(() -> new LooseningProperties(Duration.ofSeconds(3599)))
        .hasMessageContaining("must be 1h or more");
    assertThatThrownBy(() -> new LooseningProperties(Duration.ZERO))
        .hasMessageContaining("muster.models.loosening-delay");
  }
}
