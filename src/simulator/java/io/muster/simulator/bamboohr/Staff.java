package io.muster.simulator.bamboohr;

import io.muster.simulator.bamboohr.Person.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The company's people, and what has changed about them and when. */
final class Staff {
  private final BambooHrOptions options;
  private final Clock clock;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, Instant> deleted = new LinkedHashMap<>();
  private Predicate<String> shown = id -> true;
  private Listener listener = (type, person, fields) -> {};
  private int lastId = 100;
  private int lastRow = 500;

  Staff(BambooHrOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /** Hears of what webhooks tell. */
  interface Listener {
    void happened(String type, String person, List<String> fields);
  }

  void tell(Listener newListener) {
    listener = newListener;
  }

  Instant now() {
    return clock.instant();
  }

  LocalDate today() {
    return today(options.zone());
  }

  private LocalDate today(ZoneId zone) {
    return clock.instant().atZone(zone).toLocalDate();
  }

  List<Person> all() {
    return List.copyOf(people.values());
  }

  /** Only these are shown to whoever calls; what a narrowed access level does. */
  void showOnly(Predicate<String> ids) {
    shown = ids;
  }

  /** Those whom callers may see. */
  List<Person> visible() {
    return people.values().stream().filter(person -> shown.test(person.id)).toList();
  }

  Optional<Person> visible(String id) {
    return find(id).filter(person -> shown.test(person.id));
  }

  Optional<Person> find(String id) {
    return Optional.ofNullable(people.get(id));
  }

  /** The moments at which records were deleted, by id. */
  Map<String, Instant> deleted() {
    return deleted;
  }

  // what HR does

  /** A new record tells first that it was created, and then that it was updated. */
  String create(Map<String, String> fields) {
    var person = new Person(Integer.toString(++lastId), now());
    people.put(person.id, person);
    fields.forEach((field, value) -> person.enter(field, value, now()));
    listener.happened("created", person.id, List.of());
    listener.happened("updated", person.id, List.copyOf(new TreeSet<>(fields.keySet())));
    return person.id;
  }

  void change(Person person, String field, @Nullable String value) {
    person.enter(field, value, now());
    touch(person);
    listener.happened("updated", person.id, List.of(field));
  }

  void setInactive(Person person, boolean inactive) {
    person.setInactive = inactive;
    touch(person);
    listener.happened("updated", person.id, List.of("status"));
  }

  /** Enters a row; what is of today or before is told at once, the rest when it is in force. */
  int addRow(Person person, String table, LocalDate date, Map<String, String> values) {
    var row = new Row(++lastRow, table, date, values, now());
    person.add(row);
    touch(person);
    settle();
    return row.number;
  }

  /** Takes a row back, as if it had never been entered. */
  void withdraw(Person person, int number) {
    for (var row : person.allRows()) {
      if (row.number == number) {
        row.withdrawn = now();
        touch(person);
        if (row.told) {
          listener.happened("updated", person.id, fieldsOf(row));
        }
      }
    }
  }

  /** Enters another day and other values into a row that is there. */
  void rewrite(Person person, int number, LocalDate date, Map<String, String> values) {
    for (var row : person.allRows()) {
      if (row.number == number) {
        row.date = date;
        row.values.putAll(values);
        touch(person);
        if (row.told) {
          listener.happened("updated", person.id, fieldsOf(row));
        }
      }
    }
  }

  void delete(Person person) {
    people.remove(person.id);
    deleted.put(person.id, now());
    listener.happened("deleted", person.id, List.of());
  }

  private void touch(Person person) {
    person.updated = now();
  }

  /** Tells of rows whose day has come. */
  void settle() {
    var today = today();
    for (var person : all()) {
      for (var row : person.allRows()) {
        if (row.stands() && !row.told && !row.date.isAfter(today)) {
          row.told = true;
          if (options.listsOnEffect()) {
            touch(person);
          }
          listener.happened("updated", person.id, fieldsOf(row));
        }
      }
    }
  }

  private static List<String> fieldsOf(Row row) {
    var fields = new ArrayList<String>();
    if (row.table.equals(Columns.EMPLOYMENT)) {
      fields.add("employmentHistoryStatus");
      if (Columns.TERMINATED.equals(row.values.get("employmentStatus"))) {
        fields.add("status");
      }
    } else {
      Columns.FROM_JOB.forEach(
          (field, column) -> {
            if (row.values.containsKey(column)) {
              fields.add(field);
            }
          });
    }
    return fields;
  }

  // what is seen

  /**
   * A field of a person; null if it is empty.
   *
   * @param onlyCurrent whether what is not in force yet is passed over
   */
  @Nullable String value(Person person, String field, boolean onlyCurrent) {
    var today = today();
    var day = onlyCurrent ? today : LocalDate.MAX;
    var column = Columns.FROM_JOB.get(field);
    if (column != null) {
      var said = person.inForce(Columns.JOB, day).map(row -> row.values.get(column)).orElse(null);
      return field.equals("supervisor") ? displayName(said) : said;
    }
    return switch (field) {
      case "id" -> person.id;
      case "status" -> person.active(today) ? "Active" : "Inactive";
      case "employmentHistoryStatus" ->
          person
              .inForce(Columns.EMPLOYMENT, day)
              .map(row -> row.values.get("employmentStatus"))
              .orElse(null);
      case "terminationDate" ->
          date(
              person
                  .inForce(Columns.EMPLOYMENT, day)
                  .filter(row -> Columns.TERMINATED.equals(row.values.get("employmentStatus")))
                  .map(row -> row.date.toString())
                  .orElse(null));
      case "supervisorId" -> supervisor(person, day);
      case "supervisorEId" -> {
        var boss = supervisor(person, day);
        yield boss == null
            ? null
            : find(boss).map(found -> found.entered("employeeNumber")).orElse(null);
      }
      case "lastChanged" -> stamp(person.lastChanged());
      default -> {
        var entered = person.entered(field);
        yield Columns.DATES.contains(field) ? date(entered) : entered;
      }
    };
  }

  private @Nullable String supervisor(Person person, LocalDate day) {
    return person.inForce(Columns.JOB, day).map(row -> row.values.get("reportsTo")).orElse(null);
  }

  /** Tables and fields show the manager's name, which is nobody's key. */
  @Nullable String displayName(@Nullable String id) {
    return id == null
        ? null
        : find(id)
            .map(boss -> boss.entered("firstName") + " " + boss.entered("lastName"))
            .orElse(null);
  }

  private @Nullable String date(@Nullable String entered) {
    return entered == null ? options.emptyDate() : entered;
  }

  /** How BambooHR writes a moment. */
  static String stamp(Instant instant) {
    return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString().replace("Z", "")
        + "+00:00";
  }
}
