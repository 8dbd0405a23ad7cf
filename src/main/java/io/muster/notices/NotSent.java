package io.muster.notices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notice was not taken; the message is for people and holds no address of a webhook. */
final class NotSent extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;
  private final @Nullable Instant notBefore;

  private NotSent(String why, boolean forGood, @Nullable Instant notBefore) {
    super(why, null, false, false);
    this.forGood = forGood;
    this.notBefore = notBefore;
  }

  /** A later try may succeed. */
  static NotSent forNow(String why) {
    return new NotSent(why, false, null);
  }

  /** The whole channel has to wait. */
  static NotSent until(String why, Instant notBefore) {
    return new NotSent(why, false, notBefore);
  }

  /** Trying again would change nothing. */
  static NotSent forGood(String why) {
    return new NotSent(why, true, null);
  }

  boolean isForGood() {
    return forGood;
  }

  @Nullable Instant notBefore() {
    return notBefore;
  }
}
