package io.muster.sources;

import io.muster.remote.FixedDelayTask;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SourcesConfiguration {
  @Bean
  FixedDelayTask lookAfterSources(SourceWatch watch) {
    return new FixedDelayTask("hr-sources", Duration.ofMinutes(1), watch::look);
  }
}
