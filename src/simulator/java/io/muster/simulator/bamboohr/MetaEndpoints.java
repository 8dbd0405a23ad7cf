package io.muster.simulator.bamboohr;

import io.muster.simulator.Answer;
import io.muster.simulator.bamboohr.Access.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What fields and tables there are. */
final class MetaEndpoints {
  private static final int FIRST = 4000;

  private MetaEndpoints() {}

  static Answer fields() {
    var fields = new ArrayList<Map<String, Object>>();
    for (var field : Columns.FIELDS) {
      var shown = new LinkedHashMap<String, Object>();
      shown.put("id", FIRST + fields.size());
      shown.put("name", field);
      shown.put("type", Columns.DATES.contains(field) ? "date" : "text");
      shown.put("alias", field);
      fields.add(shown);
    }
    return Answer.json(200, fields);
  }

  static Answer tables(Caller caller) {
    var tables = new ArrayList<Map<String, Object>>();
    Columns.TABLES.forEach(
        (table, columns) -> {
          if (caller.seesTable(table)) {
            var fields = new ArrayList<Map<String, Object>>();
            columns.stream()
                .filter(caller::sees)
                .forEach(
                    column ->
                        fields.add(
                            Map.of(
                                "id",
                                FIRST + 500 + fields.size(),
                                "name",
                                column,
                                "alias",
                                column,
                                "type",
                                column.equals("date") ? "date" : "text")));
            tables.add(Map.of("alias", table, "fields", List.copyOf(fields)));
          }
        });
    return Answer.json(200, tables);
  }
}
