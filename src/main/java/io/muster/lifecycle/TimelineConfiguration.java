package io.muster.lifecycle;

import io.muster.people.Timeline;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads HR's events as the cases do. */
@Configuration(proxyBeanMethods = false)
class TimelineConfiguration {
  @Bean
  Timeline timeline(WaitProperties waits) {
    return new Timeline(waits.zone(), waits.preHire());
  }
}
