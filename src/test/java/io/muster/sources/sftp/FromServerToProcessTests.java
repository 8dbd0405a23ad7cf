package io.muster.sources.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.Workforce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole way: somebody puts a file on the server, and what is different in it happens. */
@ProcessTest
@DirtiesContext
class FromServerToProcessTests {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String EVENTS = "events";
  private static final String PEOPLE =
      "Employee ID;First name;Last name;Work email;Department;Job title;Location;Start date;Status\n";

  /** The service watches it until it is stopped, which is after everything else. */
  @TempDir(cleanup = CleanupMode.NEVER)
  static Path root;

  private static @Nullable LoopbackServer server;

  @Autowired private SftpFetches fetches;
  @Autowired private JdbcClient jdbc;
  @Autowired private Workforce workforce;

  @DynamicPropertySource
  static void fetchFromAServerOfOurOwn(DynamicPropertyRegistry settings) throws IOException {
    var started = LoopbackServer.start(root.resolve("remote"));
    server = started;
    Files.createDirectory(started.folder().resolveSibling(EVENTS));
    for (var source : new String[] {"personnel", "csv"}) {
      started
          .settings()
          .forEach(
              (name, value) ->
                  settings.add("muster.sftp.%s.%s".formatted(source, name), () -> value));
      settings.add("muster.sftp.%s.completion".formatted(source), () -> "renamed");
      settings.add("muster.sftp.%s.every".formatted(source), () -> "1s");
    }
    settings.add("muster.sftp.csv.folder", () -> EVENTS);
    settings.add("muster.csv.folder", () -> root.resolve("events").toString());
    settings.add("muster.csv.poll", () -> "50ms");
    settings.add("muster.csv.settle", () -> "0s");
    settings.add("muster.snapshot-files.personnel.folder", () -> root.resolve("people").toString());
    settings.add("muster.snapshot-files.personnel.poll", () -> "50ms");
    settings.add("muster.snapshot-files.personnel.settle", () -> "0s");
    settings.add("muster.sources.personnel.zone", () -> "Europe/Vienna");
  }

  @AfterAll
  static void stop() throws IOException {
    Objects.requireNonNull(server).close();
  }

  @Test
  void startsAProcessForWhoeverIsNewInAFileOfAllPeopleAndHoldsOneThatWasCutShort()
      throws IOException, InterruptedException {
    put("out/day0.csv", PEOPLE + people(100));
    assertThat(result("personnel", "people/results/day0.csv.result.txt"))
        .contains("100 people, 0 events");
    assertThat(workforce.find(new EmployeeId("S-99"))).isPresent();

    put("out/day1.csv", PEOPLE + people(101));
    assertThat(result("personnel", "people/results/day1.csv.result.txt"))
        .contains("101 people, 1 events");
    assertThat(cases("S-100")).isEqualTo(1);

    put("out/day2.csv", PEOPLE + people(30));
    assertThat(result("personnel", "people/results/day2.csv.result.txt"))
        .contains("held as reading");
    assertThat(cases("S-99")).isZero();
    assertThat(root.resolve("people/done/day2.csv")).hasContent(PEOPLE + people(30));
  }

  @Test
  void startsAProcessForAnEvent() throws IOException, InterruptedException {
    put(
        EVENTS + "/leavers.csv",
        "Event,Employee ID,Last day of work\nterminated,SFTP-LEAVER,2026-03-01\n");
    assertThat(result("csv", "events/results/leavers.csv.result.csv")).contains(",started,");
    assertThat(cases("SFTP-LEAVER")).isEqualTo(1);
  }

  private void put(String name, String content) throws IOException {
    var written = root.resolve("remote").resolve(name + ".part");
    Files.writeString(written, content);
    Files.move(written, root.resolve("remote").resolve(name));
  }

  /** Fetches what is there, and waits until the folder's watch has taken it in. */
  private String result(String source, String name) throws IOException, InterruptedException {
    var result = root.resolve(name);
    try (var watch = result.getFileSystem().newWatchService()) {
      Objects.requireNonNull(result.getParent())
          .register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      var unused = Objects.requireNonNull(fetches.bySource().get(source)).look();
      while (!Files.exists(result)) {
        var written = watch.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(written).as("a result in time").isNotNull();
        written.reset();
      }
      return Files.readString(result);
    }
  }

  private long cases(String employee) {
    return jdbc.sql("select count(*) from muster_case where employee = ?")
        .param(employee)
        .query(Long.class)
        .single();
  }

  private static String people(int people) {
    return IntStream.range(0, people)
        .mapToObj(
            number ->
                "S-%d;Ada;Lovelace;s%d@example.com;Engineering;Engineer;Berlin;%s;active\n"
                    .formatted(
                        number,
                        number,
                        number < 100 ? "2020-01-01" : LocalDate.now(ZoneOffset.UTC).plusDays(2)))
        .collect(Collectors.joining());
  }
}
