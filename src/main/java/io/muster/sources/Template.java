package io.muster.sources;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code {field}} in it, which stands for what a row says in that field, in small
 * letters and digits, as an address can hold it.
 */
public final class Template {
  private static final Pattern PART = Pattern.compile("\\{([A-Za-z]+)}");

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

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }
}
