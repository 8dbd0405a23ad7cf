package io.muster.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what makes destruction easier waits.
 *
 * @param looseningDelay how long after enough people agreed to it such a change becomes live; not
 *     less than 1 hour, default 24 hours
 */
@ConfigurationProperties("muster.models")
public record LooseningProperties(@DefaultValue("24h") Duration looseningDelay) {
  private static final Duration SHORTEST = Duration.ofHours(1);

  /**
   * Checks the delay.
   *
   * @throws IllegalArgumentException if it is so short that nobody could see the change in time
   */
  public LooseningProperties {
    if (looseningDelay.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "muster.models.loosening-delay is %s; it must be 1h or more, or nobody sees in time what makes wipes easier."
              .formatted(looseningDelay));
    }
  }
}
