package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Equalities joined by and, or; or binds weaker, and there are no parentheses. */
final class Filter {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(?:([\\w/]+) eq|(\\w+)/any\\((\\w+):\\3 eq) (?:'((?:[^']|'')*)'|(true|false))\\)?\\s*");
  private static final Pattern JOIN = Pattern.compile("(and|or) ");

  private final List<List<Equality>> alternatives = new ArrayList<>();

  private record Equality(String path, String value) {
    boolean holds(JsonNode thing) {
      var found = thing;
      for (var step : path.split("/", -1)) {
        found = found.path(step);
      }
      if (!found.isArray()) {
        return matches(found);
      }
      var any = false;
      for (var item : found) {
        any |= matches(item);
      }
      return any;
    }

    private boolean matches(JsonNode found) {
      return !found.isMissingNode() && !found.isNull() && found.asText().equalsIgnoreCase(value);
    }
  }

  private Filter() {}

  /**
   * Such as {@code mail eq 'a@x.io' or proxyAddresses/any(p:p eq 'smtp:a@x.io')}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Filter parse(String text) {
    var filter = new Filter();
    var all = new ArrayList<Equality>();
    var comparison = COMPARISON.matcher(text);
    var join = JOIN.matcher(text);
    int at = 0;
    while (true) {
      if (!comparison.region(at, text.length()).lookingAt()) {
        throw new IllegalArgumentException("not understood here: " + text);
      }
      var path = comparison.group(1) == null ? comparison.group(2) : comparison.group(1);
      var value =
          comparison.group(4) == null
              ? comparison.group(5)
              : comparison.group(4).replace("''", "'");
      all.add(new Equality(path, value));
      at = comparison.end();
      if (at == text.length()) {
        filter.alternatives.add(all);
        return filter;
      }
      if (!join.region(at, text.length()).lookingAt()) {
        throw new IllegalArgumentException("not understood here: " + text);
      }
      if (join.group(1).equals("or")) {
        filter.alternatives.add(all);
        all = new ArrayList<>();
      }
      at = join.end();
    }
  }

  boolean holds(JsonNode thing) {
    return alternatives.stream().anyMatch(all -> all.stream().allMatch(one -> one.holds(thing)));
  }
}
