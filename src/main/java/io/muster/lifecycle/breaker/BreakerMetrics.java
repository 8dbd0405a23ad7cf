package io.muster.lifecycle.breaker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.safety.Destruction;
import org.springframework.stereotype.Component;

/** Whether wipes wait, read from the database, so that each node shows the same. */
@Component
class BreakerMetrics {
  BreakerMetrics(MeterRegistry meters, Destruction destruction) {
    Gauge.builder("muster.wipes.breaker.open", () -> destruction.state().opening() == null ? 0 : 1)
        .description("1 while the breaker is open and wipes wait for two people")
        .register(meters);
    Gauge.builder("muster.wipes.paused", () -> destruction.state().pause() == null ? 0 : 1)
        .description("1 while wipes are paused by a person")
        .register(meters);
    Gauge.builder("muster.wipes.waiting", () -> destruction.state().waiting().size())
        .description("Wipes that wait for the breaker or the pause")
        .register(meters);
  }
}
