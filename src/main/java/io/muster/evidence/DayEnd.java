package io.muster.evidence;

import io.muster.lifecycle.Alarms;
import io.muster.remote.FixedDelayTask;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Closes the days that are over, has them time-stamped, and tells operators what does not work. */
@Component
class DayEnd {
  static final String ABOUT = "evidence.signing-key";

  private final DailyHeads heads;
  private final TimeStamps stamps;
  private final Alarms alarms;

  DayEnd(DailyHeads heads, TimeStamps stamps, Alarms alarms) {
    this.heads = heads;
    this.stamps = stamps;
    this.alarms = alarms;
  }

  void look() {
    try {
      heads.close();
      alarms.over(ABOUT);
    } catch (KeyOutOfReach away) {
      alarms.raise(
          ABOUT,
          "A day of evidence is not closed: %s Until it is, nothing shows what is dropped from the end of a chain. It is tried again every ten minutes; look at the module, its session and its PIN."
              .formatted(away.getMessage()));
    }
    stamps.stamp();
  }

  @Configuration(proxyBeanMethods = false)
  static class Regularly {
    @Bean
    FixedDelayTask evidenceHeads(DayEnd end) {
      return new FixedDelayTask("evidence-heads", Duration.ofMinutes(10), end::look);
    }
  }
}
