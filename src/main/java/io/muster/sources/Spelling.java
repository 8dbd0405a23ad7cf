package io.muster.sources;

import io.muster.people.EmployeeId;
import java.util.Locale;

/**
 * What is left of an employee's number after a spreadsheet, or somebody's hand, has written it
 * anew: leading zeros, capitals and dashes are lost or added.
 */
final class Spelling {
  private Spelling() {}

  /** The same for all numbers that differ only in how they are written. */
  static String of(EmployeeId employee) {
    var plain =
        employee
            .value()
            .toLowerCase(Locale.ROOT)
            .replaceAll("(?<=\\d)[.,]0+$", "")
            .replaceAll("[^\\p{L}\\p{Nd}]", "");
    return plain.replaceAll("(?<!\\d)0+(?=\\d)", "");
  }
}
