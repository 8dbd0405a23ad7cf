package io.muster.people;

import java.time.LocalDate;
import java.util.regex.Pattern;

/** Dates that systems write where there is none. */
public final class NoDate {
  private static final int END_OF_TIME = 9999;
  private static final Pattern ZEROS = Pattern.compile("0[0./ :-]*");

  private NoDate() {}

  /** True for {@code 00.00.0000} and its like. */
  public static boolean is(String text) {
    return ZEROS.matcher(text.strip()).matches();
  }

  /** True for the last day of the calendar, which means for ever. */
  public static boolean is(LocalDate day) {
    return day.getYear() == END_OF_TIME;
  }
}
