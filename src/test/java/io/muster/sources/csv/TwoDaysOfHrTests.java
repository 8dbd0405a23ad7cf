package io.muster.sources.csv;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.lifecycle.ProcessTest;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.csv.CsvIntake.Outcome;
import io.muster.sources.csv.SnapshotFilesProperties.Feed;
import io.muster.testing.HrTable;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * An HR table as it is exported, of 3,000 people, on two days: exactly the known changes between
 * them start a process each. {@code -Dmuster.hr-table=} names such a table; without it one of the
 * same shape is made up.
 */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.sources.export.columns.employeeId=EmpID",
      "muster.sources.export.columns.familyName=First_Name",
      "muster.sources.export.columns.givenName=Last_Name",
      "muster.sources.export.columns.department=Department",
      "muster.sources.export.columns.title=Position",
      "muster.sources.export.columns.location=State",
      "muster.sources.export.columns.startDate=DateofHire",
      "muster.sources.export.zone=America/New_York",
      "muster.sources.export.values.department[IT/IS]=Engineering",
      "muster.sources.export.defaults.workEmail={givenName}.{familyName}.{employeeId}@example.com"
    })
class TwoDaysOfHrTests {
  private static final String SOURCE = "export";
  private static final int PEOPLE = 3000;
  private static final DateTimeFormatter WITH_SLASHES = DateTimeFormatter.ofPattern("uuuu/MM/dd");

  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private Inbox inbox;
  @Autowired private Snapshots snapshots;
  @Autowired private SourceHealthRecorder news;
  @Autowired private SourceCursors bookmarks;
  @Autowired private KnownHeaders headers;
  @Autowired private FieldMappings mappings;
  @Autowired private MovableClock clock;

  @TempDir private Path folder;

  @Test
  void startsExactlyTheProcessesOfTheKnownChanges() throws IOException {
    var table = new Table(HrTable.of(file(), PEOPLE));
    assertThat(take("monday.csv", table.text())).isEqualTo(Outcome.TAKEN);
    assertThat(result("monday.csv")).contains("3000 people, 0 events, 0 missing");
    assertThat(cases()).as("whoever works there already is known, not taken in").isEmpty();

    var today = LocalDate.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
    var expected = new TreeMap<String, Set<String>>();
    var employed = table.rowsWith("EmploymentStatus", "Active").iterator();
    var left = table.rowsWith("EmploymentStatus", "Voluntarily Terminated").iterator();

    expect(expected, "transfer", some(employed, 30), row -> table.set(row, "Department", "Legal"));
    expect(expected, "transfer", some(employed, 10), row -> table.set(row, "Position", "Buyer"));
    expect(expected, "transfer", some(employed, 4), row -> table.set(row, "First_Name", "Newname"));
    expect(
        expected,
        "offboarding",
        some(employed, 15),
        row -> table.end(row, today, "Voluntarily Terminated"));
    expect(
        expected,
        "offboarding",
        some(employed, 5),
        row -> table.end(row, today.minusDays(1), "Terminated for Cause"));
    expect(
        expected,
        "onboarding",
        some(left, 5),
        row -> table.employ(row, today.plusDays(7))); // who had left long ago
    for (int joiner = 0; joiner < 20; joiner++) {
      var row = table.copy(some(employed, 1).get(0), String.valueOf(900_000 + joiner));
      table.employ(row, today.plusDays(joiner));
      expected.computeIfAbsent("onboarding", key -> new TreeSet<>()).add(table.number(row));
    }
    // nothing of this is anybody's business here
    some(employed, 40).forEach(row -> table.set(row, "Salary", "1"));
    some(employed, 10)
        .forEach(row -> table.set(row, "Position", "  " + table.get(row, "Position") + " "));
    some(left, 10).forEach(row -> table.set(row, "DateofTermination", "2018/12/31"));
    some(left, 10).forEach(row -> table.set(row, "Department", "Sales"));
    some(employed, 3).forEach(table::remove); // missing once is not gone

    clock.set(clock.instant().plusSeconds(60));
    assertThat(take("tuesday.csv", table.text())).isEqualTo(Outcome.TAKEN);
    assertThat(result("tuesday.csv")).contains("89 events, 3 missing");
    assertThat(cases()).isEqualTo(expected);
    assertThat(reasons()).containsOnly(Map.entry("voluntary", 15L), Map.entry("involuntary", 5L));

    clock.set(clock.instant().plusSeconds(60));
    assertThat(take("again.csv", table.text())).isEqualTo(Outcome.TAKEN);
    assertThat(result("again.csv")).contains(" 0 events, 3 missing");
  }

  private static void expect(
      Map<String, Set<String>> expected,
      String process,
      List<String[]> rows,
      java.util.function.Consumer<String[]> change) {
    rows.forEach(change);
    rows.forEach(
        row ->
            expected
                .computeIfAbsent(process, key -> new TreeSet<>())
                .add(row[Table.NUMBER].strip()));
  }

  private static List<String[]> some(Iterator<String[]> rows, int count) {
    var taken = new ArrayList<String[]>();
    while (taken.size() < count) {
      taken.add(rows.next());
    }
    return taken;
  }

  private Map<String, Set<String>> cases() {
    return jdbc
        .sql("select process, employee from muster_case")
        .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .collect(
            groupingBy(
                Map.Entry::getKey,
                TreeMap::new,
                mapping(Map.Entry::getValue, toCollection(TreeSet::new))));
  }

  private Map<String, Long> reasons() {
    return jdbc
        .sql(
            "select payload::jsonb -> 'data' ->> 'reason' from muster_inbox where payload like '%\"reason\"%'")
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()));
  }

  private static @Nullable Path file() {
    var file = System.getProperty("muster.hr-table", "");
    return file.isBlank() ? null : Path.of(file);
  }

  private Outcome take(String name, String content) throws IOException {
    var feed =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "feed.folder", folder.toString(),
                        "feed.date-format", "uuuu/MM/dd",
                        "feed.last-day", "DateofTermination",
                        "feed.status", "EmploymentStatus",
                        "feed.statuses[active]", "employed",
                        "feed.statuses[voluntarily terminated]", "ended",
                        "feed.statuses[terminated for cause]", "ended",
                        "feed.reason", "EmploymentStatus",
                        "feed.reasons[voluntarily terminated]", "voluntary",
                        "feed.reasons[terminated for cause]", "involuntary")))
            .bind("feed", Feed.class)
            .get();
    var intake =
        new SnapshotIntake(
            SOURCE,
            feed,
            new CsvFolder(folder, "muster.snapshot-files.export.folder"),
            new SnapshotReader(SOURCE, feed, mappings.of(SOURCE, SnapshotWatches.usual()), clock),
            new FeedLock(database, SOURCE),
            snapshots,
            news,
            bookmarks,
            headers,
            inbox);
    var dropped = folder.resolve("inbox").resolve(name);
    Files.write(dropped, content.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(dropped, FileTime.from(clock.instant()));
    return intake.take(dropped);
  }

  private String result(String name) throws IOException {
    return Files.readString(folder.resolve("results").resolve(name + ".result.txt"));
  }

  /** The exported table, to be written in. */
  private static final class Table {
    static final int NUMBER = 2;

    /** What spreadsheets begin UTF-8 with. */
    private static final String MARK = "\uFEFF";

    private final List<String> header;
    private final List<String[]> rows;

    Table(String text) {
      var lines = text.lines().toList();
      header = List.of(lines.get(0).replace(MARK, "").split(";", -1));
      rows =
          lines.stream()
              .skip(1)
              .map(line -> line.split(";", -1))
              .collect(toCollection(ArrayList::new));
    }

    List<String[]> rowsWith(String column, String value) {
      return List.copyOf(rows).stream().filter(row -> get(row, column).equals(value)).toList();
    }

    String get(String[] row, String column) {
      return row[header.indexOf(column)].strip();
    }

    void set(String[] row, String column, String value) {
      row[header.indexOf(column)] = value;
    }

    String number(String[] row) {
      return row[NUMBER].strip();
    }

    String[] copy(String[] row, String number) {
      var copy = row.clone();
      copy[NUMBER] = number;
      rows.add(copy);
      return copy;
    }

    void remove(String[] row) {
      rows.remove(row);
    }

    void end(String[] row, LocalDate day, String status) {
      set(row, "DateofTermination", WITH_SLASHES.format(day));
      set(row, "EmploymentStatus", status);
    }

    void employ(String[] row, LocalDate day) {
      set(row, "DateofHire", WITH_SLASHES.format(day));
      set(row, "DateofTermination", "");
      set(row, "EmploymentStatus", "Active");
    }

    String text() {
      return rows.stream()
          .map(row -> String.join(";", row))
          .collect(Collectors.joining("\r\n", MARK + String.join(";", header) + "\r\n", "\r\n"));
    }
  }
}
