package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.CaseMessages;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The vocabularies of the processes that offboarding calls or starts; they know what it knows. */
@Configuration(proxyBeanMethods = false)
class OffboardingParts {
  static final String CONTAIN_DEVICES = "containDevices";

  @Bean
  ProcessVocabulary containDevices(Offboarding offboarding) {
    return part(CONTAIN_DEVICES, offboarding);
  }

  @Bean
  ProcessVocabulary containAccounts(Offboarding offboarding) {
    return part(
        "containAccounts",
        offboarding,
        DiagramNeed.message(
            CaseMessages.MUST_GO_AT_ONCE,
            "whoever must go at once is not kept for a hand-over when HR says so later"),
        CloseOutcomes.OF_ACCOUNTS_ONLY);
  }

  @Bean
  ProcessVocabulary offboardDevice(Offboarding offboarding) {
    return part(
        "offboardDevice",
        offboarding,
        DiagramNeed.userTask(
            RemindApprovers.APPROVAL, "approvers are reminded of it, and lists of tasks show it"));
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
    return part("retireLeaver", offboarding, CloseOutcomes.OF_EVERYTHING);
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

  private static ProcessVocabulary part(String key, Offboarding whole, DiagramNeed... needs) {
    return new Part(key, whole.variables(), List.of(needs));
  }

  /**
   * A process of its own that is a part of offboarding.
   *
   * @param key its id
   * @param variables what it knows
   * @param needs what code relies on in its diagram
   */
  private record Part(String key, List<ProcessVariable<?>> variables, List<DiagramNeed> needs)
      implements ProcessVocabulary {
    @Override
    public Optional<String> partOf() {
      return Optional.of(Offboarding.KEY);
    }
  }
}
