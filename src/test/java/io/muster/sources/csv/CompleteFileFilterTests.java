package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.MovableClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteFileFilterTests {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(NOW);
  private final CompleteFileFilter settled =
      new CompleteFileFilter(Duration.ofSeconds(10), Duration.ofSeconds(30), clock);

  @Test
  void letsAFileThroughOnceItHasNotChangedForTheSettlingTime() throws IOException {
    write("a.csv", "one");
    assertThat(look()).isEmpty();
    clock.advance(Duration.ofSeconds(9));
    assertThat(look()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(look()).containsExactly("a.csv");
  }

  @Test
  void startsToWaitAgainWheneverAFileGrowsOrIsWrittenAnew() throws IOException {
    write("a.csv", "one");
    look();
    clock.advance(Duration.ofSeconds(9));
    write("a.csv", "one, two");
    look();
    clock.advance(Duration.ofSeconds(9));
    write("a.csv", "two, one");
    Files.setLastModifiedTime(folder.resolve("a.csv"), FileTime.from(NOW.plusSeconds(99)));
    assertThat(look()).isEmpty();
    clock.advance(Duration.ofSeconds(9));
    assertThat(look()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(look()).containsExactly("a.csv");
  }

  @Test
  void trustsNoTimeStampThatCameWithTheFile() throws IOException {
    write("a.csv", "one");
    Files.setLastModifiedTime(folder.resolve("a.csv"), FileTime.from(NOW.minusSeconds(9999)));
    assertThat(look()).isEmpty();
  }

  @Test
  void letsAFileThroughAtOnceWhenItWasRenamedFromPart() throws IOException {
    write("a.csv.part", "one");
    write("b.csv", "another file, whatever was called b.csv.part");
    assertThat(look()).isEmpty();
    Files.move(folder.resolve("a.csv.part"), folder.resolve("a.csv"));
    assertThat(look()).containsExactly("a.csv");
  }

  @Test
  void neverLetsThroughWhatIsNoPlainCsvFile() throws IOException {
    write("a.csv.part", "one");
    write(".a.csv", "one");
    write("notes.txt", "one");
    Files.createDirectory(folder.resolve("folder.csv"));
    Files.createSymbolicLink(folder.resolve("link.csv"), write("elsewhere", "secret"));
    look();
    clock.advance(Duration.ofDays(1));
    assertThat(look()).isEmpty();
  }

  @Test
  void letsAFileThatStaysThroughAgainAfterTheRetryTime() throws IOException {
    write("a.csv", "one");
    look();
    clock.advance(Duration.ofSeconds(10));
    assertThat(look()).containsExactly("a.csv");
    clock.advance(Duration.ofSeconds(29));
    assertThat(look()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(look()).containsExactly("a.csv");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<String> look() {
    return settled.filterFiles(Objects.requireNonNull(folder.toFile().listFiles())).stream()
        .map(File::getName)
        .sorted()
        .toList();
  }
}
