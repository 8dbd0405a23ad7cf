package io.muster.sources.workday;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.sources.workday.WorkdayProperties.Format;
import io.muster.sources.workday.WorkdayProperties.Report;
import io.muster.sources.workday.WorkdayProperties.StatusColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a report is, in either format, it is read or unreadable. */
class ReportFuzz {
  static Stream<byte[]> reports() {
    return Stream.of(
            "{\"Report_Entry\":[{\"Worker_ID\":\"007\",\"Hire_Date\":\"2026-02-02-08:00\"}]}",
            "Worker_ID,Hire_Date,Title\r\n007,2026-02-02-08:00,\"Agent, \"\"retired\"\"\"\r\n8,,\r\n")
        .map(report -> report.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("reports")
  @FuzzTest
  void readsOrRefuses(byte[] report) throws IOException {
    for (var format : Format.values()) {
      try {
        var rows =
            new ReportReader(report(format), Set.of("Worker_ID", "Hire_Date", "Title"))
                .read(new ByteArrayInputStream(report), Integer.MAX_VALUE);
        assertThat(rows).allSatisfy(row -> assertThat(row).doesNotContainKey("Salary"));
      } catch (Unreadable unreadable) {
        assertThat(unreadable.getMessage()).isNotBlank();
      }
    }
  }

  private static Report report(Format format) {
    return new Report(
        "owner",
        "report",
        format,
        Map.of(),
        false,
        new StatusColumns("WID", "A", "B", "C", "D", "E", "F", "G", "H"));
  }
}
