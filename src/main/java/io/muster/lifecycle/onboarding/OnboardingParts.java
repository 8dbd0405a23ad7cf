package io.muster.lifecycle.onboarding;

import io.muster.lifecycle.ProcessPart;
import io.muster.process.ProcessVocabulary;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The vocabulary of the process that onboarding calls; it knows what onboarding knows. */
@Configuration(proxyBeanMethods = false)
class OnboardingParts {
  static final String EACH_COMPUTER = "eachComputer";

  @Bean
  ProcessVocabulary eachComputer(Onboarding onboarding) {
    return new ProcessPart(EACH_COMPUTER, onboarding);
  }
}
