package io.muster.sources.csv;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a source writes its dates. */
final class Dates {
  /** A day at either end of time has none before or after it, which somebody would ask for. */
  private static final int FURTHEST_YEAR = 9999;

  private static final Pattern BEHIND =
      Pattern.compile("([T ]\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?)? ?(Z|[+-]\\d{2}:?\\d{2})?$");

  private static final LocalDate SAMPLE = LocalDate.of(2026, 11, 24);

  private final DateTimeFormatter format;

  /**
   * Takes a pattern.
   *
   * @param property its name, for the message
   * @throws IllegalArgumentException if it is none
   */
  Dates(String pattern, String property) {
    try {
      // people write yyyy; without an era only uuuu can be read strictly, so that no 31.02. passes
      this.format =
          DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "%s is not a date format such as uuuu-MM-dd or dd.MM.uuuu".formatted(property),
          unreadable);
    }
  }

  /**
   * The date, or nothing if it is not written in the configured way. An offset, or a time, behind
   * it says nothing about a day of the calendar and is dropped.
   */
  @Nullable LocalDate read(String text) {
    var day = exactly(text);
    if (day != null) {
      return day;
    }
    var behind = BEHIND.matcher(text);
    return behind.find() ? exactly(text.substring(0, behind.start())) : null;
  }

  private @Nullable LocalDate exactly(String text) {
    try {
      var day = LocalDate.parse(text, format);
      return Math.abs(day.getYear()) > FURTHEST_YEAR ? null : day;
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  String sample() {
    return format.format(SAMPLE);
  }
}
