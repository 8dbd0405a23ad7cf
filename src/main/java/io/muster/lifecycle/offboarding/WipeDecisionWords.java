package io.muster.lifecycle.offboarding;

import io.muster.process.OutputWords;
import io.muster.process.TableWords;
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
              "wipeKind", OutputWords.oneOf("none", "corporate", "complete"),
              "approval", OutputWords.oneOf("none", "one", "two"),
              // hr, process owners and auditors never agree to a wipe
              "approvers", OutputWords.someOf("approver", "operator", "administrator"),
              "approvalTimeout", OutputWords.duration(),
              "approvalReminder", OutputWords.repetition(),
              "onSilence", OutputWords.oneOf("keepLocked", "escalate", "wipe")));

  @Bean
  TableWords wipeDecision() {
    return WORDS;
  }
}
