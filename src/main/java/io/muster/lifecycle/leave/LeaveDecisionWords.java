package io.muster.lifecycle.leave;

import io.muster.process.OutputWords;
import io.muster.process.TableWords;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the table about people on leave may say. */
@Configuration(proxyBeanMethods = false)
class LeaveDecisionWords {
  @Bean
  TableWords leaveDecision() {
    return new TableWords(
        "leaveDecision", Map.of("duringLeave", OutputWords.oneOf("keep", "suspendAccount")));
  }
}
