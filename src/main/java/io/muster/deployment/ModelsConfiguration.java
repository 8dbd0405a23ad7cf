package io.muster.deployment;

import io.muster.guard.Loosenings;
import io.muster.remote.FixedDelayTask;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deploys the bundles when the engine stands, and watches the folder from then on. */
@Configuration(proxyBeanMethods = false)
class ModelsConfiguration {
  @Bean
  ModelFiles modelFiles(ModelsProperties properties) {
    return new ModelFiles(ModelFiles.inTheJar(), properties.modelsDir());
  }

  @Bean
  Models models(
      RepositoryService repository, ModelFiles files, Clock clock, Loosenings loosenings) {
    return new Models(repository, files, clock, loosenings);
  }

  @Bean
  FixedDelayTask releaseOfModels(AgreedModels agreed) {
    return new FixedDelayTask("agreed-models", Duration.ofMinutes(1), agreed::release);
  }

  @Bean
  FixedDelayTask deletedModels(Models models) {
    return new FixedDelayTask("deleted-models", Duration.ofMinutes(1), models::heal);
  }

  @Bean
  ModelsWatch modelsWatch(Models models, ModelsProperties properties) {
    return new ModelsWatch(models, properties);
  }
}
