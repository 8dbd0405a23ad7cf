package io.muster;

import io.muster.node.WallClock;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where time comes from, so that a test can bring its own. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** The machine's own, which is compared with the database's even where a test moves time. */
  @Bean
  WallClock wallClock() {
    return new WallClock(Clock.systemUTC());
  }
}
