package io.muster.process;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Names that can be chosen, those first that come nearest to what was written. */
public final class Nearest {
  /** As many as a person compares at a glance. */
  public static final int MOST = 5;

  private Nearest() {}

  /** The nearest five, with commas between, and how many others there are. */
  public static String of(String written, Collection<String> names) {
    var nearest =
        names.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((String name) -> distance(name, written))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .collect(Collectors.joining(", "));
    var others = names.stream().distinct().count() - MOST;
    return others > 0
        ? "%s and %d %s".formatted(nearest, others, others == 1 ? "other" : "others")
        : nearest;
  }

  /** How many letters differ, by Levenshtein; upper and lower case are the same. */
  static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    Arrays.setAll(row, column -> column);
    for (var line = 1; line <= one.length(); line++) {
      var corner = row[0];
      row[0] = line;
      for (var column = 1; column <= other.length(); column++) {
        var above = row[column];
        var same =
            Character.toLowerCase(one.charAt(line - 1))
                == Character.toLowerCase(other.charAt(column - 1));
        row[column] = Math.min(corner + (same ? 0 : 1), Math.min(above, row[column - 1]) + 1);
        corner = above;
      }
    }
    return row[other.length()];
  }
}
