package io.muster.sources;

import io.muster.remote.Metronome;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SourcesConfiguration {
  @Bean
  Metronome lookAfterSources(SourceWatch watch) {
    return new Metronome("hr-sources", Duration.ofMinutes(1), watch::look);
  }
}
