package io.muster.sources;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code {field}} in it, which stands for what a row says in that field, in small
 * letters and digits, as an address can hold it.
 *
 * <p>Marks on letters are left out: {@code \u00fc} is {@code u}. Letters of their own become those
 * of a fixed table: {@code \u00df} ss, {@code \u00e6} ae, {@code \u0153} oe, {@code \u00f8} o,
 * {@code \u0142} l, {@code \u0111} and {@code \u00f0} d, {@code \u00fe} th, {@code \u0131} i,
 * {@code \u0127} h, {@code \u0167} t, {@code \u014b} n. Blanks and signs are left out. A text with
 * any other letter makes nothing, as an address with letters missing is somebody else's.
 */
public final class Template {
  private static final Pattern PART = Pattern.compile("\\{([A-Za-z]+)}");

  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("\u00df", "ss"),
          Map.entry("\u00e6", "ae"),
          Map.entry("\u0153", "oe"),
          Map.entry("\u00f8", "o"),
          Map.entry("\u0142", "l"),
          Map.entry("\u0111", "d"),
          Map.entry("\u00f0", "d"),
          Map.entry("\u00fe", "th"),
          Map.entry("\u0131", "i"),
          Map.entry("\u0127", "h"),
          Map.entry("\u0167", "t"),
          Map.entry("\u014b", "n"));
  private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");

  private Template() {}

  /** The fields it is made of. */
  public static Stream<String> parts(String template) {
    return PART.matcher(template).results().map(part -> part.group(1));
  }

  /** What it makes of one row; null if the row does not say what it is made of. */
  public static @Nullable String filled(String template, Function<String, @Nullable String> row) {
    var made = new StringBuilder();
    var part = PART.matcher(template);
    while (part.find()) {
      var said = row.apply(part.group(1));
      var plain = said == null ? "" : plain(said);
      if (plain.isEmpty()) {
        return null;
      }
      part.appendReplacement(made, Matcher.quoteReplacement(plain));
    }
    return part.appendTail(made).toString();
  }

  /** Empty if the text has a letter that an address cannot hold. */
  private static String plain(String text) {
    // capitals first: the small form of some is a letter with a mark
    var letters =
        Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT);
    for (var letter : LETTERS.entrySet()) {
      letters = letters.replace(letter.getKey(), letter.getValue());
    }
    var plain = letters.replaceAll("[^a-z0-9]", "");
    var others = letters.replaceAll("[a-z0-9]", "");
    return LETTER_OR_DIGIT.matcher(others).find() ? "" : plain;
  }
}
