package io.muster.sources.bamboohr;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record as BambooHR shows it.
 *
 * @param record its id
 * @param fields what is in force; a field we may not see is left out
 * @param employment the rows of employment in their order
 * @param jobs the rows of the job in their order
 */
record RawEmployee(
    String record, Map<String, @Nullable String> fields, List<Row> employment, List<Row> jobs) {

  /** The same with what this says where nothing is said yet. */
  RawEmployee filledFrom(Map<String, @Nullable String> more) {
    var all = new LinkedHashMap<>(fields);
    more.forEach(
        (field, value) -> {
          if (value != null && !Texts.says(all, field)) {
            all.put(field, value);
          }
        });
    return new RawEmployee(record, all, employment, jobs);
  }

  boolean says(String field) {
    return Texts.says(fields, field);
  }

  /** The fields as the row of the job that is in force on that day has them, if empty so far. */
  Map<String, @Nullable String> fieldsOn(LocalDate day) {
    var row = inForce(jobs, day);
    return row.map(found -> filledFrom(columns(found)).fields()).orElse(fields);
  }

  /** The rows of the job that come into force after that day, the soonest first. */
  List<Row> jobsAfter(LocalDate day) {
    return jobs.stream().filter(row -> row.date().isAfter(day)).toList();
  }

  static Optional<Row> inForce(List<Row> rows, LocalDate day) {
    return rows.stream().filter(row -> !row.date().isAfter(day)).reduce((first, last) -> last);
  }

  /** What a row says about the person; whose row it is, and the manager's mere name, is not. */
  static Map<String, @Nullable String> columns(Row row) {
    var columns = new LinkedHashMap<>(row.values());
    columns.keySet().removeAll(List.of("id", "employeeId", "date", "reportsTo"));
    return columns;
  }
}
