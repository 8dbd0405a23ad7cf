package io.muster.intake;

import io.muster.remote.FixedDelayTask;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes events whose time has come, with the personal data in them. */
@Component
class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final JdbcClient jdbc;
  private final RetentionProperties properties;
  private final Clock clock;

  Retention(JdbcClient jdbc, RetentionProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** An event is never removed while its case runs, or while it waits for somebody. */
  int purge() {
    var until =
        OffsetDateTime.ofInstant(clock.instant().minus(properties.retention()), ZoneOffset.UTC);
    var gone =
        jdbc.sql(
                """
                delete from muster_inbox i where i.taken_at < ? and i.fate <> 'HELD'
                  and not exists (select 1 from muster_case c where c.case_id = i.case_id)
                """)
            .param(until)
            .update();
    if (gone > 0) {
      log.info("removed {} events older than {} from the inbox", gone, properties.retention());
    }
    return gone;
  }

  @Configuration(proxyBeanMethods = false)
  static class Hourly {
    @Bean
    FixedDelayTask purgeInbox(Retention retention) {
      return new FixedDelayTask("inbox-retention", Duration.ofHours(1), retention::purge);
    }
  }
}
