package io.muster.notices;

import java.util.regex.Pattern;

/** Text that ends no line and hides nothing. */
final class OneLine {
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private OneLine() {}

  static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }
}
