package io.muster.sources.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How BambooHR writes things. */
final class Texts {
  /** BambooHR writes an offset with and without a colon. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]", Locale.ROOT);

  /** A day at either end of time has none before or after it, which somebody would ask for. */
  private static final int FURTHEST_YEAR = 9999;

  private Texts() {}

  /** Every member as text, numbers too; an empty date is empty and no day. */
  static Map<String, @Nullable String> of(JsonNode object) {
    var texts = new LinkedHashMap<String, @Nullable String>();
    for (var member : object.properties()) {
      var value = member.getValue();
      if (value.isNull() || value.isValueNode()) {
        var text = value.isNull() ? null : value.asText();
        texts.put(member.getKey(), "0000-00-00".equals(text) ? null : text);
      }
    }
    return texts;
  }

  /** A moment as BambooHR writes it; null if it does not. */
  static @Nullable Instant moment(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : OffsetDateTime.parse(text, STAMP).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** A day as BambooHR writes it; null if there is none, for which it has three ways. */
  static @Nullable LocalDate day(@Nullable String text) {
    try {
      if (text == null || text.isBlank() || text.startsWith("0000")) {
        return null;
      }
      var day = LocalDate.parse(text);
      return Math.abs(day.getYear()) > FURTHEST_YEAR ? null : day;
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  static boolean says(Map<String, @Nullable String> values, String name) {
    var said = values.get(name);
    return said != null && !said.isBlank();
  }
}
