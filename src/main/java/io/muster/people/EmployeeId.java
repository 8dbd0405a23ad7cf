package io.muster.people;

import java.util.regex.Pattern;

/** The number HR knows a person by; stable over renames and rehires, leading zeros kept. */
public record EmployeeId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * Takes the number as HR wrote it.
   *
   * @throws IllegalArgumentException if it is not 1 to 64 letters, digits, dots, dashes or
   *     underscores
   */
  public EmployeeId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an employee id is 1 to 64 letters, digits, dots, dashes or underscores");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
