package io.muster.simulator.workday;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Json;
import io.muster.simulator.workday.Tenant.Seen;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A custom report as a web service: what its filter selects, in one piece. */
final class Report {
  private final Tenant tenant;
  private final WorkdayOptions options;
  private double kept = 1;
  private double shown = 1;
  private final LinkedHashSet<String> dropped = new LinkedHashSet<>();

  Report(Tenant tenant, WorkdayOptions options) {
    this.tenant = tenant;
    this.options = options;
  }

  /** Somebody changes the filter: only this part of the rows is selected from now on. */
  void filter(double part) {
    shown = part;
  }

  /** The next answer ends early, and nothing else says so. */
  void cutNext(double part) {
    kept = part;
  }

  /** Somebody takes a column out. */
  void drop(String column) {
    dropped.add(column);
  }

  Answer answer(Call call) {
    LocalDate day;
    try {
      day =
          call.parameter("Effective_as_of_Date")
              .map(text -> LocalDate.parse(text.substring(0, 10)))
              .orElse(tenant.today());
    } catch (DateTimeException | IndexOutOfBoundsException notADate) {
      return Answer.json(400, Map.of("error", "Invalid value for prompt Effective_as_of_Date"));
    }
    var rows = new ArrayList<Map<String, String>>();
    for (var worker : tenant.everybody(day, tenant.now())) {
      rows.add(row(worker));
    }
    var selected = rows.subList(0, (int) Math.ceil(rows.size() * shown));
    return switch (call.parameter("format").orElse("xml")) {
      case "json" -> text("application/json;charset=utf-8", json(selected));
      case "csv" -> text("text/csv;charset=utf-8", csv(selected));
      case "xml" -> text("text/xml;charset=utf-8", xml(selected));
      default -> Answer.json(400, Map.of("error", "Invalid format"));
    };
  }

  private Map<String, String> row(Seen worker) {
    var state = worker.state();
    var record = worker.record();
    var row = new LinkedHashMap<String, String>();
    row.put("Worker_ID", record.workerId);
    row.put("WID", record.wid);
    var fields = new LinkedHashMap<>(state.fields());
    fields.keySet().removeIf(field -> field.startsWith("Termination_"));
    var manager = fields.remove("Manager");
    row.putAll(fields);
    row.put(
        "Manager_ID",
        manager == null ? "" : tenant.find(manager).map(it -> it.workerId).orElse(""));
    row.put("Active_Status", flag(state.active()));
    row.put("Hire_Date", date(state.hired()));
    row.put("Terminated", flag(state.terminated()));
    row.put("Termination_Date", state.termination() == null ? "" : date(state.termination()));
    var last = state.fields().get("Termination_Last_Day_of_Work");
    row.put("Termination_Last_Day_of_Work", last == null ? "" : date(LocalDate.parse(last)));
    row.put("Termination_Involuntary", state.fields().getOrDefault("Termination_Involuntary", ""));
    row.put("On_Leave", flag(state.onLeaveFrom() != null));
    row.put("Hire_Rescinded", flag(state.rescinded()));
    row.keySet().removeAll(dropped);
    row.keySet().removeAll(tenant.hiddenFields);
    return row;
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }

  private String date(LocalDate date) {
    return options.datesWithOffset() ? date + "-08:00" : date.toString();
  }

  /** Empty columns are left out of a row. */
  private static String json(List<Map<String, String>> rows) {
    var entries =
        rows.stream()
            .map(
                row -> {
                  var filled = new LinkedHashMap<>(row);
                  filled.values().removeIf(String::isEmpty);
                  return filled;
                })
            .toList();
    return Json.write(Map.of("Report_Entry", entries));
  }

  private static String csv(List<Map<String, String>> rows) {
    var columns = new LinkedHashSet<String>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    var text = new StringBuilder(String.join(",", columns)).append("\r\n");
    for (var row : rows) {
      text.append(
              columns.stream()
                  .map(column -> quoted(row.getOrDefault(column, "")))
                  .collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return text.toString();
  }

  private static String quoted(String value) {
    return value.matches("[^\",\r\n]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String xml(List<Map<String, String>> rows) {
    var xml = new Xml().open("Report_Data", "xmlns:wd", "urn:com.workday.report/Muster_Workers");
    for (var row : rows) {
      xml.open("Report_Entry");
      row.forEach(xml::put);
      xml.close();
    }
    return xml.close().toString();
  }

  private Answer text(String type, String body) {
    var end = (int) (body.length() * kept);
    kept = 1;
    return new Answer(200, Map.of("Content-Type", List.of(type)), body.substring(0, end));
  }
}
