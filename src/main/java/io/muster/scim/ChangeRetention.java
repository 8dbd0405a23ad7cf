package io.muster.scim;

import io.muster.remote.FixedDelayTask;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes what changed in mirrors so long ago that nobody asks for it any more. */
@Configuration(proxyBeanMethods = false)
class ChangeRetention {
  private static final Logger log = LoggerFactory.getLogger(ChangeRetention.class);

  @Bean
  FixedDelayTask removeScimChanges(ChangeRows changes, ScimProperties properties) {
    return new FixedDelayTask(
        "scim-retention",
        Duration.ofHours(1),
        () -> {
          var gone = changes.remove(properties.changesKept());
          if (gone > 0) {
            log.info("removed {} changes of SCIM mirrors", gone);
          }
        });
  }
}
