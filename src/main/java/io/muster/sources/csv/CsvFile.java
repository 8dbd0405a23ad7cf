package io.muster.sources.csv;

import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Terminated;
import java.util.List;

/**
 * A file that was read to its end.
 *
 * @param digest of its bytes
 * @param delimiter between its cells
 * @param rows what it says; only to be used if there are no problems
 * @param problems what is wrong with it, in the order of its lines
 */
record CsvFile(String digest, char delimiter, List<Row> rows, List<FileProblem> problems) {
  CsvFile {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  CsvFile with(FileProblem problem) {
    return new CsvFile(digest, delimiter, rows, List.of(problem));
  }

  /** Far more leavers than on an ordinary day may be a wrong export, and cannot be called back. */
  CsvFile withNoMoreLeaversThan(int most) {
    var leavers =
        rows.stream()
            .map(Row::change)
            .filter(change -> change instanceof Terminated || change instanceof HireRescinded)
            .count();
    return problems.isEmpty() && leavers > most
        ? with(
            FileProblem.ofFile(
                "lets %d people out, more than muster.csv.most-leavers (%d). If that is right, send it in parts or set that higher for the day"
                    .formatted(leavers, most)))
        : this;
  }

  /**
   * One event.
   *
   * @param line the line it ends on, as an editor counts them
   * @param payload the event for the inbox, the same for the same content
   */
  record Row(long line, EmploymentChange change, String payload) {}
}
