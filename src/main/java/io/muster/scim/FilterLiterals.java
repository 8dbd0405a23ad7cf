package io.muster.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.captaingoldfish.scim.sdk.common.exceptions.InvalidFilterException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values in filters are JSON strings, and the library's parser knows no escapes: a quotation mark,
 * a backslash and nothing at all travel through it as characters that nobody uses.
 */
final class FilterLiterals {
  private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final char QUOTE = '\uE000';
  private static final char BACKSLASH = '\uE001';
  private static final char EMPTY = '\uE002';

  private FilterLiterals() {}

  /**
   * A filter without escapes.
   *
   * @throws InvalidFilterException if a value is no JSON string, or has characters of our own use
   */
  static String plain(String filter) {
    if (filter.indexOf(QUOTE) >= 0
        || filter.indexOf(BACKSLASH) >= 0
        || filter.indexOf(EMPTY) >= 0) {
      throw new InvalidFilterException("The filter contains characters for private use.");
    }
    return LITERAL
        .matcher(filter)
        .replaceAll(found -> Matcher.quoteReplacement(one(found.group())));
  }

  /** The value as it was meant. */
  static String meant(String value) {
    return value.replace(QUOTE, '"').replace(BACKSLASH, '\\').replace(String.valueOf(EMPTY), "");
  }

  private static String one(String literal) {
    if (literal.indexOf('\\') < 0) {
      // a value without a character is none to the parser
      return literal.equals("\"\"") ? "\"" + EMPTY + "\"" : literal;
    }
    try {
      var value = JSON.readValue(literal, String.class);
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw new InvalidFilterException("A value in the filter contains control characters.");
      }
      return "\"" + value.replace('"', QUOTE).replace('\\', BACKSLASH) + "\"";
    } catch (JsonProcessingException noJson) {
      throw new InvalidFilterException("A value in the filter is no JSON string.");
    }
  }
}
