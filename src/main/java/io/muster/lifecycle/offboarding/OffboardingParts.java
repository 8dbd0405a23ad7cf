package io.muster.lifecycle.offboarding;

import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The vocabularies of the processes that offboarding calls or starts; they know what it knows. */
@Configuration(proxyBeanMethods = false)
class OffboardingParts {
  @Bean
  ProcessVocabulary containDevices(Offboarding offboarding) {
    return part("containDevices", offboarding);
  }

  @Bean
  ProcessVocabulary containAccounts(Offboarding offboarding) {
    return part("containAccounts", offboarding);
  }

  @Bean
  ProcessVocabulary offboardDevice(Offboarding offboarding) {
    return part("offboardDevice", offboarding);
  }

  @Bean
  ProcessVocabulary wipeWhenAwake(Offboarding offboarding) {
    return part("wipeWhenAwake", offboarding);
  }

  @Bean
  ProcessVocabulary keepDevice(Offboarding offboarding) {
    return part("keepDevice", offboarding);
  }

  @Bean
  ProcessVocabulary moreDevices(Offboarding offboarding) {
    return part("moreDevices", offboarding);
  }

  @Bean
  ProcessVocabulary retireLeaver(Offboarding offboarding) {
    return part("retireLeaver", offboarding);
  }

  @Bean
  ProcessVocabulary takeBackLeaving(Offboarding offboarding) {
    return part("takeBackLeaving", offboarding);
  }

  @Bean
  ProcessVocabulary returnConsent(Offboarding offboarding) {
    return part("returnConsent", offboarding);
  }

  @Bean
  ProcessVocabulary residueSweep(Offboarding offboarding) {
    return part(Sweeps.KEY, offboarding);
  }

  private static ProcessVocabulary part(String key, Offboarding whole) {
    return new Part(key, whole.variables());
  }

  /**
   * A process of its own that is a part of offboarding.
   *
   * @param key its id
   * @param variables what it knows
   */
  private record Part(String key, List<ProcessVariable<?>> variables) implements ProcessVocabulary {
    @Override
    public Optional<String> partOf() {
      return Optional.of(Offboarding.KEY);
    }
  }
}
