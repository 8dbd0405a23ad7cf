package io.muster.lifecycle.sync;

import io.muster.remote.FixedDelayTask;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks again and again whether a sync is due, where there is any. */
@Configuration(proxyBeanMethods = false)
class SyncClock {
  @Bean
  FixedDelayTask startSyncs(Syncs syncs, SyncProperties properties) {
    return new FixedDelayTask("directory-sync", properties.poll(), syncs::startDue);
  }
}
