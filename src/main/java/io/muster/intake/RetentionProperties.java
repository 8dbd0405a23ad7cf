package io.muster.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what came in is kept.
 *
 * @param retention how long an event is kept after it came in, default 180 days, as long as the
 *     engine keeps the history of its case. At least 7 days: until then senders repeat themselves,
 *     and a repeat must be known
 */
@ConfigurationProperties("muster.inbox")
record RetentionProperties(@DefaultValue("180d") Duration retention) {
  private static final Duration LEAST = Duration.ofDays(7);

  RetentionProperties {
    if (retention.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("muster.inbox.retention is 7d or longer");
    }
  }
}
