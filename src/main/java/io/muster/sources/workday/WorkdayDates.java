package io.muster.sources.workday;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** Days and moments as Workday writes them. */
final class WorkdayDates {
  private static final String OFFSET = "(?:Z|[+-]\\d{2}:\\d{2})";
  private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})" + OFFSET + "?");
  private static final Pattern MOMENT =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T[\\d:.]+" + OFFSET + "?");

  private WorkdayDates() {}

  /**
   * A day of the calendar. An offset, or a time, says nothing about it and is dropped: turned into
   * another zone it would be another day.
   */
  static LocalDate day(String what, String text) throws UnreadableResponse {
    var date = DATE.matcher(text);
    var moment = MOMENT.matcher(text);
    try {
      if (date.matches()) {
        return LocalDate.parse(date.group(1));
      }
      if (moment.matches()) {
        return LocalDate.parse(moment.group(1));
      }
    } catch (DateTimeException noSuchDay) {
      // told below
    }
    throw new UnreadableResponse("%s is not a date such as 2026-11-24".formatted(what));
  }

  /** The same text, without an offset if it is a date that has one. */
  static String plain(String text) {
    var date = DATE.matcher(text);
    return date.matches() ? date.group(1) : text;
  }

  /** A moment; one without an offset is in this zone. */
  static Instant moment(String what, String text, ZoneId zone) throws UnreadableResponse {
    try {
      return text.matches(".*" + OFFSET)
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException notAMoment) {
      throw new UnreadableResponse(
          "%s is not a moment such as 2026-11-24T09:00:00Z".formatted(what));
    }
  }
}
