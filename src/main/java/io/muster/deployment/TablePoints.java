package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.children;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The values that stand for all others in the inputs of tables: each constant that a cell names,
 * those beside it and between it and the next, one that no cell names, and none at all.
 */
final class TablePoints {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]*)\"");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /** Tests of one value by constants: lists, comparisons, ranges, and these negated. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:\"[^\"\\\\]*\"|-?\\d+(?:\\.\\d+)?|true|false|null|not\\s*\\(|<=?|>=?|\\.\\.|[\\[\\]()\\-,\\s])*");

  /** An answer that is always the same. */
  private static final Pattern ANSWER =
      Pattern.compile("\"[^\"\\\\]*\"|-?\\d+(\\.\\d+)?|true|false|null");

  private static final Set<String> WHOLE = Set.of("integer", "long");
  private static final Set<String> PARTS = Set.of("double", "number");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Set<String>> texts = new LinkedHashMap<>();
  private final Map<String, TreeSet<BigDecimal>> numbers = new LinkedHashMap<>();

  /**
   * Reads the inputs of one table after the other.
   *
   * @throws NotComparable if an input or a cell is more than a test of one variable by constants
   */
  void read(Element decision) {
    var table = table(decision);
    var inputs = children(table).stream().filter(child -> is(child, "input")).toList();
    var names = new ArrayList<String>();
    for (var input : inputs) {
      names.add(input(input));
    }
    for (var rule : all(table, "rule")) {
      var cells = all(rule, "inputEntry");
      for (var column = 0; column < Math.min(cells.size(), names.size()); column++) {
        cell(names.get(column), text(cells.get(column)));
      }
      for (var answer : all(rule, "outputEntry")) {
        if (!ANSWER.matcher(text(answer)).matches()) {
          throw new NotComparable("it works an answer out: '%s'".formatted(text(answer)));
        }
      }
    }
  }

  /** The one table of a decision that looks at nothing but the case's variables. */
  static Element table(Element decision) {
    for (var child : children(decision)) {
      var name = String.valueOf(child.getLocalName());
      if (!Set.of("decisionTable", "description", "extensionElements", "variable").contains(name)) {
        throw new NotComparable("it holds '%s'".formatted(name));
      }
    }
    var tables = all(decision, "decisionTable");
    if (tables.size() != 1) {
      throw new NotComparable("it is not one table");
    }
    return tables.get(0);
  }

  private String input(Element input) {
    var expression = all(input, "inputExpression").stream().findFirst();
    var name = expression.map(TablePoints::text).orElse("");
    if (!NAME.matcher(name).matches()) {
      throw new NotComparable(
          "a column looks at '%s', which is more than a variable".formatted(name));
    }
    var type = expression.map(it -> it.getAttribute("typeRef")).orElse("").toLowerCase(Locale.ROOT);
    if (!type.equals("string") && !type.equals("boolean") && !isNumber(type)) {
      throw new NotComparable("the column '%s' is of the type '%s'".formatted(name, type));
    }
    var before = types.putIfAbsent(name, type);
    if (before != null && !before.equals(type)) {
      throw new NotComparable(
          "the column '%s' was of the type '%s' and is '%s'".formatted(name, before, type));
    }
    texts.computeIfAbsent(name, key -> new LinkedHashSet<>());
    numbers.computeIfAbsent(name, key -> new TreeSet<>());
    return name;
  }

  private void cell(String name, String test) {
    if (!PLAIN.matcher(test).matches()) {
      throw new NotComparable(
          "the cell '%s' of the column '%s' is more than a test by constants"
              .formatted(test, name));
    }
    var type = types.getOrDefault(name, "");
    var quoted = TEXT.matcher(test);
    var rest = quoted.replaceAll(" ");
    quoted.reset();
    while (quoted.find()) {
      texts.getOrDefault(name, Set.of()).add(quoted.group(1));
    }
    var number = NUMBER.matcher(rest);
    while (number.find()) {
      numbers.getOrDefault(name, new TreeSet<>()).add(new BigDecimal(number.group()));
    }
    if (!isNumber(type) && Pattern.compile("[<>]|\\.\\.|\\d").matcher(rest).find()) {
      throw new NotComparable(
          "the cell '%s' of the column '%s' compares what is no number".formatted(test, name));
    }
  }

  private static boolean isNumber(String type) {
    return WHOLE.contains(type) || PARTS.contains(type);
  }

  /** The type of each variable that a table looks at. */
  Map<String, String> types() {
    return types;
  }

  /** The values of one variable that stand for all; null among them. */
  List<@Nullable Object> values(String name) {
    var values = new ArrayList<@Nullable Object>();
    var type = types.getOrDefault(name, "");
    if (type.equals("boolean")) {
      values.addAll(Arrays.asList(true, false));
    } else if (type.equals("string")) {
      values.addAll(texts.getOrDefault(name, Set.of()));
      values.add(unnamed(name));
    } else {
      values.addAll(numbers(name, WHOLE.contains(type)));
    }
    values.add(null);
    return values;
  }

  /** True if this value stands for what no cell names. */
  boolean isAnythingElse(String name, @Nullable Object value) {
    return value == null || value.equals(unnamed(name)) || value instanceof Number;
  }

  private String unnamed(String name) {
    var free = "anythingElse";
    while (texts.getOrDefault(name, Set.of()).contains(free)) {
      free = free + "_";
    }
    return free;
  }

  private List<Object> numbers(String name, boolean whole) {
    var constants = numbers.getOrDefault(name, new TreeSet<>());
    var values = new TreeSet<BigDecimal>();
    values.add(BigDecimal.ZERO);
    BigDecimal before = null;
    for (var constant : constants) {
      values.add(constant);
      values.add(constant.subtract(BigDecimal.ONE));
      values.add(constant.add(BigDecimal.ONE));
      values.add(constant.setScale(0, RoundingMode.FLOOR));
      values.add(constant.setScale(0, RoundingMode.CEILING));
      if (before != null) {
        values.add(before.add(constant).divide(BigDecimal.valueOf(2)));
      }
      before = constant;
    }
    return values.stream()
        .filter(value -> !whole || value.stripTrailingZeros().scale() <= 0)
        .map(value -> whole ? (Object) value.longValueExact() : (Object) value.doubleValue())
        .toList();
  }

  /** The expression in an element of a table. */
  static String text(Element owner) {
    return children(owner).stream()
        .filter(child -> is(child, "text"))
        .map(Xml::text)
        .findFirst()
        .orElse("");
  }

  private static boolean is(Element element, String name) {
    return name.equals(element.getLocalName());
  }

  /** Two tables of which nobody can say which is stricter; the message says why. */
  static final class NotComparable extends RuntimeException {
    NotComparable(String why) {
      super(why);
    }
  }
}
