package io.muster.people;

import io.muster.people.UnreadableChange.Problem;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads single fields and collects what is wrong instead of stopping at it.
 *
 * <p>A field that cannot be read yields a stand-in, so that reading can go on; {@link #done()}
 * refuses the whole if there was any.
 */
final class FieldReader {
  private static final int LONGEST_NAME = 50;
  private static final int LONGEST_TEXT = 200;
  private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  // the joiners (200C, 200D) belong to Persian and Indic spelling, the middle dot to Catalan
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{M}\\p{Nd} '\u2019\\p{Pd}.,()\u00b7\u200c\u200d]+");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  // controls, invisible direction marks, broken surrogates, private characters
  private static final Pattern UNWRITABLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]");
  private static final Pattern CODE = Pattern.compile("[$#]\\{|[<>]");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9_%+'-]+(\\.[A-Za-z0-9_%+'-]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  FieldReader(String type, Set<String> known, Map<String, ?> fields) {
    fields.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            problem(name, "is not a field of " + type + "; its fields are " + known);
          } else if (value != null) {
            this.fields.put(name, value);
          }
        });
  }

  String name(String field) {
    var name = required(field, LONGEST_NAME);
    if (name != null && (!NAME.matcher(name).matches() || !LETTER.matcher(name).find())) {
      problem(
          field,
          "is not a name: letters, digits, spaces, apostrophes, hyphens, dots, commas and"
              + " parentheses, at least one letter");
    }
    return name == null ? "?" : name;
  }

  String text(String field) {
    var text = required(field, LONGEST_TEXT);
    return text == null ? "?" : text;
  }

  @Nullable String optionalText(String field) {
    return read(field, LONGEST_TEXT);
  }

  String email(String field) {
    var email = required(field, LONGEST_TEXT);
    if (email != null && (!EMAIL.matcher(email).matches() || email.indexOf('@') > 64)) {
      problem(field, "is not an e-mail address such as ada.lovelace@example.com");
    }
    return email == null ? "?" : email;
  }

  EmployeeId id(String field) {
    var id = required(field, LONGEST_TEXT);
    var employee = id == null ? null : employee(field, id);
    return employee == null ? new EmployeeId("0") : employee;
  }

  @Nullable EmployeeId optionalId(String field) {
    var id = read(field, LONGEST_TEXT);
    return id == null ? null : employee(field, id);
  }

  ZoneId zone(String field) {
    var zone = required(field, LONGEST_TEXT);
    var known = zone == null ? null : zone(field, zone);
    return known == null ? ZoneId.of("Etc/UTC") : known;
  }

  @Nullable ZoneId optionalZone(String field) {
    var zone = read(field, LONGEST_TEXT);
    return zone == null ? null : zone(field, zone);
  }

  LocalDate date(String field) {
    var text = required(field, LONGEST_TEXT);
    return text == null ? EARLIEST : date(field, text);
  }

  @Nullable LocalDate optionalDate(String field) {
    var text = read(field, LONGEST_TEXT);
    return text == null ? null : date(field, text);
  }

  private LocalDate date(String field, String text) {
    try {
      var date = LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE);
      if (!date.isBefore(EARLIEST) && !date.isAfter(LATEST)) {
        return date;
      }
      problem(field, "is not a date between " + EARLIEST + " and " + LATEST);
    } catch (DateTimeParseException notADate) {
      problem(field, "is not a date such as 2026-11-24");
    }
    return EARLIEST;
  }

  boolean flag(String field) {
    var value = fields.get(field);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    problem(field, "is not true or false");
    return false;
  }

  <T> T oneOf(String field, Map<String, T> choices, T otherwise) {
    var text = read(field, LONGEST_TEXT);
    if (text == null) {
      return otherwise;
    }
    var choice = choices.get(text);
    if (choice == null) {
      problem(field, "is not one of " + choices.keySet());
      return otherwise;
    }
    return choice;
  }

  /**
   * Ends the reading.
   *
   * @throws UnreadableChange if there was any problem
   */
  void done() {
    if (!problems.isEmpty()) {
      throw new UnreadableChange(problems);
    }
  }

  private @Nullable EmployeeId employee(String field, String id) {
    try {
      return new EmployeeId(id);
    } catch (IllegalArgumentException notAnId) {
      problem(field, "is not an employee id: 1 to 64 letters, digits, dots, dashes, underscores");
      return null;
    }
  }

  private @Nullable ZoneId zone(String field, String zone) {
    if (ZONES.contains(zone)) {
      return ZoneId.of(zone);
    }
    problem(field, "is not an IANA time zone such as Europe/Berlin; an offset is not enough");
    return null;
  }

  private @Nullable String required(String field, int longest) {
    var before = problems.size();
    var text = read(field, longest);
    if (text == null && problems.size() == before) {
      problem(field, "is missing");
    }
    return text;
  }

  private @Nullable String read(String field, int longest) {
    var value = fields.get(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String raw)) {
      problem(field, "is not a text");
      return null;
    }
    var text = Normalizer.normalize(raw, Normalizer.Form.NFC).replace('\u00a0', ' ').strip();
    if (text.isEmpty()) {
      return null;
    }
    if (text.codePointCount(0, text.length()) > longest) {
      problem(field, "is longer than " + longest + " characters");
      return null;
    }
    if (UNWRITABLE.matcher(text).find()) {
      problem(field, "contains control or invisible characters");
      return null;
    }
    if (CODE.matcher(text).find()) {
      problem(field, "contains ${, #{, < or >, which are not accepted anywhere");
      return null;
    }
    return text;
  }

  private void problem(String field, String detail) {
    problems.add(new Problem(field, detail));
  }
}
