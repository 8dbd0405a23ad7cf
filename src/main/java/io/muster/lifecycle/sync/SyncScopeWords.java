package io.muster.lifecycle.sync;

import io.muster.process.OutputWords;
import io.muster.process.TableWords;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the table about who is mirrored may say. */
@Configuration(proxyBeanMethods = false)
class SyncScopeWords {
  @Bean
  TableWords syncScope() {
    return new TableWords(
        "syncScope", Map.of("mirrored", OutputWords.yesOrNo(), "reason", OutputWords.name()));
  }
}
