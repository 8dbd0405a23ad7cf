package io.muster.simulator.okta;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A comparison of attributes with texts, joined by and, or: what group rules and searches are made
 * of here. Or binds weaker; there are no parentheses.
 */
final class Expression {
  private final List<List<Comparison>> alternatives;

  private Expression(List<List<Comparison>> alternatives) {
    this.alternatives = alternatives;
  }

  private record Comparison(String attribute, boolean equal, String value) {
    boolean holds(UnaryOperator<String> attributes) {
      return attributes.apply(attribute).equals(value) == equal;
    }
  }

  /** Such as {@code user.department=="Sales" && user.city!="Berlin"}. */
  static Expression rule(String text) {
    return parse(
        text,
        "\\s*\\|\\|\\s*",
        "\\s*&&\\s*",
        "user\\.(\\w+)\\s*(==|!=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"",
        "==");
  }

  /** Such as {@code profile.employeeNumber eq "E1"}. */
  static Expression search(String text) {
    return parse(
        text,
        " or ",
        " and ",
        "((?:profile\\.|target\\.)?\\w+) (eq) \"((?:[^\"\\\\]|\\\\.)*)\"",
        "eq");
  }

  private static Expression parse(String text, String or, String and, String one, String equal) {
    var comparison = Pattern.compile(one);
    return new Expression(
        split(text, or)
            .map(part -> split(part, and).map(it -> comparison(it, comparison, equal)).toList())
            .toList());
  }

  private static Stream<String> split(String text, String by) {
    return Arrays.stream(Pattern.compile(by).split(text.strip(), -1));
  }

  private static Comparison comparison(String text, Pattern pattern, String equal) {
    var found = pattern.matcher(text.strip());
    if (!found.matches()) {
      throw new IllegalArgumentException("not understood here: " + text);
    }
    return new Comparison(
        found.group(1), found.group(2).equals(equal), found.group(3).replaceAll("\\\\(.)", "$1"));
  }

  /** Asked with a way to look an attribute up; one that is not there is an empty text. */
  boolean holds(UnaryOperator<String> attributes) {
    return alternatives.stream()
        .anyMatch(all -> all.stream().allMatch(one -> one.holds(attributes)));
  }
}
