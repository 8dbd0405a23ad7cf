package io.muster.sources.workday;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.muster.sources.workday.WorkdayProperties.Report;
import java.io.CharConversionException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report to its end or not at all: a list that was cut short would look like a workforce
 * that has left.
 */
final class ReportReader {
  private static final String ENTRIES = "Report_Entry";
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(20).maxStringLength(100_000).build())
          .build();

  private final Report report;
  private final Set<String> wanted;

  /**
   * A reader.
   *
   * @param wanted the columns that are kept; nothing else of anybody is
   */
  ReportReader(Report report, Set<String> wanted) {
    this.report = report;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * The rows. A column that none of them has is left out; one that a row does not fill is null.
   *
   * @param most no more than so many, for those who only look; what follows is not read then
   */
  List<Map<String, @Nullable String>> read(InputStream from, int most)
      throws IOException, UnreadableResponse {
    return switch (report.format()) {
      case JSON -> json(from, most);
      case CSV -> csv(from, most);
    };
  }

  private List<Map<String, @Nullable String>> json(InputStream from, int most)
      throws IOException, UnreadableResponse {
    try (var parser = JSON.createParser(from)) {
      var rows = new ArrayList<Map<String, @Nullable String>>();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableResponse("it is no JSON object with " + ENTRIES);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (!parser.currentName().equals(ENTRIES) || parser.nextToken() != JsonToken.START_ARRAY) {
          throw new UnreadableResponse("it holds something else than a list named " + ENTRIES);
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (rows.size() == most) {
            return filled(rows);
          }
          rows.add(row(parser, rows.size() + 1));
        }
      }
      if (parser.nextToken() != null) {
        throw new UnreadableResponse("something follows after its end");
      }
      return filled(rows);
    } catch (CharConversionException noText) {
      throw new UnreadableResponse("its bytes are no text in UTF-8");
    } catch (JsonProcessingException broken) {
      throw new UnreadableResponse(
          "it is no JSON, or ends before its end (line %d, column %d)"
              .formatted(
                  broken.getLocation() == null ? 0 : broken.getLocation().getLineNr(),
                  broken.getLocation() == null ? 0 : broken.getLocation().getColumnNr()));
    }
  }

  private Map<String, @Nullable String> row(JsonParser parser, int number)
      throws IOException, UnreadableResponse {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new UnreadableResponse("row %d is no object".formatted(number));
    }
    var row = new LinkedHashMap<String, @Nullable String>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var column = parser.currentName();
      var value = parser.nextToken();
      if (!wanted.contains(column)) {
        parser.skipChildren();
      } else if (value.isScalarValue()) {
        row.put(column, value == JsonToken.VALUE_NULL ? null : tidy(parser.getText()));
      } else {
        throw new UnreadableResponse(
            "column %s of row %d is no single value; have the report show it in one"
                .formatted(column, number));
      }
    }
    return row;
  }

  /** JSON leaves empty columns out of a row. */
  private static List<Map<String, @Nullable String>> filled(
      List<Map<String, @Nullable String>> rows) {
    var columns = new HashSet<String>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    rows.forEach(row -> columns.forEach(column -> row.putIfAbsent(column, null)));
    return rows;
  }

  private List<Map<String, @Nullable String>> csv(InputStream from, int most)
      throws IOException, UnreadableResponse {
    var strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var text = new Ending(new InputStreamReader(from, strict));
    var rows = new ArrayList<Map<String, @Nullable String>>();
    try (var records = CSVParser.parse(text, CSVFormat.RFC4180)) {
      var each = records.iterator();
      if (!each.hasNext()) {
        throw new UnreadableResponse(
            "it is empty; even without rows it has a line of column names");
      }
      var columns = columns(each.next());
      while (each.hasNext()) {
        if (rows.size() == most) {
          return rows;
        }
        rows.add(row(columns, each.next()));
      }
    } catch (IOException | UncheckedIOException | IllegalStateException broken) {
      throw new UnreadableResponse(
          "it ends within a value, is no CSV in UTF-8, or was lost on the way");
    }
    if (!text.endsWithLineBreak() && !report.unfinishedLastLine()) {
      throw new UnreadableResponse(
          "its last line has no end, as if it had been cut off; if this report always ends so, set report.unfinished-last-line");
    }
    return rows;
  }

  private static List<String> columns(CSVRecord header) throws UnreadableResponse {
    var columns = new ArrayList<String>();
    for (var name : header) {
      var column = name.strip();
      if (!column.isEmpty() && column.charAt(0) == BYTE_ORDER_MARK) {
        column = column.substring(1);
      }
      if (column.isEmpty() || columns.contains(column)) {
        throw new UnreadableResponse("a column name is missing or there twice in its first line");
      }
      columns.add(column);
    }
    return columns;
  }

  private Map<String, @Nullable String> row(List<String> columns, CSVRecord record)
      throws UnreadableResponse {
    if (record.size() != columns.size()) {
      throw new UnreadableResponse(
          "line %d has %d values for %d columns"
              .formatted(record.getRecordNumber(), record.size(), columns.size()));
    }
    var row = new HashMap<String, @Nullable String>();
    for (int at = 0; at < columns.size(); at++) {
      if (wanted.contains(columns.get(at))) {
        row.put(columns.get(at), tidy(record.get(at)));
      }
    }
    return row;
  }

  private static @Nullable String tidy(String value) {
    var text = value.strip();
    return text.isEmpty() ? null : WorkdayDates.plain(text);
  }

  /** Remembers how the text ended. */
  private static final class Ending extends FilterReader {
    private char last = '\n';

    Ending(Reader in) {
      super(in);
    }

    boolean endsWithLineBreak() {
      return last == '\n' || last == '\r';
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        last = (char) one;
      }
      return one;
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
      int count = super.read(into, from, most);
      if (count > 0) {
        last = into[from + count - 1];
      }
      return count;
    }
  }
}
