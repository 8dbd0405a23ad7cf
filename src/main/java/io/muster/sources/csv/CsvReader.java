package io.muster.sources.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.Digest;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.NoDate;
import io.muster.people.UnreadableChange;
import io.muster.sources.csv.CsvFile.Row;
import io.muster.sources.csv.CsvText.NotText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole file and says everything that is wrong with it at once.
 *
 * <p>Cells are text and nothing else: formulas and expressions are never evaluated, and what {@link
 * EmploymentFacts} refuses from a webhook is refused here.
 */
final class CsvReader {
  private static final Pattern USABLE_ID = Pattern.compile("[A-Za-z0-9._:~@=+-]{1,180}");
  private static final Set<String> NAMES = Set.of("givenName", "familyName");
  private static final int DIGITS = 32;
  private static final int MOST_PROBLEMS = 500;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CsvProperties properties;
  private final CsvColumns columns;

  CsvReader(CsvProperties properties) {
    this.properties = properties;
    this.columns = new CsvColumns(properties);
  }

  /**
   * Reads the file.
   *
   * @param content at most one byte more than the largest size
   * @param written when HR wrote it
   */
  CsvFile read(byte[] content, Instant written) {
    return new Reading(Digest.of(content), written).all(content);
  }

  /** One file being read. */
  private final class Reading {
    private final String digest;
    private final Instant written;
    private final List<FileProblem> problems = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Set<String>> missingColumns = new HashMap<>();
    private final Map<String, Long> employees = new HashMap<>();
    private final Map<String, Long> eventIds = new HashMap<>();
    private final Set<List<String>> seen = new HashSet<>();
    private int width;

    Reading(String digest, Instant written) {
      this.digest = digest;
      this.written = written;
    }

    CsvFile all(byte[] content) {
      if (content.length > properties.maxSize().toBytes()) {
        return refused(
            FileProblem.ofFile(
                "is larger than %d bytes (muster.csv.max-size). Split it into several files"
                    .formatted(properties.maxSize().toBytes())));
      }
      String text;
      try {
        text = CsvText.decode(content, properties.encoding(), "muster.csv.encoding");
      } catch (NotText notText) {
        return refused(notText.problem());
      }
      if (text.isBlank()) {
        return refused(FileProblem.ofFile("is empty. A file begins with a line of column names"));
      }
      var layout = Layout.of(text, Set.of(CsvColumns.key(columns.header(CsvColumns.EMPLOYEE))));
      var delimiter = layout.delimiter();
      lookAtTheEnd(text);
      parse(layout.text(), delimiter);
      problems.sort(Comparator.comparingLong(FileProblem::line));
      return new CsvFile(digest, delimiter, rows, problems);
    }

    private CsvFile refused(FileProblem problem) {
      return new CsvFile(digest, ',', List.of(), List.of(problem));
    }

    /** A file that was cut off would otherwise pass as a shorter one. */
    private void lookAtTheEnd(String text) {
      if (!text.endsWith("\n") && !text.endsWith("\r")) {
        problems.add(
            FileProblem.ofLine(
                text.lines().count(),
                "the last line does not end, so the file may have been cut off. Send it whole; if it is whole, add a line end"));
      }
    }

    private void parse(String text, char delimiter) {
      var format =
          CSVFormat.Builder.create()
              .setDelimiter(delimiter)
              .setQuote('"')
              .setIgnoreEmptyLines(true)
              .setIgnoreSurroundingSpaces(true)
              .get();
      long line = 0;
      try (var parser = CSVParser.parse(text, format)) {
        var records = parser.iterator();
        if (records.hasNext()) {
          readHeader(header(records));
        }
        line = parser.getCurrentLineNumber();
        long count = 0;
        while (records.hasNext()) {
          var record = records.next();
          line = parser.getCurrentLineNumber();
          var total = !records.hasNext() && Layout.mayBeTotal(record);
          if (isBlank(record) || total || isSeen(record)) {
            continue;
          }
          if (++count > properties.maxRows()) {
            problems.add(
                FileProblem.ofLine(
                    line,
                    "is one row more than %d (muster.csv.max-rows). Split the file"
                        .formatted(properties.maxRows())));
            return;
          }
          if (problems.size() >= MOST_PROBLEMS) {
            problems.add(FileProblem.ofLine(line, "and so on; reading stopped here"));
            return;
          }
          readRow(record, line);
        }
      } catch (IOException | UncheckedIOException | IllegalStateException broken) {
        problems.add(
            FileProblem.ofLine(
                line + 1,
                "a quoted cell that begins here, or soon after, does not end as it should. Quote a cell as \"so\", and a quote in it as two"));
      }
    }

    /** The same row again is the same event. */
    private boolean isSeen(CSVRecord record) {
      return record.size() == width && !seen.add(record.toList());
    }

    /** The column names; a title may stand above them. */
    private CSVRecord header(Iterator<CSVRecord> records) {
      var first = records.next();
      var header = first;
      for (int lines = 1; !namesEmployees(header); lines++) {
        if (!Layout.mayBeTitle(lines) || !records.hasNext()) {
          return first;
        }
        header = records.next();
      }
      return header;
    }

    private boolean namesEmployees(CSVRecord record) {
      var wanted = CsvColumns.key(columns.header(CsvColumns.EMPLOYEE));
      return record.stream().anyMatch(cell -> CsvColumns.key(cell).equals(wanted));
    }

    private void readHeader(CSVRecord header) {
      width = header.size();
      var known = new HashMap<String, List<String>>();
      for (var field : columns.fields()) {
        known
            .computeIfAbsent(CsvColumns.key(columns.header(field)), key -> new ArrayList<>())
            .add(field);
      }
      var seen = new LinkedHashSet<String>();
      for (int i = 0; i < width; i++) {
        var name = header.get(i);
        var key = CsvColumns.key(name);
        if (columns.ignores(name) && !known.containsKey(key)) {
          continue;
        }
        if (key.isEmpty()) {
          inHeader(name, "column %d has no name. Name it or take it out".formatted(i + 1));
        } else if (!known.containsKey(key)) {
          inHeader(
              name,
              "is not a column we know, and a mistyped one would be overlooked. Correct it, take it out, or list it in muster.csv.ignored-columns; the columns are "
                  + columns.fields().stream().map(columns::header).toList());
        } else if (!seen.add(key)) {
          inHeader(name, "is there twice. Keep one");
        } else {
          for (var field : known.getOrDefault(key, List.of())) {
            places.put(field, i);
          }
        }
      }
      for (var field : List.of(CsvColumns.EVENT, CsvColumns.EMPLOYEE)) {
        if (!places.containsKey(field) && columns.otherwise(field) == null) {
          missing(field, "every row");
        }
      }
    }

    private void readRow(CSVRecord row, long line) {
      if (row.size() != width) {
        problems.add(
            FileProblem.ofLine(
                line,
                "has %d cells, but the first line has %d. Quote cells that hold the delimiter; if this is the last line, the file may have been cut off"
                    .formatted(row.size(), width)));
        return;
      }
      unique(row, line, CsvColumns.EMPLOYEE, employees);
      unique(row, line, CsvColumns.EVENT_ID, eventIds);
      var eventId = eventId(row, line);
      var type = type(row, line);
      if (type == null) {
        return;
      }
      var fields = fields(row, type);
      noteMissingColumns(type);
      try {
        var change =
            EmploymentFacts.read(new Origin(properties.source(), eventId, written), type, fields);
        rows.add(new Row(line, change, payload(type, fields)));
      } catch (UnreadableChange unreadable) {
        for (var problem : unreadable.problems()) {
          if (!missingColumns.getOrDefault(type, Set.of()).contains(problem.field())) {
            inRow(row, line, problem.field(), inOurFormat(row, problem));
          }
        }
      }
    }

    private @Nullable String type(CSVRecord row, long line) {
      var cell = cell(row, CsvColumns.EVENT);
      var word = cell == null ? columns.otherwise(CsvColumns.EVENT) : cell;
      if (word == null) {
        if (places.containsKey(CsvColumns.EVENT)) {
          inRow(row, line, CsvColumns.EVENT, "is missing; it is one of " + words());
        }
        return null;
      }
      for (var type : EmploymentFacts.types()) {
        if (type.equalsIgnoreCase(word) || word(type).equalsIgnoreCase(word)) {
          return type;
        }
      }
      inRow(row, line, CsvColumns.EVENT, "is not one of " + words());
      return null;
    }

    private String eventId(CSVRecord row, long line) {
      var given = cell(row, CsvColumns.EVENT_ID);
      if (given == null) {
        // the same file again brings the same events
        return "%s-%d".formatted(digest.substring(0, DIGITS), line);
      }
      if (!USABLE_ID.matcher(given).matches()) {
        inRow(
            row,
            line,
            CsvColumns.EVENT_ID,
            "is not 1 to 180 letters, digits or any of . _ : ~ @ = + -");
      }
      return given;
    }

    private Map<String, Object> fields(CSVRecord row, String type) {
      var known = EmploymentFacts.fields(type);
      var required = CsvColumns.required(type);
      var fields = new LinkedHashMap<String, Object>();
      for (var field : columns.fields()) {
        if (field.equals(CsvColumns.EVENT) || field.equals(CsvColumns.EVENT_ID)) {
          continue;
        }
        // a leaver's row may repeat who the person is; nothing else may be said in vain
        if (!known.contains(field)
            && EmploymentFacts.fields(EmploymentFacts.HIRED).contains(field)) {
          continue;
        }
        var value = cell(row, field);
        if (value == null && required.contains(field)) {
          value = columns.otherwise(field, part -> cell(row, part));
        }
        if (value != null) {
          fields.put(field, meant(field, value));
        }
      }
      return fields;
    }

    private Object meant(String field, String value) {
      if (EmploymentFacts.flags().contains(field)) {
        return flag(value);
      }
      var date = EmploymentFacts.dates().contains(field) ? columns.date(value) : null;
      return date == null ? value : date.toString();
    }

    private String inOurFormat(CSVRecord row, UnreadableChange.Problem problem) {
      var value = cell(row, problem.field());
      return EmploymentFacts.dates().contains(problem.field())
              && value != null
              && columns.date(value) == null
          ? "is not a date such as %s (muster.csv.date-format)".formatted(columns.sampleDate())
          : problem.detail();
    }

    /** Says once that a column is missing, not in every row. */
    private void noteMissingColumns(String type) {
      if (missingColumns.containsKey(type)) {
        return;
      }
      var absent = new LinkedHashSet<String>();
      for (var field : CsvColumns.required(type)) {
        if (!places.containsKey(field) && columns.otherwise(field) == null) {
          absent.add(field);
          if (!field.equals(CsvColumns.EMPLOYEE)) {
            missing(field, "rows of " + word(type));
          }
        }
      }
      missingColumns.put(type, absent);
    }

    private void missing(String field, String needer) {
      inHeader(
          columns.header(field),
          "is missing; %s need it. Add it, or say in muster.csv.columns.%s how the column is called"
              .formatted(needer, field));
    }

    private void unique(CSVRecord row, long line, String field, Map<String, Long> seen) {
      var value = cell(row, field);
      var before = value == null ? null : seen.putIfAbsent(value, line);
      if (before != null) {
        inRow(
            row,
            line,
            field,
            "is in line %d already. Keep the row that is right; what follows later comes in a later file"
                .formatted(before));
      }
    }

    private void inHeader(String header, String detail) {
      problems.add(new FileProblem(1, header, "", detail));
    }

    private void inRow(CSVRecord row, long line, String field, String detail) {
      var value = cell(row, field);
      problems.add(
          new FileProblem(line, columns.header(field), value == null ? "" : value, detail));
    }

    private @Nullable String cell(CSVRecord row, String field) {
      var place = places.get(field);
      if (place == null) {
        return null;
      }
      var value = NAMES.contains(field) ? Cells.tidy(row.get(place)) : Cells.code(row.get(place));
      var isNoDate = EmploymentFacts.dates().contains(field) && NoDate.is(value);
      return properties.isEmpty(value) || isNoDate ? null : value;
    }
  }

  static boolean isBlank(CSVRecord row) {
    return row.stream().allMatch(String::isBlank);
  }

  private static Object flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> text;
    };
  }

  private static List<String> words() {
    return EmploymentFacts.types().stream().map(CsvReader::word).toList();
  }

  /** The type as people write it: what stands behind the dot. */
  private static String word(String type) {
    return type.substring(type.indexOf('.') + 1);
  }

  private static String payload(String type, Map<String, Object> fields) {
    var event = new LinkedHashMap<String, Object>();
    event.put("type", type);
    event.put("data", fields);
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts and flags are JSON", impossible);
    }
  }
}
