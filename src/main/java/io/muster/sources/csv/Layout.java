package io.muster.sources.csv;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/**
 * How a file is laid out: which character parts the cells, and which line holds the column names.
 *
 * <p>Spreadsheets begin with {@code sep=;}, reports with a title and end with a total.
 *
 * @param delimiter between two cells
 * @param text the file without its {@code sep=} line, which is left empty
 */
record Layout(char delimiter, String text) {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t');
  private static final Pattern SEPARATOR =
      Pattern.compile("\\A\"?sep=(.)\"?[ \\t]*(?=\\R)", Pattern.CASE_INSENSITIVE);
  private static final int MOST_TITLE_LINES = 10;
  private static final int MOST_CELLS_OF_A_TOTAL = 4;
  private static final Pattern TOTAL =
      Pattern.compile(
          "(grand ?)?totals?|sub ?total|sum|summe|gesamt(summe)?|anzahl|insgesamt|count|row ?count|records?");

  /**
   * Looks at the first lines.
   *
   * @param wanted a column by which the line of column names is known, as {@link CsvColumns#key}
   */
  static Layout of(String text, Set<String> wanted) {
    var separator = SEPARATOR.matcher(text);
    if (separator.find()) {
      return new Layout(separator.group(1).charAt(0), text.substring(separator.end()));
    }
    var first =
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .limit(MOST_TITLE_LINES)
            .toList();
    for (var line : first) {
      for (char delimiter : DELIMITERS) {
        if (names(line, delimiter, wanted)) {
          return new Layout(delimiter, text);
        }
      }
    }
    return new Layout(first.isEmpty() ? ',' : usual(first.get(0)), text);
  }

  private static boolean names(String line, char delimiter, Set<String> wanted) {
    var cells = line.split(Pattern.quote(String.valueOf(delimiter)), -1);
    for (var cell : cells) {
      if (cells.length > 1 && wanted.contains(CsvColumns.key(cell))) {
        return true;
      }
    }
    return false;
  }

  /** The delimiter is the one that parts the line most often. */
  private static char usual(String header) {
    char best = ',';
    long most = 0;
    for (char delimiter : DELIMITERS) {
      long count = header.chars().filter(each -> each == delimiter).count();
      if (count > most) {
        best = delimiter;
        most = count;
      }
    }
    return best;
  }

  /** Whether this many lines may stand above the column names. */
  static boolean mayBeTitle(int lines) {
    return lines <= MOST_TITLE_LINES;
  }

  /** Whether the line, if it is the last one, is a total and nobody's row. */
  static boolean mayBeTotal(CSVRecord record) {
    var filled = record.stream().map(Cells::tidy).filter(cell -> !cell.isEmpty()).toList();
    return !filled.isEmpty()
        && filled.size() <= MOST_CELLS_OF_A_TOTAL
        && TOTAL
            .matcher(filled.get(0).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L} ]", "").strip())
            .matches();
  }
}
