package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.Workforce;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.csv.CsvIntake.Outcome;
import io.muster.sources.csv.SnapshotFilesProperties.Feed;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Files of all people: what is different from the last one happens, and nothing else does. */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.sources.personnel.columns.employeeId=Personalnummer",
      "muster.sources.personnel.columns.department=Abteilung,Bereich",
      "muster.sources.personnel.values.department.IT=Engineering",
      "muster.sources.personnel.zones.Berlin=Europe/Berlin",
      "muster.sources.personnel.zone=Europe/Vienna",
      "muster.sources.personnel.defaults.workEmail={givenName}.{familyName}@example.com",
      "muster.sources.personnel.defaults.title=Employee",
      "muster.sources.personnel.termination-date=day-after"
    })
class SnapshotFilesTests {
  private static final String SOURCE = "personnel";
  private static final String HEADER =
      "Personalnummer;First name;Last name;Abteilung;Location;Start date;Termination date;Status;Shoe size\n";

  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private Inbox inbox;
  @Autowired private Snapshots snapshots;
  @Autowired private SourceHealthRecorder news;
  @Autowired private SourceCursors bookmarks;
  @Autowired private KnownHeaders headers;
  @Autowired private FieldMappings mappings;
  @Autowired private Workforce workforce;
  @Autowired private MovableClock clock;

  @TempDir private Path folder;

  @BeforeEach
  void forgetTheSource() {
    clock.set(ProcessEstate.MORNING);
    for (var table :
        List.of("muster_snapshot", "muster_reading", "muster_source", "muster_snapshot_header")) {
      jdbc.sql("delete from " + table).update();
    }
  }

  @Test
  void knowsThePeopleOfTheFirstFileByTheColumnsAndWordsThatAreConfigured() throws IOException {
    assertThat(take("day0.csv", company(10))).isEqualTo(Outcome.TAKEN);

    assertThat(read("results/day0.csv.result.txt")).contains("10 people, 0 events, 0 missing");
    assertThat(workforce.find(new EmployeeId("P-3")))
        .hasValueSatisfying(
            worker -> {
              assertThat(worker.workEmail()).isEqualTo("ada.lovelace@example.com");
              assertThat(worker.department()).isEqualTo("Engineering");
              assertThat(worker.title()).isEqualTo("Employee");
              assertThat(worker.zone().getId()).isEqualTo("Europe/Berlin");
            });
  }

  @Test
  void takesADateOfTheDayAfterAsTheLastDayBeforeIt() throws IOException {
    take("day0.csv", company(10));
    take(
        "day1.csv",
        company(10)
            .replace(
                "P-3;Ada;Lovelace;IT;Berlin;2020-01-01;;",
                "P-3;Ada;Lovelace;IT;Berlin;2020-01-01;2030-05-01;"));

    assertThat(read("results/day1.csv.result.txt")).contains("10 people, 1 events");
    assertThat(
            jdbc.sql("select payload from muster_inbox where source = ? and employee = 'P-3'")
                .param(SOURCE)
                .query(String.class)
                .list())
        .anySatisfy(event -> assertThat(event).contains("\"lastDayOfWork\":\"2030-04-30\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"endOfContract", "End of contract", "END-OF-CONTRACT"})
  void understandsReasonsHoweverTheyAreWritten(String reason) throws IOException {
    var header = HEADER.replace("\n", ";Reason\n");
    var row = "P-3;Ada;Lovelace;IT;Berlin;2020-01-01;%s;active;39;%s\n";
    take("day0.csv", header + row.formatted("", ""));
    take("day1.csv", header + row.formatted("2030-05-01", reason));

    assertThat(
            jdbc.sql(
                    "select payload::jsonb -> 'data' ->> 'reason' from muster_inbox"
                        + " where source = ? and employee = 'P-3' order by id desc limit 1")
                .param(SOURCE)
                .query(String.class)
                .single())
        .isEqualTo("endOfContract");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a torn last line        | P-9;Ada;Love                             | has 3 cells
          a missing line end      | P-9;Ada;Lovelace;IT;Berlin;2020-01-01;;active;39 | does not end
          a wrong row count       | #row_count:12\\n                          | says it has 12 rows and has 10
          a file that is to come  | #generated_on:2206-03-02T06:00:00Z\\n     | still to come
          a file without an end   | #generated_on:+999999999-12-31T23:59:59-18:00\\n | still to come
          an old file             | #generated_on:2026-02-20T06:00:00Z\\n     | too long ago
          """)
  void doesNothingOfAFileWith(String what, String end, String why) throws IOException {
    take("day0.csv", company(10));
    var torn = company(10) + end.replace("\\n", "\n");

    assertThat(take("bad.csv", torn)).isEqualTo(Outcome.QUARANTINED);

    assertThat(read("quarantine/bad.csv.problems.txt")).contains(why);
    assertThat(inbox.newest(Fate.REFUSED, null, 5))
        .anySatisfy(receipt -> assertThat(receipt.reason()).contains("bad.csv was not taken in"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a spreadsheet's number  | 1.23E+05;Ada;Byron;IT;Berlin;2020-01-01;;active;39 | last digits are lost
          no number               | ;Ada;Byron;IT;Berlin;2020-01-01;;active;39 | nobody's
          an unknown status       | P-99;Ada;Byron;IT;Berlin;2020-01-01;;gone;39 | column "Status", value "gone": is a word we do not know
          an unreadable date      | P-99;Ada;Byron;IT;Berlin;2020-01-01;31.12.2026;active;39 | column "Termination date", value "31.12.2026": is not a date
          an unreadable start     | P-99;Ada;Byron;IT;Berlin;soon;;active;39 | column "Start date", value "soon": is not a date
          a day before all others | P-99;Ada;Byron;IT;Berlin;2020-01-01;-999999999-01-01;active;39 | is not a date
          a day after all others  | P-99;Ada;Byron;IT;Berlin;2020-01-01;+999999999-12-31;active;39 | is not a date
          """)
  void keepsNobodyElseWaitingForARowWith(String what, String row, String why) throws IOException {
    take("day0.csv", company(10));
    var moved = company(10).replace(row(3), "P-3;Ada;Lovelace;Sales;Berlin;2020-01-01;;active;39");

    assertThat(take("one.csv", moved + row + "\n")).isEqualTo(Outcome.TAKEN);

    assertThat(read("results/one.csv.result.txt")).contains("1 events", "1 refused", why);
    assertThat(inbox.newest(Fate.REFUSED, null, 5)).isNotEmpty();
  }

  @Test
  void refusesAFileInWhichManyRowsCannotBeReadAsASettingIsWrong() throws IOException {
    take("day0.csv", company(20));
    var odd = company(20);
    for (int person = 0; person < 5; person++) {
      odd = odd.replace(row(person), row(person).replace(";active", ";aktiv"));
    }
    assertThat(take("five.csv", odd)).isEqualTo(Outcome.TAKEN);
    odd = odd.replace(row(5), row(5).replace(";active", ";aktiv"));
    assertThat(take("six.csv", odd)).isEqualTo(Outcome.QUARANTINED);
    assertThat(read("quarantine/six.csv.problems.txt"))
        .contains("muster.snapshot-files.personnel.statuses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "\u2014",
        "N/A",
        "n/a",
        "k.A.",
        "#NV",
        "0000-00-00",
        "00.00.0000",
        "9999-12-31",
        "\u00a0"
      })
  void takesWordsForNothingAsNoDate(String nothing) throws IOException {
    var row = "P-3;Ada;Lovelace;IT;Berlin;2020-01-01;%s;active;39";
    take("day0.csv", company(10).replace(row(3), row.formatted(nothing)));
    assertThat(read("results/day0.csv.result.txt")).contains("10 people, 0 events");
    assertThat(read("results/day0.csv.result.txt")).doesNotContain("refused");

    take(
        "day1.csv",
        company(10).replace(row(3), row.formatted("2026-03-01").replace("active", "terminated")));
    assertThat(read("results/day1.csv.result.txt")).contains("10 people, 1 events");
  }

  @Test
  void readsWhatReportsAndSpreadsheetsPutRoundAFile() throws IOException {
    take("day0.csv", company(10));
    var same =
        "sep=;\r\nAll people as of today;;;;;;;;\n\n"
            + company(10)
                .replace("P-3;", "'P-3;")
                .replace("P-4;", "=\"P-4\";")
                .replace("P-5;", "P-5\u00a0;")
                .replace(
                    "P-6;Ada;Lovelace;IT;Berlin;2020-01-01",
                    "P-6;Ada;Lovelace;IT;Berlin;2020-01-01-08:00")
                .replace(
                    "P-7;Ada;Lovelace;IT;Berlin;2020-01-01;;active",
                    "P-7;Ada;Lovelace;IT;Berlin;2020-01-01T00:00:00Z;;active\u202f")
            + "Summe;10;;;;;;;385\n";

    assertThat(take("day1.csv", same)).isEqualTo(Outcome.TAKEN);

    assertThat(read("results/day1.csv.result.txt"))
        .contains("10 people, 0 events, 0 missing")
        .contains("passed over as a title", "it is a total")
        .doesNotContain("refused");
  }

  @Test
  void takesATotalThatIsNotTheLastLineForARow() throws IOException {
    take("day0.csv", company(10));
    take("day1.csv", company(5) + "Total;5;;;;;;;\n" + company(10).substring(HEADER.length()));
    assertThat(read("results/day1.csv.result.txt"))
        .contains("refused")
        .doesNotContain("is a total");
  }

  @Test
  void saysWhatTheFirstLineHoldsWhereNoColumnNamesAre() throws IOException {
    take("odd.csv", company(3).replace("Personalnummer", "Nummer"));
    assertThat(read("quarantine/odd.csv.problems.txt"))
        .contains("[Personalnummer]", "Nummer, First name", "columns.employeeId");
  }

  @Test
  void namesTheSettingOfThisWayInForAnEncoding() throws IOException {
    var file = folder.resolve("inbox/latin.csv");
    var intake = intake();
    Files.write(
        file, company(3).replace("Lovelace", "M\u00fcller").getBytes(StandardCharsets.ISO_8859_1));
    intake.take(file);
    assertThat(read("quarantine/latin.csv.problems.txt"))
        .contains("muster.snapshot-files.personnel.encoding=windows-1252");
  }

  @Test
  void readsALeaveFromAColumnOfItsOwn() throws IOException {
    var header = HEADER.replace("\n", ";On leave\n");
    var row = "P-3;Ada;Lovelace;IT;Berlin;2020-01-01;;active;39;%s\n";
    var setting = "on-leave=On leave";
    take("day0.csv", header + row.formatted(""), clock.instant(), setting);
    take("day1.csv", header + row.formatted("No"), clock.instant(), setting);
    assertThat(read("results/day1.csv.result.txt")).contains("0 events");
    take("day2.csv", header + row.formatted("Yes"), clock.instant(), setting);
    assertThat(lastType("P-3")).isEqualTo("worker.leaveStarted");
    take("day3.csv", header + row.formatted(""), clock.instant(), setting);
    assertThat(lastType("P-3")).isEqualTo("worker.leaveEnded");
    assertThat(take("day4.csv", header + row.formatted("perhaps"), clock.instant(), setting))
        .isEqualTo(Outcome.QUARANTINED);
  }

  @Test
  void takesOneWhoIsInactiveBeforeTheFirstDayForOneToCome() throws IOException {
    var settings = new String[] {"statuses.Yes=employed", "statuses.No=inactive"};
    var rows =
        """
        P-3;Ada;Lovelace;IT;Berlin;2020-01-01;;Yes;39
        P-41;Eve;Byron;IT;Berlin;2026-04-01;;No;39
        P-42;Eve;Bryant;IT;Berlin;2019-04-01;2026-01-31;No;39
        """;
    take("day0.csv", HEADER + rows, clock.instant(), settings);
    assertThat(read("results/day0.csv.result.txt")).contains("3 people, 1 events");
    assertThat(lastType("P-41")).isEqualTo("worker.hired");
  }

  private String lastType(String employee) {
    return jdbc.sql(
            "select payload::jsonb ->> 'type' from muster_inbox where source = ? and employee = ?"
                + " order by id desc limit 1")
        .params(SOURCE, employee)
        .query(String.class)
        .single();
  }

  @Test
  void holdsAFileWithoutMostOfThePeople() throws IOException {
    take("day0.csv", company(100));
    assertThat(take("cut.csv", company(30))).isEqualTo(Outcome.TAKEN);
    assertThat(read("results/cut.csv.result.txt")).contains("held as reading");
  }

  @Test
  void refusesAFileThatIsOlderThanTheLastOne() throws IOException {
    take("new.csv", "#generated_on:2026-03-02T05:00:00Z\n" + company(10));
    assertThat(take("old.csv", "#generated_on:2026-03-02T04:00:00Z\n" + company(10)))
        .isEqualTo(Outcome.QUARANTINED);
    assertThat(read("quarantine/old.csv.problems.txt")).contains("before one that was taken in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#generated_on:2026-03-03T05:00:00Z\n"})
  void goesOnListeningAfterAFileFromAClockThatIsAhead(String stamp) throws IOException {
    take("day0.csv", company(10));
    var moved = company(10).replace("P-3;Ada;Lovelace;IT", "P-3;Ada;Lovelace;Sales");
    take("ahead.csv", stamp + moved, clock.instant().plus(Duration.ofHours(20)));
    clock.advance(Duration.ofHours(2));
    take(
        "leaver.csv",
        moved.replace("Sales;Berlin;2020-01-01;;", "Sales;Berlin;2020-01-01;2026-03-05;"));
    assertThat(read("results/leaver.csv.result.txt")).contains("10 people, 1 events");
  }

  @Test
  void saysWhatAFileWouldDoAndDoesNothing() throws IOException {
    take("day0.csv", company(10));
    var file = folder.resolve("inbox/next.csv");
    Files.writeString(
        file,
        company(10).replace("P-3;Ada;Lovelace;IT", "P-3;Ada;Lovelace;Sales")
            + "P-777;Ada;Byron;IT;Wien;2026-04-01;;active;39\n");

    assertThat(intake().tryOut(file)).isEqualTo(Outcome.TAKEN);

    assertThat(read("results/would-do-next.csv.result.txt"))
        .contains("P-3: worker.changed", "P-777: worker.hired, 2026-04-01");
    assertThat(workforce.find(new EmployeeId("P-777"))).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void takesARenamedColumnForNoWordOfHrs() throws IOException {
    take("day0.csv", company(10));
    take(
        "day1.csv",
        company(10).replace(row(3), "P-3;Ada;Lovelace;IT;Berlin;2020-01-01;;terminated;39"));
    var events = events();
    var renamed =
        company(10).replace(";Status;", ";Beschaeftigung;").replace("Abteilung", "Bereich");

    assertThat(take("renamed.csv", renamed)).isEqualTo(Outcome.QUARANTINED);

    assertThat(read("quarantine/renamed.csv.problems.txt"))
        .contains("muster.snapshot-files.personnel.status", "renamed")
        .as("another name that is configured")
        .doesNotContain("department");
    Files.writeString(folder.resolve("inbox/tried.csv"), renamed);
    assertThat(intake().tryOut(folder.resolve("inbox/tried.csv"))).isEqualTo(Outcome.TAKEN);
    assertThat(read("results/would-do-tried.csv.result.txt")).contains("personnel.status");
    assertThat(events()).as("whoever left is not let in again").isEqualTo(events);
    assertThat(take("known.csv", renamed, clock.instant(), "status=Beschaeftigung"))
        .isEqualTo(Outcome.TAKEN);
    assertThat(
            take("silent.csv", renamed.replace("Beschaeftigung", "x"), clock.instant(), "status="))
        .isEqualTo(Outcome.TAKEN);
  }

  @Test
  void saysWhomItLeavesAsANewerWordIsKnown() throws IOException {
    take("day0.csv", company(10));
    take(
        "day1.csv",
        company(10).replace(row(3), "P-3;Ada;Lovelace;Sales;Berlin;2020-01-01;;active;39"));
    var late = clock.instant().minus(Duration.ofHours(1));

    take("late.csv", company(10), late);

    assertThat(read("results/late.csv.result.txt"))
        .contains("0 events", "1 left, as newer words about them are known");
  }

  @Test
  void saysWhatCannotBeInTheTrialAndInEarnest() throws IOException {
    take("day0.csv", company(10));
    var next =
        company(10).replace(row(3), "P-3;Ada;Lovelace;Sales;Berlin;2020-01-01;;active;39")
            + "P-777;Ada;${x};IT;Wien;2026-04-01;;active;39\n";
    Files.writeString(folder.resolve("inbox/tried.csv"), next);

    intake().tryOut(folder.resolve("inbox/tried.csv"));
    take("day1.csv", next);

    assertThat(read("results/would-do-tried.csv.result.txt"))
        .contains("P-3: worker.changed (department)")
        .containsPattern("P-777: worker.hired, 2026-04-01 - will be refused: .*familyName");
    assertThat(read("results/day1.csv.result.txt"))
        .contains("1 events", "1 refused, see the refused events");
  }

  @Test
  void asksAboutANumberThatTwoRowsClaim() throws IOException {
    take("day0.csv", company(10));
    take("two.csv", company(10) + "P-3;Grace;Hopper;IT;Berlin;2020-01-01;;terminated;39\n");
    assertThat(inbox.newest(Fate.REFUSED, null, 10))
        .anySatisfy(receipt -> assertThat(receipt.reason()).contains("Two records"));
    assertThat(read("results/two.csv.result.txt")).contains("0 events");
  }

  private Outcome take(String name, String content) throws IOException {
    return take(name, content, clock.instant());
  }

  private Outcome take(String name, String content, Instant written, String... settings)
      throws IOException {
    var intake = intake(settings);
    var file = folder.resolve("inbox").resolve(name);
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(file, FileTime.from(written));
    return intake.take(file);
  }

  private SnapshotIntake intake(String... settings) {
    var all = new HashMap<>(Map.of("feed.folder", folder.toString()));
    for (var setting : settings) {
      all.put("feed." + setting.replaceAll("=.*", ""), setting.replaceAll(".*=", ""));
    }
    var feed = new Binder(new MapConfigurationPropertySource(all)).bind("feed", Feed.class).get();
    return new SnapshotIntake(
        SOURCE,
        feed,
        new CsvFolder(folder, "muster.snapshot-files.personnel.folder"),
        new SnapshotReader(SOURCE, feed, mappings.of(SOURCE, SnapshotWatches.usual()), clock),
        new FeedLock(database, SOURCE),
        snapshots,
        news,
        bookmarks,
        headers,
        inbox);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> events() {
    return jdbc.sql("select event_id from muster_inbox where source = ? and employee is not null")
        .param(SOURCE)
        .query(String.class)
        .list();
  }

  private static String row(int person) {
    return "P-%d;Ada;Lovelace;IT;Berlin;2020-01-01;;active;39".formatted(person);
  }

  private static String company(int people) {
    return HEADER
        + IntStream.range(0, people)
            .mapToObj(
                number -> "P-%d;Ada;Lovelace;IT;Berlin;2020-01-01;;active;39\n".formatted(number))
            .collect(Collectors.joining());
  }
}
