package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.sources.PlainMapping;
import io.muster.sources.csv.SnapshotFilesProperties.Feed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Whatever the bytes of a file of everybody are, it has either people or problems, never both. */
class SnapshotFileFuzz {
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  private static final Feed FEED =
      new Binder(new MapConfigurationPropertySource(Map.of("feed.folder", "nowhere")))
          .bind("feed", Feed.class)
          .get();
  private static final SnapshotReader READER =
      new SnapshotReader(
          "fuzzed",
          FEED,
          new PlainMapping(SnapshotWatches.usual()),
          Clock.fixed(NOW, ZoneOffset.UTC));

  static Stream<byte[]> files() {
    return Stream.of(
            """
            #generated_on:2026-11-25T06:00:00Z
            Employee ID,First name,Last name,Start date,Termination date,Status
            0042,Zoë,"O'Brien, jr.",2020-12-01,,active
            0043,Bo,Li,2020-12-01,2026-11-30,terminated
            #row_count:2
            """)
        .map(file -> file.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void readsOrRefuses(byte[] file) {
    var read = READER.read(file, NOW);
    assertThat(read.problems().isEmpty()).isEqualTo(!read.people().isEmpty());
  }
}
