package io.muster.people;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A worker as single fields, so that two of them can be compared and one laid over the other. */
final class WorkerFields {
  private WorkerFields() {}

  static Map<String, @Nullable String> of(Worker worker) {
    var fields = new LinkedHashMap<String, @Nullable String>();
    fields.put("givenName", worker.givenName());
    fields.put("familyName", worker.familyName());
    fields.put("workEmail", worker.workEmail());
    fields.put("department", worker.department());
    fields.put("title", worker.title());
    fields.put("location", worker.location());
    fields.put("costCenter", worker.costCenter());
    fields.put("managerId", worker.manager() == null ? null : worker.manager().value());
    fields.put("timeZone", worker.zone().getId());
    fields.put("startDate", worker.startDate().toString());
    fields.put("legalHold", Boolean.toString(worker.legalHold()));
    return fields;
  }

  /** The fields in which {@code now} is not as {@code before}. */
  static Map<String, @Nullable String> differing(Worker before, Worker now) {
    var fields = of(now);
    var until = of(before);
    fields
        .entrySet()
        .removeIf(field -> Objects.equals(until.get(field.getKey()), field.getValue()));
    return fields;
  }

  /** The worker with these fields in place of its own. */
  static Worker with(Worker worker, Map<String, @Nullable String> fields) {
    var all = of(worker);
    all.putAll(fields);
    return read(worker.id(), all);
  }

  /** The worker of whom these are all the fields. */
  static Worker read(EmployeeId employee, Map<String, @Nullable String> fields) {
    return new Worker(
        employee,
        needed(fields, "givenName"),
        needed(fields, "familyName"),
        needed(fields, "workEmail"),
        needed(fields, "department"),
        needed(fields, "title"),
        needed(fields, "location"),
        fields.get("costCenter"),
        Optional.ofNullable(fields.get("managerId")).map(EmployeeId::new).orElse(null),
        ZoneId.of(needed(fields, "timeZone")),
        LocalDate.parse(needed(fields, "startDate")),
        Boolean.parseBoolean(fields.get("legalHold")));
  }

  private static String needed(Map<String, @Nullable String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
