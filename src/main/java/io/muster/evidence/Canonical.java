package io.muster.evidence;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in the one form of RFC 8785, so that the same content has the same hash everywhere.
 *
 * <p>It takes text, whole numbers, flags, lists and objects. Fractions are refused: none is needed,
 * and their form is the difficult part of the standard.
 */
final class Canonical {
  /** The greatest whole number that every reader of JSON keeps exactly. */
  static final long GREATEST = (1L << 53) - 1;

  private static final int FIRST_PRINTABLE = 0x20;

  private Canonical() {}

  /**
   * The canonical text.
   *
   * @throws IllegalArgumentException if there is something in it that has no one form
   */
  static String json(@Nullable Object value) {
    var text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(@Nullable Object value, StringBuilder text) {
    if (value == null || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof Integer || value instanceof Long) {
      text.append(exact(((Number) value).longValue()));
    } else if (value instanceof CharSequence || value instanceof Enum<?>) {
      quote(value.toString(), text);
    } else if (value instanceof List<?> list) {
      text.append('[');
      for (int at = 0; at < list.size(); at++) {
        text.append(at == 0 ? "" : ",");
        write(list.get(at), text);
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      object(map, text);
    } else {
      throw new IllegalArgumentException("no canonical form of a " + value.getClass().getName());
    }
  }

  private static void object(Map<?, ?> map, StringBuilder text) {
    // the order of the standard is that of UTF-16 code units, which is how Java compares text
    var sorted =
        map.entrySet().stream()
            .collect(
                Collectors.toMap(
                    member -> (String) member.getKey(),
                    member -> member,
                    (one, other) -> one,
                    TreeMap::new));
    text.append('{');
    var first = true;
    for (var member : sorted.values()) {
      text.append(first ? "" : ",");
      first = false;
      quote((String) member.getKey(), text);
      text.append(':');
      write(member.getValue(), text);
    }
    text.append('}');
  }

  private static long exact(long number) {
    if (number > GREATEST || number < -GREATEST) {
      throw new IllegalArgumentException(number + " is not kept exactly by every reader of JSON");
    }
    return number;
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int at = 0; at < value.length(); at++) {
      var one = value.charAt(at);
      if (isAlone(value, at)) {
        // half a character has no form in UTF-8
        text.append('\ufffd');
      } else {
        escape(one, text);
      }
    }
    text.append('"');
  }

  private static void escape(char one, StringBuilder text) {
    switch (one) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> {
        if (one < FIRST_PRINTABLE) {
          text.append("\\u%04x".formatted((int) one));
        } else {
          text.append(one);
        }
      }
    }
  }

  private static boolean isAlone(String value, int at) {
    var one = value.charAt(at);
    if (Character.isHighSurrogate(one)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(one)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }
}
