package io.muster.safety;

import java.time.Duration;

/** Times, for people. */
final class Spans {
  private static final int DAYS_FROM = 3;

  private Spans() {}

  /** Such as {@code 7 days}, {@code 24 hours} or {@code 90 minutes}. */
  static String words(Duration time) {
    if (time.toDays() >= DAYS_FROM && time.equals(Duration.ofDays(time.toDays()))) {
      return time.toDays() + " days";
    }
    if (time.toHours() > 0 && time.equals(Duration.ofHours(time.toHours()))) {
      return time.toHours() + " hours";
    }
    return time.toMinutes() + " minutes";
  }
}
