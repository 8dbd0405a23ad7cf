package io.muster.simulator.okta;

import java.time.Duration;

/**
 * How this org behaves.
 *
 * @param token the API token it accepts
 * @param perMinute calls a minute before 429
 * @param ruleDelay how long a group rule takes to be evaluated after a change
 * @param indexDelay how long a search does not see a change
 */
public record OktaOptions(String token, int perMinute, Duration ruleDelay, Duration indexDelay) {
  /** Slow rules and a lagging index, as in a real org; 600 calls a minute. */
  public static OktaOptions realistic(String token) {
    return new OktaOptions(token, 600, Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  /** Everything at once, as often as asked. */
  public static OktaOptions prompt(String token) {
    return new OktaOptions(token, Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO);
  }
}
