package io.muster.remote;

import java.time.Duration;
import java.time.Instant;

/**
 * A short-lived token that a vendor gave us for our credentials.
 *
 * @param value the token itself
 * @param renewAt from when on another one is asked for, so that none ends under way
 */
public record AccessToken(Secret value, Instant renewAt) {
  private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);

  /** A token that was given now and lasts so long. */
  public static AccessToken lasting(String value, Duration life, Instant now) {
    var early =
        life.compareTo(RENEWED_BEFORE_END.multipliedBy(2)) < 0
            ? life.dividedBy(2)
            : RENEWED_BEFORE_END;
    return new AccessToken(new Secret(value), now.plus(life.minus(early)));
  }

  /** True if it is time to ask for another one. */
  public boolean isDue(Instant now) {
    return !now.isBefore(renewAt);
  }
}
