package io.muster.lifecycle.onboarding;

import io.muster.process.TableWords;
import io.muster.process.Words;
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
    return new TableWords("connectionRouting", Map.of("connection", Words.name()));
  }

  @Bean
  TableWords expectedGroups() {
    return new TableWords("expectedGroups", Map.of("group", Words.name()));
  }

  @Bean
  TableWords policyAssignment() {
    return new TableWords(
        "policyAssignment", Map.of("group", Words.name(), "policy", Words.name()));
  }

  @Bean
  TableWords deviceEntitlement() {
    return new TableWords(
        "deviceEntitlement", Map.of("deviceDue", Words.oneOf("none", "personal", "corporate")));
  }

  @Bean
  TableWords accessDeployment() {
    return new TableWords("accessDeployment", Map.of("accessPolicy", Words.name()));
  }
}
