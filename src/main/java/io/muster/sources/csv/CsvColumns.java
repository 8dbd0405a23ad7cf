package io.muster.sources.csv;

import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import io.muster.sources.SettingKeys;
import io.muster.sources.Template;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which column holds which field, in the words HR uses. */
final class CsvColumns {
  /** The field that says what happened: hired or terminated. */
  static final String EVENT = "event";

  /** The field that tells an event from its repeats; may be missing. */
  static final String EVENT_ID = "eventId";

  /** The field that says whom it is about. */
  static final String EMPLOYEE = "employeeId";

  private static final String ALL = "*";

  private final Map<String, String> headers;
  private final Map<String, String> defaults;
  private final Set<String> ignored;
  private final Dates dates;

  CsvColumns(CsvProperties properties) {
    var headers = new LinkedHashMap<>(shipped());
    properties
        .columns()
        .forEach((field, header) -> headers.put(field("columns", field, headers), header));
    this.headers = Collections.unmodifiableMap(headers);
    headers.forEach(
        (field, header) -> {
          if (key(header).isEmpty()) {
            throw new IllegalArgumentException(
                "muster.csv.columns.%s names no column".formatted(field));
          }
        });
    var defaults = new LinkedHashMap<String, String>();
    properties
        .defaults()
        .forEach((field, value) -> defaults.put(field("defaults", field, headers), value));
    this.defaults = Collections.unmodifiableMap(defaults);
    defaults.forEach(
        (name, value) -> Template.parts(value).forEach(part -> field("defaults", part, headers)));
    this.ignored =
        properties.ignoredColumns().stream()
            .map(header -> header.strip().equals(ALL) ? ALL : key(header))
            .collect(Collectors.toUnmodifiableSet());
    this.dates = new Dates(properties.dateFormat(), "muster.csv.date-format");
  }

  /** The header of each field, in the order people write them. */
  static Map<String, String> shipped() {
    var headers = new LinkedHashMap<String, String>();
    headers.put(EVENT, "Event");
    headers.put(EVENT_ID, "Event ID");
    headers.put(EMPLOYEE, "Employee ID");
    headers.put("givenName", "First name");
    headers.put("familyName", "Last name");
    headers.put("workEmail", "Work email");
    headers.put("department", "Department");
    headers.put("title", "Job title");
    headers.put("location", "Location");
    headers.put("costCenter", "Cost center");
    headers.put("managerId", "Manager ID");
    headers.put("timeZone", "Time zone");
    headers.put("startDate", "Start date");
    headers.put("effectiveDate", "Effective date");
    headers.put("lastDayOfWork", "Last day of work");
    headers.put("firstDay", "First day of leave");
    headers.put("returnDay", "Day of return");
    headers.put("leaveKind", "Kind of leave");
    headers.put("reason", "Reason");
    headers.put("immediate", "Immediate");
    headers.put("legalHold", "Legal hold");
    return headers;
  }

  /** How headers are compared: letters and digits only, in lower case. */
  static String key(String header) {
    return SettingKeys.key(header);
  }

  Set<String> fields() {
    return headers.keySet();
  }

  /** What HR calls the field. */
  String header(String field) {
    return headers.getOrDefault(field, field);
  }

  @Nullable String otherwise(String field) {
    return defaults.get(field);
  }

  /**
   * The default of a field for one row; null if there is none, or the row does not say what it is
   * made of.
   */
  @Nullable String otherwise(String field, Function<String, @Nullable String> row) {
    var value = defaults.get(field);
    return value == null ? null : Template.filled(value, row);
  }

  boolean ignores(String header) {
    return ignored.contains(ALL) || ignored.contains(key(header));
  }

  /** The date, or nothing if it is not written in the configured way. */
  @Nullable LocalDate date(String text) {
    return dates.read(text);
  }

  String sampleDate() {
    return dates.sample();
  }

  /** The fields without which there is no event of this type; asked of the one who reads them. */
  static Set<String> required(String type) {
    try {
      EmploymentFacts.read(new Origin("csv", "none", Instant.EPOCH), type, Map.of());
      return Set.of();
    } catch (UnreadableChange missing) {
      return missing.problems().stream()
          .map(UnreadableChange.Problem::field)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  private static String field(String property, String name, Map<String, String> headers) {
    return headers.keySet().stream()
        .filter(field -> key(field).equals(key(name)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "muster.csv.%s.%s is no field; the fields are %s"
                        .formatted(property, name, headers.keySet())));
  }
}
