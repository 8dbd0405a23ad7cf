package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.sources.PlainMapping;
import io.muster.sources.csv.SnapshotFilesProperties.Feed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Whatever the bytes of a file are, it is read or refused: no crash, no hang, nothing half done.
 */
class FuzzedFilesTests {
  private static final int FILES = 400;
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  private static final String EVENTS =
      """
      Event,Employee ID,First name,Last name,Work email,Department,Job title,Location,Time zone,Start date,Last day of work
      hired,0042,Zoë,"O'Brien, jr.",zoe@example.com,IT,Dev,Berlin,Europe/Berlin,2026-12-01,
      terminated,0043,,,,,,,,,2026-11-30
      """;
  private static final String SNAPSHOT =
      """
      #generated_on:2026-11-25T06:00:00Z
      Employee ID,First name,Last name,Start date,Termination date,Status
      0042,Zoë,"O'Brien, jr.",2020-12-01,,active
      0043,Bo,Li,2020-12-01,2026-11-30,terminated
      #row_count:2
      """;
  private static final List<String> NASTY =
      List.of(
          "\"",
          "\"\"",
          ",",
          ";",
          "\n",
          "\r",
          "\0",
          "\ufeff",
          "#row_count:",
          "#",
          "${x}",
          "<x>",
          "1.23E+05",
          "99999999999999999999",
          "9999-99-99",
          "\u202e",
          "\ud800",
          "=cmd|'/c'!A1");

  @TempDir private java.nio.file.Path folder;

  @RepeatedTest(5)
  @Timeout(60)
  void readsOrRefusesEveryFile(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var events = new CsvReader(CsvReaderTests.properties(Map.of()));
    var feed =
        new Binder(new MapConfigurationPropertySource(Map.of("feed.folder", folder.toString())))
            .bind("feed", Feed.class)
            .get();
    var snapshots =
        new SnapshotReader(
            "fuzzed",
            feed,
            new PlainMapping(SnapshotWatches.usual()),
            Clock.fixed(NOW, ZoneOffset.UTC));
    for (int file = 0; file < FILES; file++) {
      var event = events.read(broken(EVENTS, random), NOW);
      if (event.problems().isEmpty()) {
        assertThat(event.rows()).allSatisfy(row -> assertThat(row.change()).isNotNull());
      }
      var snapshot = snapshots.read(broken(SNAPSHOT, random), NOW);
      assertThat(snapshot.problems().isEmpty())
          .as("either people or problems, never both")
          .isEqualTo(!snapshot.people().isEmpty());
    }
  }

  /** Bytes taken out, put in, turned over or cut off. */
  private static byte[] broken(String text, Random random) {
    var content = new StringBuilder(text);
    for (int change = random.nextInt(6); change >= 0; change--) {
      int at = random.nextInt(content.length());
      switch (random.nextInt(4)) {
        case 0 -> content.deleteCharAt(at);
        case 1 -> content.insert(at, NASTY.get(random.nextInt(NASTY.size())));
        case 2 -> content.setCharAt(at, (char) random.nextInt(0x300));
        default -> content.insert(at, content.substring(at, Math.min(content.length(), at + 80)));
      }
    }
    var bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(5) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }
}
