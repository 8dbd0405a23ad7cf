package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.CaseMessages;
import io.muster.lifecycle.ProcessPart;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVocabulary;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The vocabularies of the processes that offboarding calls or starts; they know what it knows. */
@Configuration(proxyBeanMethods = false)
class OffboardingParts {
  static final String CONTAIN_DEVICES = "containDevices";

  @Bean
  ProcessVocabulary containDevices(Offboarding offboarding) {
    return new ProcessPart(CONTAIN_DEVICES, offboarding);
  }

  @Bean
  ProcessVocabulary containAccounts(Offboarding offboarding) {
    return new ProcessPart(
        "containAccounts",
        offboarding,
        DiagramNeed.message(
            CaseMessages.MUST_GO_AT_ONCE,
            "whoever must go at once is not kept for a hand-over when HR says so later"),
        CloseOutcomes.OF_ACCOUNTS_ONLY);
  }

  @Bean
  ProcessVocabulary offboardDevice(Offboarding offboarding) {
    return new ProcessPart(
        "offboardDevice",
        offboarding,
        DiagramNeed.userTask(
            RemindApprovers.APPROVAL, "approvers are reminded of it, and lists of tasks show it"));
  }

  @Bean
  ProcessVocabulary wipeWhenAwake(Offboarding offboarding) {
    return new ProcessPart("wipeWhenAwake", offboarding);
  }

  @Bean
  ProcessVocabulary keepDevice(Offboarding offboarding) {
    return new ProcessPart("keepDevice", offboarding);
  }

  @Bean
  ProcessVocabulary moreDevices(Offboarding offboarding) {
    return new ProcessPart("moreDevices", offboarding);
  }

  @Bean
  ProcessVocabulary retireLeaver(Offboarding offboarding) {
    return new ProcessPart("retireLeaver", offboarding, CloseOutcomes.OF_EVERYTHING);
  }

  @Bean
  ProcessVocabulary takeBackLeaving(Offboarding offboarding) {
    return new ProcessPart("takeBackLeaving", offboarding);
  }

  @Bean
  ProcessVocabulary returnConsent(Offboarding offboarding) {
    return new ProcessPart("returnConsent", offboarding);
  }

  @Bean
  ProcessVocabulary residueSweep(Offboarding offboarding) {
    return new ProcessPart(Sweeps.KEY, offboarding);
  }
}
