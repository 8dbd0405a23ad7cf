package io.muster.lifecycle.offboarding;

import io.muster.process.TableWords;
import io.muster.process.Words;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the table about a leaver's devices may say. */
@Configuration(proxyBeanMethods = false)
class WipeDecisionWords {
  static final TableWords WORDS =
      new TableWords(
          "wipeDecision",
          Map.of(
              "wipeKind", Words.oneOf("none", "corporate", "complete"),
              "approval", Words.oneOf("none", "one", "two"),
              // hr, process owners and auditors never agree to a wipe
              "approvers", Words.someOf("approver", "operator", "administrator"),
              "approvalTimeout", Words.duration(),
              "approvalReminder", Words.repetition(),
              "onSilence", Words.oneOf("keepLocked", "escalate", "wipe")));

  @Bean
  TableWords wipeDecision() {
    return WORDS;
  }
}
