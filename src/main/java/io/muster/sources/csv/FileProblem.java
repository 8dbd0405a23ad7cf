package io.muster.sources.csv;

/**
 * One thing that is wrong with a file.
 *
 * @param line the line, as an editor counts them; 0 if it is about the whole file
 * @param column the column's header, or empty
 * @param value the cell, cut; empty if it is not about one. For the file's owner only
 * @param detail what is wrong and what would be right, never the value itself
 */
record FileProblem(long line, String column, String value, String detail) {
  private static final int LONGEST_VALUE = 40;

  FileProblem {
    column = cut(column);
    value = cut(value);
  }

  /** A problem of the whole file. */
  static FileProblem ofFile(String detail) {
    return new FileProblem(0, "", "", detail);
  }

  /** A problem of a whole line. */
  static FileProblem ofLine(long line, String detail) {
    return new FileProblem(line, "", "", detail);
  }

  /** The problem as its owner reads it. */
  String words() {
    return words(true);
  }

  /** The problem as everybody may read it. */
  String wordsWithoutValue() {
    return words(false);
  }

  /** The problem of one person's row, the same wherever in the file the row is. */
  String wordsWithoutValueAndLine() {
    return "column \"%s\": %s".formatted(column, detail);
  }

  private String words(boolean withValue) {
    var words = new StringBuilder(line == 0 ? "whole file" : "line " + line);
    if (!column.isEmpty()) {
      words.append(", column \"").append(column).append('"');
    }
    if (withValue && !value.isEmpty()) {
      words.append(", value \"").append(value).append('"');
    }
    return words.append(": ").append(detail).toString();
  }

  private static String cut(String text) {
    var plain = text.strip().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\ufffd");
    return plain.codePointCount(0, plain.length()) <= LONGEST_VALUE
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
  }
}
