package io.muster.systems;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in double braces that a template is filled at. */
final class Placeholders {
  private static final Pattern NAME =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z]+)?)\\s*}}");

  private Placeholders() {}

  /**
   * All names in the text.
   *
   * @throws Unusable if there are double braces that hold no name
   */
  static Set<String> in(String text) {
    var names = new TreeSet<String>();
    var found = NAME.matcher(text);
    while (found.find()) {
      names.add(found.group(1));
    }
    var rest = found.replaceAll("");
    if (rest.contains("{{") || rest.contains("}}")) {
      throw new Unusable(
          "has double braces that hold no name: %s".formatted(cut(text)),
          "write a variable in them, such as {{own_reason}}");
    }
    return names;
  }

  /** The name, if the text is one placeholder and no more. */
  static Optional<String> alone(String text) {
    var found = NAME.matcher(text);
    return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** The text with every name replaced. */
  static String fill(String text, Function<String, String> values) {
    return NAME.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
