package io.muster.lifecycle.sync;

import io.muster.remote.Metronome;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks again and again whether a sync is due, where there is any. */
@Configuration(proxyBeanMethods = false)
class SyncClock {
  @Bean
  Metronome startSyncs(Syncs syncs, SyncProperties properties) {
    return new Metronome("directory-sync", properties.poll(), syncs::startDue);
  }
}
