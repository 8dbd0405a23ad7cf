package io.muster.simulator.bamboohr;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One record: what was entered when, and from when on it holds. */
final class Person {
  final String id;
  final Instant inserted;
  @Nullable Instant updated;
  boolean setInactive;
  private final List<Entered> entries = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  Person(String id, Instant inserted) {
    this.id = id;
    this.inserted = inserted;
  }

  /** One value of a field without history. */
  private record Entered(String field, @Nullable String value, Instant at) {}

  /** One row of a table; in force from its day on until a later one is. */
  static final class Row {
    final int number;
    final String table;
    LocalDate date;
    final Map<String, String> values;
    final Instant entered;
    @Nullable Instant withdrawn;
    boolean told;

    Row(int number, String table, LocalDate date, Map<String, String> values, Instant entered) {
      this.number = number;
      this.table = table;
      this.date = date;
      this.values = new LinkedHashMap<>(values);
      this.entered = entered;
    }

    boolean stands() {
      return withdrawn == null;
    }
  }

  void enter(String field, @Nullable String value, Instant at) {
    entries.add(new Entered(field, value, at));
  }

  /** What is written in a field now. */
  @Nullable String entered(String field) {
    String value = null;
    for (var entry : entries) {
      if (entry.field().equals(field)) {
        value = entry.value();
      }
    }
    return value;
  }

  /** What was written in a field at that moment. */
  @Nullable String entered(String field, Instant at) {
    String value = null;
    for (var entry : entries) {
      if (entry.field().equals(field) && !entry.at().isAfter(at)) {
        value = entry.value();
      }
    }
    return value;
  }

  void add(Row row) {
    rows.add(row);
  }

  /** The rows that stand, in the order in which they were entered. */
  List<Row> rows(String table) {
    return rows.stream().filter(row -> row.table.equals(table) && row.stands()).toList();
  }

  List<Row> allRows() {
    return rows;
  }

  /** The row in force on that day; the one entered last if there are two of one date. */
  Optional<Row> inForce(String table, LocalDate day) {
    return rows(table).stream()
        .filter(row -> !row.date.isAfter(day))
        .max(Comparator.comparing((Row row) -> row.date).thenComparing(row -> row.number));
  }

  /** The row that will be in force in the end. */
  Optional<Row> latest(String table) {
    return inForce(table, LocalDate.MAX);
  }

  boolean active(LocalDate today) {
    var hired = entered("hireDate");
    var terminated =
        inForce(Columns.EMPLOYMENT, today)
            .filter(row -> Columns.TERMINATED.equals(row.values.get("employmentStatus")))
            .isPresent();
    return !setInactive && hired != null && !LocalDate.parse(hired).isAfter(today) && !terminated;
  }

  Instant lastChanged() {
    return updated == null ? inserted : updated;
  }
}
