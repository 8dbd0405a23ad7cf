package io.muster.sources.csv;

import io.muster.intake.Inbox.Receipt;
import io.muster.sources.csv.CsvFile.Row;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/** What became of each row, as a table for whoever sent the file. */
final class RowResults {
  private static final String MAY_BE_A_FORMULA = "=+-@";

  private final CSVFormat format;
  private final StringBuilder table = new StringBuilder();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int rows;

  RowResults(char delimiter) {
    this.format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
    line("row", "employee", "outcome", "case", "reason", "seen before", "event id");
  }

  void add(Row row, Receipt receipt) {
    var outcome = receipt.fate().name().toLowerCase(Locale.ROOT);
    add(row, outcome, receipt.caseId(), receipt.reason(), receipt.repeat());
  }

  /** A row whose event id belongs to something else. */
  void addReused(Row row, String reason) {
    add(row, "refused", null, reason, false);
  }

  /** The table; UTF-8, each line ended. */
  String table() {
    return table.toString();
  }

  /** The table in one line. */
  String summary() {
    return "%d rows%s"
        .formatted(
            rows,
            outcomes.entrySet().stream()
                .map(outcome -> ", %d %s".formatted(outcome.getValue(), outcome.getKey()))
                .collect(Collectors.joining()));
  }

  private void add(
      Row row, String outcome, @Nullable String caseId, @Nullable String reason, boolean repeat) {
    rows++;
    outcomes.merge(outcome, 1, Integer::sum);
    line(
        Long.toString(row.line()),
        row.change().employee().value(),
        outcome,
        caseId == null ? "" : caseId,
        reason == null ? "" : reason,
        repeat ? "yes" : "no",
        row.change().origin().eventId());
  }

  private void line(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      // a spreadsheet would take such a cell for something to calculate
      if (!cells[i].isEmpty() && MAY_BE_A_FORMULA.indexOf(cells[i].charAt(0)) >= 0) {
        cells[i] = "'" + cells[i];
      }
    }
    table.append(format.format((Object[]) cells)).append("\r\n");
  }
}
