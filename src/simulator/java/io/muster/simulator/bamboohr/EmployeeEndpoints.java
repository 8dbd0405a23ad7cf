package io.muster.simulator.bamboohr;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.bamboohr.Access.Caller;
import io.muster.simulator.bamboohr.Person.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One person, the rows of their tables, and who has changed. */
final class EmployeeEndpoints {
  private static final int MOST_FIELDS = 400;
  private static final Set<String> TYPES = Set.of("inserted", "updated", "deleted", "all");
  private static final DateTimeFormatter SINCE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[XXX][XX]", Locale.ROOT);

  private final BambooHrOptions options;
  private final Staff staff;

  EmployeeEndpoints(BambooHrOptions options, Staff staff) {
    this.options = options;
    this.staff = staff;
  }

  /** What the caller may not see is left out, without a word. */
  Answer one(Call call, Caller caller) {
    var person = person(call.variable("id"));
    var fields = call.parameter("fields").orElse("firstName,lastName").split(",", -1);
    if (fields.length > MOST_FIELDS) {
      throw Problems.plain(400, "Too many fields");
    }
    boolean onlyCurrent = !"false".equals(call.parameter("onlyCurrent").orElse("true"));
    var shown = new LinkedHashMap<String, @Nullable String>();
    shown.put("id", person.id);
    for (var field : fields) {
      if (Columns.FIELDS.contains(field) && caller.sees(field)) {
        shown.put(field, staff.value(person, field, onlyCurrent));
      }
    }
    return wantsJson(call) ? Answer.json(200, shown) : xml(shown);
  }

  /** All rows, of any day, in no order. */
  Answer rows(Call call, Caller caller) {
    var table = table(call, caller);
    var id = call.variable("id");
    var people = id.equals("all") ? staff.visible() : List.of(person(id));
    var rows = new ArrayList<Map<String, @Nullable String>>();
    people.forEach(person -> rows.addAll(rows(person, table, caller)));
    Collections.reverse(rows);
    return Answer.json(200, rows);
  }

  /** Whoever has changed at all, with all rows. */
  Answer changedRows(Call call, Caller caller) {
    var table = table(call, caller);
    var since = since(call);
    var employees = new LinkedHashMap<String, Object>();
    for (var person : staff.visible()) {
      if (!person.lastChanged().isBefore(since)) {
        employees.put(
            person.id,
            Map.of(
                "lastChanged", Staff.stamp(person.lastChanged()),
                "rows", rows(person, table, caller)));
      }
    }
    return Answer.json(200, Map.of("table", table, "employees", employees));
  }

  /** One line for each person, whatever happened in between; no pages. */
  Answer changed(Call call) {
    var since = since(call);
    var type = call.parameter("type").orElse("all").toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw Problems.plain(400, "Invalid type");
    }
    var employees = new LinkedHashMap<String, Object>();
    var latest = since;
    for (var change : changes()) {
      boolean wanted = type.equals("all") || type.equals(change.action().toLowerCase(Locale.ROOT));
      if (wanted && !change.at().isBefore(since)) {
        employees.put(
            change.id(),
            Map.of(
                "id", change.id(),
                "action", change.action(),
                "lastChanged", Staff.stamp(change.at())));
        latest = change.at().isAfter(latest) ? change.at() : latest;
      }
    }
    return Answer.json(
        200,
        Map.of(
            "latest",
            Staff.stamp(latest),
            "employees",
            employees.isEmpty() && options.changesMayBeArray() ? List.of() : employees));
  }

  private record Change(String id, String action, Instant at) {}

  private List<Change> changes() {
    var changes = new ArrayList<Change>();
    for (var person : staff.visible()) {
      changes.add(
          new Change(
              person.id, person.updated == null ? "Inserted" : "Updated", person.lastChanged()));
    }
    staff.deleted().forEach((id, at) -> changes.add(new Change(id, "Deleted", at)));
    return changes;
  }

  private List<Map<String, @Nullable String>> rows(Person person, String table, Caller caller) {
    return person.rows(table).stream().map(row -> shown(person, row, caller)).toList();
  }

  private Map<String, @Nullable String> shown(Person person, Row row, Caller caller) {
    var shown = new LinkedHashMap<String, @Nullable String>();
    shown.put("id", Integer.toString(row.number));
    shown.put("employeeId", person.id);
    for (var column : Columns.TABLES.getOrDefault(row.table, List.of())) {
      if (caller.sees(column)) {
        var value = column.equals("date") ? row.date.toString() : row.values.get(column);
        shown.put(column, column.equals("reportsTo") ? staff.displayName(value) : value);
      }
    }
    return shown;
  }

  private static String table(Call call, Caller caller) {
    var table = call.variable("table");
    if (!Columns.TABLES.containsKey(table) || !caller.seesTable(table)) {
      throw Problems.plain(404, "Table not found");
    }
    return table;
  }

  private Person person(String id) {
    return staff.visible(id).orElseThrow(() -> Problems.plain(404, "Employee not found"));
  }

  /** An offset's plus sign that nobody encoded has become a space, which is no date. */
  private static Instant since(Call call) {
    try {
      return OffsetDateTime.parse(call.parameter("since").orElse(""), SINCE).toInstant();
    } catch (DateTimeException unreadable) {
      throw Problems.plain(400, "Invalid since");
    }
  }

  private static boolean wantsJson(Call call) {
    return call.header("accept").orElse("").contains("application/json");
  }

  private static Answer xml(Map<String, @Nullable String> shown) {
    var xml = new StringBuilder("<?xml version=\"1.0\"?>\n<employee id=\"");
    xml.append(shown.get("id")).append("\">");
    shown.forEach(
        (field, value) -> {
          if (!field.equals("id")) {
            xml.append("<field id=\"").append(field).append("\">");
            xml.append(value == null ? "" : value.replace("&", "&amp;").replace("<", "&lt;"));
            xml.append("</field>");
          }
        });
    xml.append("</employee>");
    return new Answer(200, Map.of("Content-Type", List.of("text/xml")), xml.toString());
  }
}
