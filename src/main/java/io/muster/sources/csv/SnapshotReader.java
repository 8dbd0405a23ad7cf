package io.muster.sources.csv;

import io.muster.intake.Digest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentDates;
import io.muster.people.EmploymentFacts;
import io.muster.people.NoDate;
import io.muster.sources.FieldMapping;
import io.muster.sources.SettingKeys;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.sources.csv.CsvText.NotText;
import io.muster.sources.csv.SnapshotFile.Header;
import io.muster.sources.csv.SnapshotFilesProperties.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of all people, and says everything that is wrong with it at once.
 *
 * <p>Lines that begin with {@code #} are about the file: {@code #row_count:N} and {@code
 * #generated_on:2026-11-24T06:00:00Z} are checked, others are comments.
 */
final class SnapshotReader {
  private static final Pattern SPREADSHEET_NUMBER = Pattern.compile("\\d+([.,]\\d+)?[eE][+-]?\\d+");
  private static final int MOST_PROBLEMS = 500;

  /** Where more rows than this cannot be read, a setting is wrong rather than the rows. */
  private static final int UNREAD_ROWS = 5;

  private static final int UNREAD_SHARE = 10;
  private static final int NAMED_COLUMNS = 12;
  private static final Set<String> NO = Set.of("no", "false", "n", "0", "nein");

  /** More than a time zone that was mistaken for another can account for. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private final String source;
  private final Feed feed;
  private final FieldMapping mapping;
  private final Dates dates;
  private final Clock clock;

  SnapshotReader(String source, Feed feed, FieldMapping mapping, Clock clock) {
    this.source = source;
    this.feed = feed;
    this.mapping = mapping;
    this.dates =
        new Dates(feed.dateFormat(), "muster.snapshot-files.%s.date-format".formatted(source));
    this.clock = clock;
  }

  /**
   * Reads the file.
   *
   * @param content at most one byte more than the largest size
   * @param written when it was last written
   */
  SnapshotFile read(byte[] content, Instant written) {
    return new Reading(Digest.of(content), written).all(content);
  }

  private final class Reading {
    private final String digest;
    private final Instant now = clock.instant();
    private final Instant written;
    private final List<FileProblem> problems = new ArrayList<>();
    private final List<FileProblem> unread = new ArrayList<>();
    private final List<FileProblem> nameless = new ArrayList<>();
    private final List<FileProblem> passedOver = new ArrayList<>();
    private final List<WorkerSnapshot> people = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();
    private Header header = Header.NONE;
    private @Nullable Instant generatedOn;
    private @Nullable Long declaredRows;
    private int width;
    private long rows;
    private long unreadRows;
    private @Nullable Line last;

    /** A line that is nobody's row if it turns out to be the last. */
    private record Line(CSVRecord record, long number) {}

    Reading(String digest, Instant written) {
      this.digest = digest;
      this.written = written;
    }

    SnapshotFile all(byte[] content) {
      if (content.length > feed.maxSize().toBytes()) {
        problems.add(
            FileProblem.ofFile(
                "is larger than %d bytes (muster.snapshot-files.%s.max-size)"
                    .formatted(feed.maxSize().toBytes(), source)));
        return result();
      }
      try {
        parse(CsvText.decode(content, feed.encoding(), setting("encoding")));
      } catch (NotText notText) {
        problems.add(notText.problem());
      }
      return result();
    }

    private SnapshotFile result() {
      return new SnapshotFile(
          digest,
          problems.isEmpty() ? people : List.of(),
          generatedOn,
          header,
          problems,
          nameless,
          notes());
    }

    private List<FileProblem> notes() {
      var notes = new ArrayList<>(unread);
      notes.addAll(passedOver);
      return notes;
    }

    private String setting(String name) {
      return "muster.snapshot-files.%s.%s".formatted(source, name);
    }

    private void parse(String text) {
      if (!text.endsWith("\n") && !text.endsWith("\r")) {
        problems.add(
            FileProblem.ofFile(
                "its last line does not end, so it may have been cut off. Send it whole; if it is whole, add a line end"));
      }
      var layout = Layout.of(text, numberColumns());
      var format =
          CSVFormat.Builder.create()
              .setDelimiter(layout.delimiter())
              .setQuote('"')
              .setIgnoreEmptyLines(true)
              .setIgnoreSurroundingSpaces(true)
              .get();
      long line = 0;
      try (var parser = CSVParser.parse(layout.text(), format)) {
        for (var record : parser) {
          line = parser.getCurrentLineNumber();
          if (record.get(0).startsWith("#")) {
            readComment(String.join(",", record.toList()), line);
          } else if (!CsvReader.isBlank(record) && !read(record, line)) {
            return;
          }
        }
      } catch (IOException | UncheckedIOException | IllegalStateException broken) {
        problems.add(
            FileProblem.ofLine(
                line + 1,
                "a quoted cell that begins here, or soon after, does not end as it should"));
      }
      settle();
    }

    /** False if there is no use in reading on. */
    private boolean read(CSVRecord record, long line) {
      if (width == 0) {
        return readHeader(record, line);
      }
      if (last != null) {
        var before = last;
        last = null;
        if (!readRow(before)) {
          return false;
        }
      }
      if (Layout.mayBeTotal(record)) {
        last = new Line(record, line);
        return true;
      }
      return readRow(new Line(record, line));
    }

    private boolean readRow(Line next) {
      var record = next.record();
      var line = next.number();
      if (++rows > feed.maxRows() || problems.size() >= MOST_PROBLEMS) {
        problems.add(
            FileProblem.ofLine(
                line,
                "reading stopped here, after %d rows and %d problems"
                    .formatted(rows - 1, problems.size())));
        return false;
      }
      if (record.size() != width) {
        problems.add(
            FileProblem.ofLine(
                line,
                "has %d cells, but the header has %d. If this is the last line, the file may have been cut off"
                    .formatted(record.size(), width)));
        return true;
      }
      readPerson(record, line);
      return true;
    }

    private void settle() {
      if (last != null) {
        passedOver.add(
            FileProblem.ofLine(
                last.number(), "was passed over, as it is a total and nobody's row"));
      }
      if (unreadRows == rows || unreadRows > Math.max(UNREAD_ROWS, rows / UNREAD_SHARE)) {
        problems.addAll(unread);
        problems.addAll(nameless);
      }
      if (width == 0) {
        noHeader();
      } else if (rows == 0) {
        problems.add(FileProblem.ofFile("names nobody; a source without people is not believed"));
      }
      if (declaredRows != null && declaredRows != rows) {
        problems.add(
            FileProblem.ofFile(
                "says it has %d rows and has %d, so it is not whole. Send it again"
                    .formatted(declaredRows, rows)));
      }
      if (generatedOn != null && generatedOn.isAfter(now.plus(MOST_AHEAD))) {
        problems.add(
            FileProblem.ofFile(
                "says it was made at %s, which is still to come: it would overtake every file until then. Correct the clock or the time zone of what writes it, and send it again"
                    .formatted(generatedOn)));
      }
      if (generatedOn != null && generatedOn.plus(feed.oldest()).isBefore(now)) {
        problems.add(
            FileProblem.ofFile(
                "was made at %s, which is too long ago (muster.snapshot-files.%s.oldest)"
                    .formatted(generatedOn, source)));
      }
    }

    private void readComment(String comment, long line) {
      var parts = comment.substring(1).split(":", 2);
      var value = parts.length < 2 ? "" : parts[1].strip();
      switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
        case "row_count" -> declaredRows = rowCount(value, line);
        case "generated_on" -> generatedOn = moment(value, line);
        default -> {
          // any other remark of the sender's
        }
      }
    }

    private @Nullable Long rowCount(String value, long line) {
      try {
        return Long.valueOf(value);
      } catch (NumberFormatException notANumber) {
        problems.add(new FileProblem(line, "row_count", value, "is not a number"));
        return null;
      }
    }

    private @Nullable Instant moment(String value, long line) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeException notAMoment) {
        problems.add(
            new FileProblem(
                line, "generated_on", value, "is not a moment such as 2026-11-24T06:00:00Z"));
        return null;
      }
    }

    private Set<String> numberColumns() {
      return mapping.columnsOf("employeeId").stream()
          .map(CsvColumns::key)
          .collect(Collectors.toSet());
    }

    private void noHeader() {
      problems.add(
          titles.isEmpty()
              ? FileProblem.ofFile("is empty. A file begins with a line of column names")
              : FileProblem.ofLine(
                  1,
                  "no column holds the employee's number: none of the first lines names a column %s (muster.sources.%s.columns.employeeId). The first line says: %s"
                      .formatted(mapping.columnsOf("employeeId"), source, titles.get(0))));
    }

    /** Above the column names there may be a title. */
    private boolean readHeader(CSVRecord header, long line) {
      var keys = header.stream().map(CsvColumns::key).toList();
      if (keys.stream().noneMatch(numberColumns()::contains)) {
        titles.add(
            header.stream()
                .map(Cells::tidy)
                .filter(cell -> !cell.isEmpty())
                .limit(NAMED_COLUMNS)
                .collect(Collectors.joining(", ")));
        if (!Layout.mayBeTitle(titles.size())) {
          noHeader();
          return false;
        }
        return true;
      }
      width = header.size();
      for (int i = 0; i < width; i++) {
        columns.add(Cells.tidy(header.get(i)));
        var key = keys.get(i);
        if (!key.isEmpty() && places.putIfAbsent(key, i) != null) {
          problems.add(new FileProblem(line, header.get(i), "", "is there twice. Keep one"));
        }
      }
      if (!titles.isEmpty()) {
        passedOver.add(
            FileProblem.ofLine(
                line, "holds the column names; the lines above it were passed over as a title"));
      }
      this.header = header();
      return true;
    }

    private Header header() {
      var told = new TreeMap<String, List<String>>();
      for (var field : EmploymentFacts.fields(EmploymentFacts.HIRED)) {
        told.put("muster.sources.%s.columns.%s".formatted(source, field), mapping.columnsOf(field));
      }
      var files = "muster.snapshot-files.%s.".formatted(source);
      told.put(files + "last-day", feed.lastDay());
      told.put(files + "reason", feed.reason());
      told.put(files + "status", feed.status());
      told.put(files + "on-leave", feed.onLeave());
      told.values().removeIf(List::isEmpty);
      var wanted = Set.copyOf(told.keySet());
      told.values()
          .removeIf(names -> names.stream().map(CsvColumns::key).noneMatch(places::containsKey));
      return new Header(wanted, told.keySet());
    }

    private void readPerson(CSVRecord record, long line) {
      var names = new HashSet<>(mapping.columnsOf("givenName"));
      names.addAll(mapping.columnsOf("familyName"));
      var row = new LinkedHashMap<String, @Nullable String>();
      for (var column : mapping.columns()) {
        var place = places.get(CsvColumns.key(column));
        if (place != null) {
          var cell = record.get(place);
          row.put(column, names.contains(column) ? Cells.tidy(cell) : Cells.code(cell));
        }
      }
      var facts = new LinkedHashMap<>(mapping.facts(row));
      var employee = employee(facts.remove("employeeId"), line);
      if (employee == null) {
        return;
      }
      var doubts = new ArrayList<FileProblem>();
      startDate(facts, record, line, doubts);
      var leaving = leaving(record, line, doubts);
      var status = status(record, line, leaving, facts, doubts);
      unread.addAll(doubts);
      unreadRows += doubts.isEmpty() ? 0 : 1;
      var times = named.merge(employee.value(), 1, Integer::sum);
      people.add(
          new WorkerSnapshot(
              employee,
              times == 1 ? employee.value() : "row " + line,
              status,
              facts,
              leaving,
              List.of(),
              generatedOn == null ? written : generatedOn,
              null,
              doubts.stream().map(FileProblem::wordsWithoutValueAndLine).toList()));
    }

    private void startDate(
        Map<String, @Nullable String> facts,
        CSVRecord record,
        long line,
        List<FileProblem> doubts) {
      var start = facts.get("startDate");
      if (start == null) {
        return;
      }
      var day = dates.read(start);
      if (NoDate.is(start) || (day != null && NoDate.is(day))) {
        facts.put("startDate", null);
      } else if (day == null) {
        // what cannot be read is not what HR has emptied
        facts.remove("startDate");
        doubts.add(noDate(cell(record, mapping.columnsOf("startDate")), start, line));
      } else {
        facts.put("startDate", day.toString());
      }
    }

    private @Nullable EmployeeId employee(@Nullable String number, long line) {
      if (number != null && !SPREADSHEET_NUMBER.matcher(number).matches()) {
        try {
          return new EmployeeId(number);
        } catch (IllegalArgumentException notAnId) {
          // said below
        }
      }
      nameless.add(
          new FileProblem(
              line,
              numberColumn(),
              number == null ? "" : number,
              "is not an employee's number. " + whyNot(number)));
      unreadRows++;
      return null;
    }

    private String numberColumn() {
      return mapping.columnsOf("employeeId").stream()
          .map(column -> places.get(CsvColumns.key(column)))
          .filter(Objects::nonNull)
          .map(place -> columns.get(Objects.requireNonNull(place)))
          .findFirst()
          .orElse("employeeId");
    }

    private static String whyNot(@Nullable String number) {
      if (number == null) {
        return "It is empty; a row without a number is nobody's";
      }
      if (SPREADSHEET_NUMBER.matcher(number).matches()) {
        return "A spreadsheet may have turned it into a calculation, and its last digits are lost: format the column as text in the export; do not type the number in by hand";
      }
      var unseen = Cells.unseen(number);
      return unseen == null
          ? "It is 1 to 64 letters, digits, dots, dashes and underscores"
          : "It holds the character %s, which cannot be seen".formatted(unseen);
    }

    private @Nullable Leaving leaving(CSVRecord record, long line, List<FileProblem> doubts) {
      var said = cell(record, feed.lastDay());
      if (said == null || NoDate.is(said.text())) {
        return null;
      }
      var day = dates.read(said.text());
      if (day == null) {
        doubts.add(noDate(said, said.text(), line));
        return null;
      }
      if (NoDate.is(day)) {
        return null;
      }
      var reason = cell(record, feed.reason());
      var meaning = reason == null ? null : SettingKeys.anyhow(feed.reasons(), reason.text());
      if (reason != null) {
        mapping.heard(setting("reasons"), reason.text(), meaning != null);
      }
      return new Leaving(mapping.lastDay(day), meaning == null ? Reason.UNKNOWN : meaning, false);
    }

    /** What is not known of an end, or of a status, is for people to say. */
    private Status status(
        CSVRecord record,
        long line,
        @Nullable Leaving leaving,
        Map<String, @Nullable String> facts,
        List<FileProblem> doubts) {
      var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      var first = firstDay(facts);
      var endUnread = doubts.stream().anyMatch(this::isOfAnEnd);
      var word = cell(record, feed.status());
      if (word == null) {
        var dates = leaving == null ? null : new EmploymentDates(first, leaving.lastDay());
        var over = dates != null && !dates.endsAnEarlierEmployment() && dates.isLongOver(today);
        return endUnread
            ? Status.UNCLEAR
            : over ? Status.ENDED : onLeave(Status.EMPLOYED, record, line, doubts);
      }
      var meaning = SettingKeys.anyhow(feed.statuses(), word.text());
      mapping.heard(setting("statuses"), word.text(), meaning != null);
      if (meaning == null) {
        doubts.add(
            new FileProblem(
                line,
                word.column(),
                word.text(),
                "is a word we do not know; say in %s what it means"
                    .formatted(setting("statuses"))));
        return Status.UNCLEAR;
      }
      var status = meaning.status(first != null && first.isAfter(today));
      return endUnread ? Status.UNCLEAR : onLeave(status, record, line, doubts);
    }

    private static @Nullable LocalDate firstDay(Map<String, @Nullable String> facts) {
      var start = facts.get("startDate");
      return start == null ? null : LocalDate.parse(start);
    }

    private boolean isOfAnEnd(FileProblem problem) {
      return feed.lastDay().stream()
          .anyMatch(column -> CsvColumns.key(column).equals(CsvColumns.key(problem.column())));
    }

    private Status onLeave(Status status, CSVRecord record, long line, List<FileProblem> doubts) {
      var flag = cell(record, feed.onLeave());
      if (status != Status.EMPLOYED || flag == null) {
        return status;
      }
      var word = CsvColumns.key(flag.text());
      if (feed.onLeaveValues().contains(word)) {
        return Status.ON_LEAVE;
      }
      if (NO.contains(word)) {
        return status;
      }
      doubts.add(
          new FileProblem(
              line,
              flag.column(),
              flag.text(),
              "is neither yes nor no; say in %s what means yes"
                  .formatted(setting("on-leave-values"))));
      return Status.UNCLEAR;
    }

    private FileProblem noDate(@Nullable Cell cell, String said, long line) {
      return new FileProblem(
          line,
          cell == null ? "startDate" : cell.column(),
          said,
          "is not a date such as %s (%s). If it means that there is none, add it to muster.sources.%s.empty"
              .formatted(dates.sample(), setting("date-format"), source));
    }

    /** The first filled one of these columns. */
    private @Nullable Cell cell(CSVRecord record, List<String> some) {
      for (var column : some) {
        var place = places.get(CsvColumns.key(column));
        var text = place == null ? "" : Cells.code(record.get(place));
        if (place != null && !mapping.isEmpty(column, text)) {
          return new Cell(columns.get(place), text);
        }
      }
      return null;
    }
  }

  /** What a cell says, and what the file calls its column. */
  private record Cell(String column, String text) {}
}
