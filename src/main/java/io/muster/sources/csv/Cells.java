package io.muster.sources.csv;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a cell says without what spreadsheets put round it. */
final class Cells {
  private static final Pattern BLANKS = Pattern.compile("\\p{Zs}");
  private static final Pattern UNSEEN =
      Pattern.compile(
          "^[\u200b\u200e\u200f\u2060\ufeff\\s]+|[\u200b\u200e\u200f\u2060\ufeff\\s]+$");
  private static final Pattern FORMULA = Pattern.compile("=\"([^\"]*)\"");
  private static final String TEXT = "'";

  private Cells() {}

  /** Text as people write it; no-break spaces are spaces. */
  static String tidy(String cell) {
    var plain = UNSEEN.matcher(BLANKS.matcher(cell).replaceAll(" ")).replaceAll("");
    var formula = FORMULA.matcher(plain);
    return formula.matches() ? formula.group(1).strip() : plain;
  }

  /** A number, a date or another code: a spreadsheet marks it as text with an apostrophe. */
  static String code(String cell) {
    var text = tidy(cell);
    return text.startsWith(TEXT) ? text.substring(1).strip() : text;
  }

  /** The first character that cannot be seen, as its code; null if there is none. */
  static @Nullable String unseen(String cell) {
    return cell.codePoints()
        .filter(each -> Character.getType(each) == Character.FORMAT || Character.isISOControl(each))
        .mapToObj("U+%04X"::formatted)
        .findFirst()
        .orElse(null);
  }
}
