package io.muster.sources.workday;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a tenant has been read.
 *
 * @param asked when it was last read, whatever came of it
 * @param changes until when changes are known, or null as long as it has not been read whole
 * @param whole when it was last read whole and taken in, or null
 * @param wholeTried when that was last tried
 * @param columns which columns were read then
 */
record WindowCursor(
    Instant asked,
    @Nullable Instant changes,
    @Nullable Instant whole,
    Instant wholeTried,
    int columns) {
  private static final String NONE = "-";

  /** As it is kept. */
  String text() {
    return String.join(
        " ",
        asked.toString(),
        changes == null ? NONE : changes.toString(),
        whole == null ? NONE : whole.toString(),
        wholeTried.toString(),
        Integer.toString(columns));
  }

  /** The mark in this text; null if there is none in it, and everything is read again. */
  static @Nullable WindowCursor of(String text) {
    var parts = text.split(" ", -1);
    try {
      return parts.length == 5
          ? new WindowCursor(
              Instant.parse(parts[0]),
              parts[1].equals(NONE) ? null : Instant.parse(parts[1]),
              parts[2].equals(NONE) ? null : Instant.parse(parts[2]),
              Instant.parse(parts[3]),
              Integer.parseInt(parts[4]))
          : null;
    } catch (DateTimeException | NumberFormatException another) {
      return null;
    }
  }
}
