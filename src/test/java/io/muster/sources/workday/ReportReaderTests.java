package io.muster.sources.workday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.sources.workday.WorkdayProperties.Format;
import io.muster.sources.workday.WorkdayProperties.Report;
import io.muster.sources.workday.WorkdayProperties.StatusColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read of a report, and what is refused rather than taken for a shorter list. */
class ReportReaderTests {
  private static final String JSON =
      """
      {"Report_Entry":[{"Worker_ID":"007","Hire_Date":"2026-02-02-08:00","Title":"Agent"},
      {"Worker_ID":8,"Salary":"100000","Active":true}]}""";
  private static final String CSV =
      "Worker_ID,Hire_Date,Title\r\n007,2026-02-02-08:00,\"Agent, \"\"retired\"\"\"\r\n8,,\r\n";

  @Test
  void readsRowsOfJsonWhereEmptyColumnsAreLeftOut() throws Exception {
    var rows = json(JSON);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).containsEntry("Worker_ID", "007").containsEntry("Active", null);
    assertThat(rows.get(0)).containsEntry("Hire_Date", "2026-02-02");
    assertThat(rows.get(1))
        .containsEntry("Worker_ID", "8")
        .containsEntry("Title", null)
        .as("what is not asked for is not kept")
        .doesNotContainKey("Salary");
  }

  @Test
  void readsAReportWithoutRowsInBothItsShapes() throws Exception {
    assertThat(json("{\"Report_Entry\":[]}")).isEmpty();
    assertThat(json("{}")).isEmpty();
    assertThat(csv("Worker_ID,Title\r\n")).isEmpty();
  }

  @Test
  void readsRowsOfCsvWithQuotedValues() throws Exception {
    var rows = csv('\ufeff' + CSV);
    assertThat(rows.get(0))
        .containsEntry("Worker_ID", "007")
        .containsEntry("Title", "Agent, \"retired\"");
    assertThat(rows.get(1)).containsEntry("Hire_Date", null);
  }

  @Test
  void refusesJsonWhereverItIsCutOff() {
    for (int end = 0; end < JSON.length(); end++) {
      var cut = JSON.substring(0, end);
      assertThatThrownBy(() -> json(cut))
          .as("cut at %d", end)
          .isInstanceOf(UnreadableResponse.class);
    }
  }

  @Test
  void refusesCsvWhereverItIsCutOffButAtTheEndOfALine() {
    for (int end = 0; end < CSV.length(); end++) {
      var cut = CSV.substring(0, end);
      if (!cut.endsWith("\r\n") && !cut.endsWith("\r")) {
        assertThatThrownBy(() -> csv(cut))
            .as("cut at %d", end)
            .isInstanceOf(UnreadableResponse.class);
      }
    }
  }

  @Test
  void takesALastLineWithoutAnEndOnlyWhereItIsTold() throws Exception {
    var unfinished = CSV.strip();
    assertThatThrownBy(() -> csv(unfinished))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("unfinished-last-line");
    assertThat(read(report(Format.CSV, true), unfinished.getBytes(StandardCharsets.UTF_8)))
        .hasSize(2);
  }

  @Test
  void refusesWhatIsNoReport() {
    for (var answer :
        List.of(
            "[]",
            "null",
            "\"x\"",
            "{\"error\":\"Permission denied\"}",
            "{\"Report_Entry\":{}}",
            "{\"Report_Entry\":[1]}",
            "{\"Report_Entry\":[{\"Title\":{\"a\":1}}]}",
            "{\"Report_Entry\":[]} {}",
            "<html>Sign in</html>",
            "[".repeat(100_000))) {
      assertThatThrownBy(() -> json(answer)).as(answer).isInstanceOf(UnreadableResponse.class);
    }
    for (var answer :
        List.of("", "A,A\r\n", "A,\r\n", "A,B\r\n1\r\n", "A\r\n\"x\"y\r\n", "A\r\n\"x")) {
      assertThatThrownBy(() -> csv(answer)).as(answer).isInstanceOf(UnreadableResponse.class);
    }
  }

  @Test
  void refusesBytesThatAreNoText() {
    var zeros = new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 95, 69, 110, 116, 114, 121};
    assertThatThrownBy(() -> read(report(Format.JSON, false), zeros))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void refusesTextThatIsNotUtf8RatherThanChangingNames() {
    var latin = "Worker_ID,Title\r\n1,Gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(report(Format.CSV, false), latin))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("UTF-8");
  }

  private static List<Map<String, @Nullable String>> json(String text)
      throws IOException, UnreadableResponse {
    return read(report(Format.JSON, false), text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Map<String, @Nullable String>> csv(String text)
      throws IOException, UnreadableResponse {
    return read(report(Format.CSV, false), text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Map<String, @Nullable String>> read(Report report, byte[] body)
      throws IOException, UnreadableResponse {
    return new ReportReader(report, Set.of("Worker_ID", "Hire_Date", "Title", "Active"))
        .read(new ByteArrayInputStream(body), Integer.MAX_VALUE);
  }

  private static Report report(Format format, boolean unfinished) {
    return new Report(
        "owner",
        "report",
        format,
        Map.of(),
        unfinished,
        new StatusColumns("WID", "A", "B", "C", "D", "E", "F", "G", "H"));
  }
}
