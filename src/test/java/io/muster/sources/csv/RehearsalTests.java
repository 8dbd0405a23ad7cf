package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.FeedLock;
import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.Forecast.Approvals;
import io.muster.lifecycle.Forecast.Breaker;
import io.muster.lifecycle.Forecast.OnDevice;
import io.muster.lifecycle.Forecast.Person;
import io.muster.lifecycle.LeaverForecast.Leave;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.csv.LeaversInFiles.Found;
import io.muster.sources.csv.LeaversInFiles.Reader;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in rehearse/ is only foretold. */
class RehearsalTests {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(NOW);
  private final List<List<Leave>> asked = new ArrayList<>();
  private boolean complete = true;
  private Found found =
      new Found(
          "0123456789abcdef",
          List.of(),
          List.of("line 4: passed over"),
          List.of(new Leave(new EmployeeId("P1"), Reason.VOLUNTARY, false)));

  @Test
  void keepsTheAnswerBesideItAsJsonAndText() throws IOException {
    rehearsal().rehearse(drop());
    assertThat(asked).containsExactly(found.leavers());
    assertThat(folder.resolve("rehearse")).isEmptyDirectory();
    assertThat(folder.resolve("inbox")).isEmptyDirectory();
    var kept = folder.resolve("rehearsed");
    assertThat(kept.resolve("leavers.csv")).exists();
    assertThat(kept.resolve("leavers.csv.forecast.txt"))
        .content()
        .contains("P1", "everything is erased", "line 4: passed over", "so it would open");
    var json = JsonMapper.builder().findAndAddModules().build();
    var tree = json.readTree(kept.resolve("leavers.csv.forecast.json").toFile());
    assertThat(tree.at("/people/0/devices/0/wipe").asText()).isEqualTo("complete");
  }

  @Test
  void doesNotSayWhichDeviceItIs() throws IOException {
    rehearsal().rehearse(drop());
    for (var answer : List.of("leavers.csv.forecast.txt", "leavers.csv.forecast.json")) {
      assertThat(folder.resolve("rehearsed").resolve(answer))
          .content()
          .doesNotContain("SN-4711", "Adas Mac", "4711");
    }
  }

  @Test
  void waitsUntilAllIsReadButNotForEver() throws IOException {
    complete = false;
    var file = drop();
    rehearsal().rehearse(file);
    assertThat(file).exists();
    clock.set(NOW.plus(Duration.ofMinutes(30)));
    rehearsal().rehearse(file);
    assertThat(file).as("at half an hour").exists();
    clock.set(NOW.plus(Duration.ofMinutes(30)).plusMillis(1));
    rehearsal().rehearse(file);
    assertThat(file).doesNotExist();
    assertThat(folder.resolve("rehearsed/leavers.csv.forecast.json")).exists();
  }

  @Test
  void saysWhatIsWrongWithAFileAndForetellsNothing() throws IOException {
    found = new Found("0123456789abcdef", List.of("line 2: no such date"), List.of(), List.of());
    rehearsal().rehearse(drop());
    assertThat(asked).isEmpty();
    assertThat(folder.resolve("rehearsed/leavers.csv.forecast.txt"))
        .content()
        .contains("would not be taken in", "line 2: no such date");
  }

  @Test
  void saysThatNobodyWouldLeave() throws IOException {
    found = new Found("0123456789abcdef", List.of(), List.of(), List.of());
    rehearsal().rehearse(drop());
    assertThat(folder.resolve("rehearsed/leavers.csv.forecast.txt"))
        .content()
        .contains("Nobody would leave");
  }

  private Path drop() throws IOException {
    var file = Files.createDirectories(folder.resolve("rehearse")).resolve("leavers.csv");
    Files.writeString(file, "whatever");
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    return file;
  }

  private Rehearsal rehearsal() {
    return new Rehearsal(
        new CsvFolder(folder, "muster.csv.folder"),
        new Reader(100, (content, written) -> found),
        new FeedLock(Postgres.dataSource(), "rehearse csv"),
        leavers -> {
          asked.add(leavers);
          return forecast();
        },
        JsonMapper.builder().findAndAddModules().build(),
        clock);
  }

  private Forecast forecast() {
    var mac =
        new OnDevice(
            4711,
            "Adas Mac",
            "SN-4711",
            "macos",
            complete,
            false,
            "theirs",
            "complete",
            "one",
            "approver",
            "P1D",
            "keepLocked");
    return new Forecast(
        NOW,
        complete,
        complete ? null : NOW,
        "digest",
        List.of(new Person("P1", "Ada Lovelace", true, "", false, List.of(mac))),
        List.of(),
        List.of(),
        new Approvals(1, 1, 0),
        new Breaker(1, "PT24H", 10, 10, 0, true),
        List.of());
  }
}
