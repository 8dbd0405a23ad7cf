package io.muster.sources.bamboohr;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How far a company has been read.
 *
 * @param changes the last change that was taken in, on BambooHR's clock
 * @param everybody when everybody was read, on ours
 */
record ChangeCursor(Instant changes, Instant everybody) {
  static Optional<ChangeCursor> read(Optional<String> kept) {
    return kept.map(text -> text.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new ChangeCursor(Instant.parse(parts[0]), Instant.parse(parts[1])));
  }

  String text() {
    return changes + " " + everybody;
  }

  /** True if everybody was last read before the last time of day at which they should have been. */
  boolean isFullReadDue(Instant now, LocalTime at) {
    var today = now.atOffset(ZoneOffset.UTC).toLocalDate().atTime(at).toInstant(ZoneOffset.UTC);
    var due = today.isAfter(now) ? today.minusSeconds(24 * 60 * 60) : today;
    return everybody.isBefore(due);
  }
}
