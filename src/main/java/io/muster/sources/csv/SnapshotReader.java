package io.muster.sources.csv;

import io.muster.intake.Digest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentFacts;
import io.muster.sources.FieldMapping;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
    private final List<Problem> problems = new ArrayList<>();
    private final List<WorkerSnapshot> people = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();
    private Header header = Header.NONE;
    private @Nullable Instant generatedOn;
    private @Nullable Long declaredRows;
    private int width;
    private long rows;

    Reading(String digest, Instant written) {
      this.digest = digest;
      this.written = written;
    }

    SnapshotFile all(byte[] content) {
      if (content.length > feed.maxSize().toBytes()) {
        problems.add(
            Problem.ofFile(
                "is larger than %d bytes (muster.snapshot-files.%s.max-size)"
                    .formatted(feed.maxSize().toBytes(), source)));
        return result();
      }
      try {
        parse(CsvText.decode(content, feed.encoding()));
      } catch (NotText notText) {
        problems.add(notText.problem());
      }
      return result();
    }

    private SnapshotFile result() {
      return new SnapshotFile(
          digest, problems.isEmpty() ? people : List.of(), generatedOn, header, problems);
    }

    private void parse(String text) {
      if (!text.endsWith("\n") && !text.endsWith("\r")) {
        problems.add(
            Problem.ofFile(
                "its last line does not end, so it may have been cut off. Send it whole; if it is whole, add a line end"));
      }
      var format =
          CSVFormat.Builder.create()
              .setDelimiter(CsvReader.delimiter(withoutComments(text)))
              .setQuote('"')
              .setIgnoreEmptyLines(true)
              .setIgnoreSurroundingSpaces(true)
              .get();
      long line = 0;
      try (var parser = CSVParser.parse(text, format)) {
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
            Problem.ofLine(
                line + 1,
                "a quoted cell that begins here, or soon after, does not end as it should"));
      }
      settle();
    }

    /** False if there is no use in reading on. */
    private boolean read(CSVRecord record, long line) {
      if (width == 0) {
        return readHeader(record);
      }
      if (++rows > feed.maxRows() || problems.size() >= MOST_PROBLEMS) {
        problems.add(
            Problem.ofLine(
                line,
                "reading stopped here, after %d rows and %d problems"
                    .formatted(rows - 1, problems.size())));
        return false;
      }
      if (record.size() != width) {
        problems.add(
            Problem.ofLine(
                line,
                "has %d cells, but the header has %d. If this is the last line, the file may have been cut off"
                    .formatted(record.size(), width)));
        return true;
      }
      readRow(record, line);
      return true;
    }

    private void settle() {
      if (width == 0) {
        problems.add(Problem.ofFile("is empty. A file begins with a line of column names"));
      } else if (rows == 0) {
        problems.add(Problem.ofFile("names nobody; a source without people is not believed"));
      }
      if (declaredRows != null && declaredRows != rows) {
        problems.add(
            Problem.ofFile(
                "says it has %d rows and has %d, so it is not whole. Send it again"
                    .formatted(declaredRows, rows)));
      }
      if (generatedOn != null && generatedOn.isAfter(now.plus(MOST_AHEAD))) {
        problems.add(
            Problem.ofFile(
                "says it was made at %s, which is still to come: it would overtake every file until then. Correct the clock or the time zone of what writes it, and send it again"
                    .formatted(generatedOn)));
      }
      if (generatedOn != null && generatedOn.plus(feed.oldest()).isBefore(now)) {
        problems.add(
            Problem.ofFile(
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
        problems.add(new Problem(line, "row_count", value, "is not a number"));
        return null;
      }
    }

    private @Nullable Instant moment(String value, long line) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeException notAMoment) {
        problems.add(
            new Problem(
                line, "generated_on", value, "is not a moment such as 2026-11-24T06:00:00Z"));
        return null;
      }
    }

    private boolean readHeader(CSVRecord header) {
      width = header.size();
      for (int i = 0; i < width; i++) {
        var key = CsvColumns.key(header.get(i));
        if (!key.isEmpty() && places.putIfAbsent(key, i) != null) {
          problems.add(new Problem(1, header.get(i), "", "is there twice. Keep one"));
        }
      }
      this.header = header();
      if (mapping.columnsOf("employeeId").stream()
          .noneMatch(column -> places.containsKey(CsvColumns.key(column)))) {
        problems.add(
            Problem.ofLine(
                1,
                "no column holds the employee's number; say in muster.sources.%s.columns.employeeId which one does"
                    .formatted(source)));
        return false;
      }
      return true;
    }

    private Header header() {
      var columns = new TreeMap<String, List<String>>();
      for (var field : EmploymentFacts.fields(EmploymentFacts.HIRED)) {
        columns.put(
            "muster.sources.%s.columns.%s".formatted(source, field), mapping.columnsOf(field));
      }
      var files = "muster.snapshot-files.%s.".formatted(source);
      columns.put(files + "last-day", feed.lastDay());
      columns.put(files + "reason", feed.reason());
      columns.put(files + "status", feed.status());
      columns.values().removeIf(List::isEmpty);
      var wanted = Set.copyOf(columns.keySet());
      columns
          .values()
          .removeIf(names -> names.stream().map(CsvColumns::key).noneMatch(places::containsKey));
      return new Header(wanted, columns.keySet());
    }

    private void readRow(CSVRecord record, long line) {
      var row = new LinkedHashMap<String, @Nullable String>();
      for (var column : mapping.columns()) {
        var place = places.get(CsvColumns.key(column));
        if (place != null) {
          row.put(column, record.get(place));
        }
      }
      var facts = new LinkedHashMap<>(mapping.facts(row));
      var employee = employee(facts.remove("employeeId"), line);
      var start = facts.get("startDate");
      if (start != null) {
        var day = date(start, "startDate", line);
        facts.put("startDate", day == null ? start : day.toString());
      }
      var leaving = leaving(record, line);
      var status = status(record, line, leaving);
      if (employee == null || status == null) {
        return;
      }
      var times = named.merge(employee.value(), 1, Integer::sum);
      people.add(
          new WorkerSnapshot(
              employee,
              times == 1 ? employee.value() : "row " + line,
              status,
              facts,
              leaving,
              List.of(),
              generatedOn == null ? written : generatedOn));
    }

    private @Nullable EmployeeId employee(@Nullable String number, long line) {
      if (number != null && !SPREADSHEET_NUMBER.matcher(number).matches()) {
        try {
          return new EmployeeId(number);
        } catch (IllegalArgumentException notAnId) {
          // said below
        }
      }
      problems.add(
          new Problem(
              line,
              "employeeId",
              number == null ? "" : number,
              "is not an employee's number. A spreadsheet may have turned it into a calculation: format the column as text"));
      return null;
    }

    private @Nullable Leaving leaving(CSVRecord record, long line) {
      var said = value(record, feed.lastDay());
      var day = said == null ? null : date(said, feed.lastDay().get(0), line);
      if (day == null) {
        return null;
      }
      var reason = value(record, feed.reason());
      var meaning = reason == null ? null : feed.reasons().get(CsvColumns.key(reason));
      return new Leaving(mapping.lastDay(day), meaning == null ? Reason.UNKNOWN : meaning, false);
    }

    /** Null if the word is not known. */
    private @Nullable Status status(CSVRecord record, long line, @Nullable Leaving leaving) {
      var word = value(record, feed.status());
      if (word == null) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return leaving != null && leaving.lastDay().isBefore(today.minusDays(1))
            ? Status.ENDED
            : Status.EMPLOYED;
      }
      var status = feed.statuses().get(word.toLowerCase(Locale.ROOT));
      if (status == null) {
        problems.add(
            new Problem(
                line,
                feed.status().get(0),
                word,
                "is a word we do not know; say in muster.snapshot-files.%s.statuses what it means"
                    .formatted(source)));
      }
      return status;
    }

    private @Nullable LocalDate date(String said, String field, long line) {
      var day = dates.read(said);
      if (day == null) {
        problems.add(
            new Problem(
                line,
                field,
                said,
                "is not a date such as %s (muster.snapshot-files.%s.date-format)"
                    .formatted(dates.sample(), source)));
      }
      return day;
    }

    private @Nullable String value(CSVRecord record, List<String> columns) {
      for (var column : columns) {
        var place = places.get(CsvColumns.key(column));
        var value = place == null ? "" : record.get(place).strip();
        if (!value.isEmpty()) {
          return value;
        }
      }
      return null;
    }
  }

  private static String withoutComments(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).findFirst().orElse("");
  }
}
