package io.muster.lifecycle.onboarding;

import io.muster.process.OutputWords;
import io.muster.process.TableWords;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the tables about people who come may say. Names of things elsewhere are free; whether they
 * are there, the pre-flight looks.
 */
@Configuration(proxyBeanMethods = false)
class OnboardingTableWords {
  @Bean
  TableWords connectionRouting() {
    return new TableWords("connectionRouting", Map.of("connection", OutputWords.name()));
  }

  @Bean
  TableWords expectedGroups() {
    return new TableWords("expectedGroups", Map.of("group", OutputWords.name()));
  }

  @Bean
  TableWords policyAssignment() {
    return new TableWords(
        "policyAssignment", Map.of("group", OutputWords.name(), "policy", OutputWords.name()));
  }

  @Bean
  TableWords deviceEntitlement() {
    return new TableWords(
        "deviceEntitlement",
        Map.of("deviceDue", OutputWords.oneOf("none", "personal", "corporate")));
  }

  @Bean
  TableWords accessDeployment() {
    return new TableWords("accessDeployment", Map.of("accessPolicy", OutputWords.name()));
  }
}
