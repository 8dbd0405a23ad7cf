package io.muster.lifecycle.sync;

import io.muster.process.TableWords;
import io.muster.process.Words;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the table about who is mirrored may say. */
@Configuration(proxyBeanMethods = false)
class SyncScopeWords {
  @Bean
  TableWords syncScope() {
    return new TableWords("syncScope", Map.of("mirrored", Words.yesOrNo(), "reason", Words.name()));
  }
}
