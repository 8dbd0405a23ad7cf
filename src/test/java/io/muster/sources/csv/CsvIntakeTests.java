package io.muster.sources.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inboxes;
import io.muster.lifecycle.ChangeRefused;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.sources.csv.CsvIntake.Outcome;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.integration.IntegrationAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;

class CsvIntakeTests {
  private static final String HEADER = "Event;Employee ID;Last day of work\n";
  private static final String THREE =
      HEADER + "terminated;1;2026-11-30\nterminated;2;2026-11-30\nterminated;3;2026-11-30\n";

  @TempDir private Path folder;

  private final DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private Consumer<EmploymentChange> before = change -> {};
  private Consumer<EmploymentChange> after = change -> {};

  @BeforeEach
  void makeFolder() {
    new CsvFolder(folder, "muster.csv.folder");
  }

  @Test
  void takesEveryRowInAndTellsWhatBecameOfIt() throws IOException {
    before =
        change -> {
          if (change.employee().value().equals("2")) {
            throw new ChangeRefused("Nobody knows employee 2. Send the hire first.");
          }
        };

    assertThat(node().take(drop("leavers.csv", THREE))).isEqualTo(Outcome.TAKEN);

    assertThat(cases()).containsExactly("1", "3");
    assertThat(names("inbox")).isEmpty();
    assertThat(names("done")).containsExactly("leavers.csv");
    var results = lines("results/leavers.csv.result.csv");
    assertThat(results.get(0)).isEqualTo("row;employee;outcome;case;reason;seen before;event id");
    assertThat(results.get(1)).startsWith("2;1;started;case-1;;no;");
    assertThat(results.get(2)).startsWith("3;2;refused;;Nobody knows employee 2. Send the hire");
    assertThat(results.get(3)).startsWith("4;3;started;case-3;;no;");
    assertThat(results).hasSize(4);
    assertThat(inbox().newest(Fate.REFUSED, null, 10))
        .singleElement()
        .satisfies(receipt -> assertThat(receipt.reason()).contains("Nobody knows employee 2"))
        .satisfies(receipt -> assertThat(receipt.source()).isEqualTo("csv"));
    assertThat(record()).isEqualTo("leavers.csv true 3 rows, 1 refused, 2 started");
  }

  @Test
  void doesNothingOfABadFileAndSaysWhy() throws IOException {
    var file = drop("leavers.csv", THREE.replace("3;2026-11-30", "3;secret value"));

    assertThat(node().take(file)).isEqualTo(Outcome.QUARANTINED);

    assertThat(cases()).isEmpty();
    assertThat(names("inbox")).isEmpty();
    assertThat(names("results")).isEmpty();
    assertThat(names("quarantine"))
        .containsExactlyInAnyOrder("leavers.csv", "leavers.csv.problems.txt");
    assertThat(Files.readString(folder.resolve("quarantine/leavers.csv.problems.txt")))
        .contains("None of this file was done")
        .contains("line 4, column \"Last day of work\", value \"secret value\": is not a date");
    assertThat(inbox().newest(Fate.REFUSED, null, 10))
        .singleElement()
        .satisfies(
            receipt ->
                assertThat(receipt.reason())
                    .contains("leavers.csv", "line 4", "is not a date", "quarantine")
                    .doesNotContain("secret"));
    assertThat(record()).startsWith("leavers.csv false ").doesNotContain("secret");
  }

  @Test
  void judgesABadFileAgainWhenItComesAgain() throws IOException {
    var text = THREE.replace("Employee ID", "Number");
    assertThat(node().take(drop("a.csv", text))).isEqualTo(Outcome.QUARANTINED);
    assertThat(node().take(drop("a.csv", text))).isEqualTo(Outcome.QUARANTINED);
    assertThat(cases()).isEmpty();

    var told = node(Map.of("columns.employeeId", "Number"));
    assertThat(told.take(drop("a.csv", text))).isEqualTo(Outcome.TAKEN);
    assertThat(cases()).containsExactly("1", "2", "3");
  }

  @Test
  void takesTheSameFileInOnceHoweverOftenItComes() throws IOException {
    node().take(drop("mon.csv", THREE));
    assertThat(node().take(drop("tue.csv", THREE))).isEqualTo(Outcome.TAKEN);

    assertThat(cases()).containsExactly("1", "2", "3");
    assertThat(inbox().newest(null, null, 10)).hasSize(3);
    assertThat(lines("results/tue.csv.result.csv").get(1)).startsWith("2;1;started;case-1;;yes;");
  }

  @Test
  void keepsEveryFileThatComesUnderTheSameName() throws IOException {
    assertThat(node().take(drop("daily.csv", THREE))).isEqualTo(Outcome.TAKEN);
    var next = HEADER + "terminated;4;2026-11-30\n";
    assertThat(node().take(drop("daily.csv", next))).isEqualTo(Outcome.TAKEN);

    assertThat(names("done")).hasSize(2).contains("daily.csv");
    assertThat(names("results")).hasSize(2).contains("daily.csv.result.csv");
  }

  @Test
  void knowsAnEventByItsIdInAnotherFileAndKeepsAnotherUnderThatIdOut() throws IOException {
    var text = "Event ID,Event,Employee ID,Last day of work\nhr-7,terminated,1,2026-11-30\n";
    node().take(drop("a.csv", text));
    node().take(drop("b.csv", text + "hr-8,terminated,2,2026-11-30\n"));
    node().take(drop("c.csv", text.replace("11-30", "12-31")));

    assertThat(cases()).containsExactly("1", "2");
    assertThat(lines("results/b.csv.result.csv").get(1)).startsWith("2,1,started,case-1,,yes,hr-7");
    assertThat(lines("results/c.csv.result.csv").get(1))
        .contains("refused", "used before for another content");
  }

  @Test
  void doesNothingOfAFileThatLetsOutFarMoreThanOnAnOrdinaryDay() throws IOException {
    var text = leavers(21);

    assertThat(node().take(drop("mass.csv", text))).isEqualTo(Outcome.QUARANTINED);

    assertThat(cases()).isEmpty();
    assertThat(String.join("\n", lines("quarantine/mass.csv.problems.txt")))
        .contains("lets 21 people out", "muster.csv.most-leavers (20)", "in parts");
    assertThat(inbox().newest(Fate.REFUSED, null, 5)).hasSize(1);
  }

  @Test
  void finishesAFileThatACrashCutShortWithoutRepeatingOrLosingARow() throws IOException {
    var text = leavers(20);
    var file = drop("leavers.csv", text);
    for (int crash = 0; crash < 20; crash += 3) {
      var last = crash;
      after =
          change -> {
            if (cases().size() > last) {
              // the case was opened, the commit never came
              throw new Crash();
            }
          };
      assertThatThrownBy(() -> node().take(file)).isInstanceOf(Crash.class);
      assertThat(cases()).hasSize(last);
      assertThat(names("inbox")).containsExactly("leavers.csv");
    }
    after = change -> {};

    assertThat(node().take(file)).isEqualTo(Outcome.TAKEN);

    assertThat(cases()).hasSize(20);
    assertThat(inbox().newest(null, null, 100)).hasSize(20);
    assertThat(lines("results/leavers.csv.result.csv")).hasSize(21);
  }

  @Test
  void finishesAFileWhoseResultWasWrittenButWhichNeverLeftTheFolder() throws IOException {
    var file = drop("leavers.csv", THREE);
    var node = node();
    Files.delete(folder.resolve("done"));
    Files.writeString(folder.resolve("done"), "in the way");
    assertThat(node.take(file)).isEqualTo(Outcome.LATER);
    assertThat(file).exists();
    Files.delete(folder.resolve("done"));
    Files.createDirectory(folder.resolve("done"));

    assertThat(node().take(file)).isEqualTo(Outcome.TAKEN);

    assertThat(cases()).containsExactly("1", "2", "3");
    assertThat(names("results")).containsExactly("leavers.csv.result.csv");
  }

  @Test
  void takesTheOtherRowsInWhenOneCannotBeAndComesBackForIt() throws IOException {
    var file = drop("leavers.csv", THREE);
    before =
        change -> {
          if (change.employee().value().equals("2")) {
            throw new IllegalStateException("no such process");
          }
        };
    assertThat(node().take(file)).isEqualTo(Outcome.LATER);
    assertThat(cases()).containsExactly("1", "3");
    assertThat(record()).contains("not finished", "2 started");
    before = change -> {};

    assertThat(node().take(file)).isEqualTo(Outcome.TAKEN);
    assertThat(cases()).containsExactly("1", "2", "3");
  }

  @Test
  void stopsAskingWhenNothingWorks() throws IOException {
    var asked = new ArrayList<String>();
    before =
        change -> {
          asked.add(change.employee().value());
          throw new DataAccessResourceFailureException("no database");
        };
    var many = THREE + "terminated;4;2026-11-30\nterminated;5;2026-11-30\n";
    assertThat(node().take(drop("leavers.csv", many))).isEqualTo(Outcome.LATER);
    assertThat(asked).doesNotContain("4", "5");
  }

  @Test
  void leavesAFeedToTheNodeThatHasIt() throws IOException {
    var file = drop("leavers.csv", THREE);
    var rival = node();
    var seen = new ArrayList<Outcome>();
    before = change -> seen.add(CompletableFuture.supplyAsync(() -> rival.take(file)).join());

    assertThat(node().take(file)).isEqualTo(Outcome.TAKEN);

    assertThat(seen).containsExactly(Outcome.BUSY, Outcome.BUSY, Outcome.BUSY);
    assertThat(rival.take(file)).isEqualTo(Outcome.GONE);
    assertThat(cases()).containsExactly("1", "2", "3");
  }

  @Test
  void letsOneOfTwoRacingNodesHaveEachFile() throws Exception {
    var one = node();
    var other = node();
    for (int round = 0; round < 10; round++) {
      var employee = round;
      var file = drop("r.csv", HEADER + "terminated;%d;2026-11-30\n".formatted(employee));
      var start = new CyclicBarrier(2);
      var first = CompletableFuture.supplyAsync(() -> race(start, one, file));
      var second = CompletableFuture.supplyAsync(() -> race(start, other, file));

      assertThat(List.of(first.join(), second.join()))
          .containsOnlyOnce(Outcome.TAKEN)
          .containsAnyOf(Outcome.BUSY, Outcome.GONE);
      assertThat(cases()).hasSize(round + 1);
    }
    assertThat(names("done")).hasSize(10);
    assertThat(names("results")).hasSize(10);
  }

  @Test
  void keepsOddNamesInsideTheFolder() throws IOException {
    var odd = "a\nb|" + "x".repeat(200) + ".CSV";
    assertThat(node().take(drop(odd, THREE))).isEqualTo(Outcome.TAKEN);
    assertThat(names("done")).singleElement().asString().startsWith("a_b_xxx").endsWith(".csv");
  }

  @Test
  void watchesTheFolder() throws Exception {
    drop("b.csv", THREE);
    drop("a.csv", THREE.replace(";2026-11-30", ""));
    drop("c.csv.part", THREE);
    try (var arrivals = folder.getFileSystem().newWatchService()) {
      folder.resolve("done").register(arrivals, StandardWatchEventKinds.ENTRY_CREATE);
      var settings =
          Map.<String, Object>of(
              "muster.csv.folder", folder.toString(),
              "muster.csv.settle", "0s",
              "muster.csv.poll", "20ms");
      try (var service = service(settings)) {
        arrivals.take();
        await("the watch to let go of the feed")
            .until(
                () -> service.getBean(CsvIntake.class).take(folder.resolve("inbox/b.csv")),
                Outcome.GONE::equals);
        // our thread must not take the place of the one that other scheduled work uses
        assertThat(service.getBeansOfType(TaskScheduler.class)).hasSize(2);
        assertThat(service.getBean("taskScheduler", TaskScheduler.class))
            .isNotSameAs(service.getBean("hrFiles"));
      }
    }

    assertThat(names("inbox")).containsExactly("c.csv.part");
    assertThat(names("done")).containsExactly("b.csv");
    assertThat(names("quarantine")).contains("a.csv");
    assertThat(cases()).containsExactly("1", "2", "3");
  }

  @Test
  void watchesNothingUnlessAFolderIsSet() {
    try (var service = service(Map.of("muster.csv.folder", ""))) {
      assertThat(service.getBeansOfType(CsvIntake.class)).isEmpty();
    }
  }

  private Outcome race(CyclicBarrier start, CsvIntake node, Path file) {
    try {
      start.await();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
    return node.take(file);
  }

  private CsvIntake node() {
    return node(Map.of());
  }

  private CsvIntake node(Map<String, String> settings) {
    var properties = CsvReaderTests.properties(settings);
    return new CsvIntake(
        properties,
        new CsvFolder(folder, "muster.csv.folder"),
        new FeedLock(database, properties.source()),
        new FileRecords(jdbc, properties.source(), clock()),
        inbox(),
        clock());
  }

  private Inbox inbox() {
    return Inboxes.on(database, this::accept, clock());
  }

  private AnnotationConfigApplicationContext service(Map<String, Object> settings) {
    var service = new AnnotationConfigApplicationContext();
    service.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
    service.registerBean(DataSource.class, () -> database);
    service.registerBean(JdbcClient.class, () -> jdbc);
    service.registerBean(Clock.class, CsvIntakeTests::clock);
    service.registerBean(Inbox.class, this::inbox);
    service.register(Service.class, CsvConfiguration.class);
    service.refresh();
    return service;
  }

  /** Opens the case in the transaction that keeps the event, as the real one does. */
  private Lifecycle.Outcome accept(EmploymentChange change) {
    assertThat(change).isInstanceOf(Terminated.class);
    before.accept(change);
    var caseId = "case-" + change.employee();
    jdbc.sql("insert into muster_case values ('offboarding', ?, ?, now())")
        .params(change.employee().value(), caseId)
        .update();
    after.accept(change);
    return new Lifecycle.Outcome(Lifecycle.Fate.STARTED, caseId);
  }

  private List<String> cases() {
    return jdbc.sql("select employee from muster_case order by length(employee), employee")
        .query(String.class)
        .list();
  }

  private String record() {
    return jdbc.sql("select name || ' ' || accepted || ' ' || summary from muster_hr_file")
        .query(String.class)
        .single();
  }

  private static String leavers(int people) {
    return IntStream.rangeClosed(1, people)
        .mapToObj("terminated;%d;2026-11-30\n"::formatted)
        .collect(Collectors.joining("", HEADER, ""));
  }

  private Path drop(String name, String text) throws IOException {
    return Files.write(folder.resolve("inbox").resolve(name), text.getBytes(UTF_8));
  }

  private List<String> lines(String path) throws IOException {
    return Files.readAllLines(folder.resolve(path));
  }

  private List<String> names(String part) {
    try (var files = Files.list(folder.resolve(part))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Clock clock() {
    return Clock.fixed(Instant.parse("2026-11-24T08:00:00Z"), ZoneOffset.UTC);
  }

  /** The node is gone: nothing in it gets to clean up. */
  private static final class Crash extends Error {}

  @Configuration
  @ImportAutoConfiguration({
    TaskSchedulingAutoConfiguration.class,
    IntegrationAutoConfiguration.class
  })
  @EnableConfigurationProperties(CsvProperties.class)
  static class Service {}
}
