package io.muster.preflight;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far another system's clock is from ours, by the Date header of its answers. */
public final class ClockSkew {
  private static final Duration UNNOTICED = Duration.ofSeconds(30);
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private ClockSkew() {}

  /** What its Date header says about its clock and ours; empty if it says nothing. */
  public static Optional<Finding> in(@Nullable String date, Instant ours) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      var theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(finding(Duration.between(ours, theirs).abs()));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Finding finding(Duration apart) {
    if (apart.compareTo(UNNOTICED) <= 0) {
      return Finding.good("Its clock and ours agree.");
    }
    var what = "Its clock and ours are %d seconds apart.".formatted(apart.toSeconds());
    var remedy = "Set this machine's clock by NTP (timedatectl shows whether it is).";
    return apart.compareTo(TOLERATED) <= 0
        ? Finding.warns(what, remedy)
        : Finding.blocks(what + " Signed sign-ins are refused then.", remedy);
  }
}
