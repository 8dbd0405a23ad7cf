package io.muster.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** How many leavers wait for a person, read from the database, so that each node shows the same. */
@Component
class HeldMetrics {
  HeldMetrics(MeterRegistry meters, Inbox inbox) {
    Gauge.builder(
            "muster.leavers.held",
            () -> inbox.held().values().stream().mapToLong(Long::longValue).sum())
        .description("Leavers that are kept until a person agrees, as there were too many at once")
        .register(meters);
  }
}
