package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of a file of events are, every row is read or everything is refused. */
class EventFileFuzz {
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  private static final CsvReader READER = new CsvReader(CsvReaderTests.properties(Map.of()));

  static Stream<byte[]> files() {
    return Stream.of(
            """
            Event,Employee ID,First name,Last name,Work email,Department,Job title,Location,Time zone,Start date,Last day of work
            hired,0042,Zoë,"O'Brien, jr.",zoe@example.com,IT,Dev,Berlin,Europe/Berlin,2026-12-01,
            terminated,0043,,,,,,,,,2026-11-30
            """)
        .map(file -> file.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void readsOrRefuses(byte[] file) {
    var read = READER.read(file, NOW);
    if (read.problems().isEmpty()) {
      assertThat(read.rows()).allSatisfy(row -> assertThat(row.change()).isNotNull());
    }
  }
}
