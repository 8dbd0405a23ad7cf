package io.muster.leavers;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is promised about leavers.
 *
 * @param promise how long after the effective instant a leaver may take to be secured; default 1
 *     minute
 */
@ConfigurationProperties("muster.leavers")
public record LeaversProperties(@DefaultValue("1m") Duration promise) {
  /**
   * Checks the promise.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public LeaversProperties {
    if (promise.isNegative() || promise.isZero()) {
      throw new IllegalArgumentException(
          "muster.leavers.promise: set a duration above zero, such as 1m");
    }
  }
}
