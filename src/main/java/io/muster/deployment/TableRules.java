package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.children;

import io.muster.process.OutputWords;
import io.muster.process.TableWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ConstBool;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.ConstString;
import org.w3c.dom.Element;

/** What a decision table may hold: FEEL that can be read, in every cell, and nothing else. */
final class TableRules {
  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

  private final List<TableWords> words;
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  /** Most cells of a table say the same as others. */
  private final Map<String, ParseResult> parsed = new HashMap<>();

  private TableRules(List<TableWords> words, String file) {
    this.words = words;
    this.file = file;
  }

  /** Everything that is wrong with a file of tables. */
  static List<Problem> check(List<TableWords> words, String file, Element definitions) {
    var rules = new TableRules(words, file);
    var decisions = all(definitions, "decision");
    var tooLong =
        all(definitions, "text").stream()
            .flatMap(text -> FeelLimits.size(Xml.text(text)).stream())
            .findFirst();
    if (tooLong.isPresent()) {
      rules.problem(definitions, tooLong.get().what(), tooLong.get().remedy());
      return rules.problems; // reading it would break the parser
    }
    if (decisions.isEmpty()) {
      rules.problem(definitions, "holds no decision", "draw a decision table");
    }
    all(definitions).forEach(rules::language);
    decisions.forEach(rules::decision);
    return rules.problems;
  }

  /** The names that the tables' inputs use, by decision. */
  static Map<String, Set<String>> inputs(Element definitions) {
    var inputs = new TreeMap<String, Set<String>>();
    for (var decision : all(definitions, "decision")) {
      var names = new TreeSet<String>();
      for (var input : all(decision, "inputExpression")) {
        var name = expression(input);
        if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
          names.add(name);
        }
      }
      inputs.put(decision.getAttribute("id"), names);
    }
    return inputs;
  }

  private void language(Element element) {
    for (var attribute : attributes(element)) {
      var name = String.valueOf(attribute.getLocalName());
      if (name.equals("expressionLanguage")
          && !attribute.getValue().toLowerCase(Locale.ROOT).contains("feel")) {
        problem(
            element,
            "is written in '%s'".formatted(attribute.getValue()),
            "write it in FEEL, the only language of tables here");
      }
    }
  }

  private void decision(Element decision) {
    if (all(decision, "decisionTable").isEmpty() && all(decision, "literalExpression").isEmpty()) {
      problem(decision, "decides nothing", "draw its table");
    }
    for (var table : all(decision, "decisionTable")) {
      if (all(table, "rule").isEmpty()) {
        problem(decision, "has no rules", "add one");
      }
      var inputs = children(table).stream().filter(child -> is(child, "input")).count();
      var outputs = children(table).stream().filter(child -> is(child, "output")).count();
      for (var rule : all(table, "rule")) {
        var ins = all(rule, "inputEntry");
        var outs = all(rule, "outputEntry");
        if (ins.size() != inputs || outs.size() != outputs) {
          problem(rule, "has not one cell for each column", "fill the row up");
        }
        ins.forEach(cell -> unaryTests(rule, cell));
        outs.forEach(cell -> expression(rule, cell, expression(cell)));
      }
    }
    words.stream()
        .filter(declared -> declared.decision().equals(decision.getAttribute("id")))
        .forEach(declared -> understood(declared, decision));
    for (var input : all(decision, "inputExpression")) {
      if (expression(input).isEmpty()) {
        problem(input, "is a column that looks at nothing", "name the variable it looks at");
      }
      expression(input, input, expression(input));
    }
    for (var literal : all(decision, "literalExpression")) {
      expression(literal, literal, expression(literal));
    }
  }

  /** What code or a diagram acts on has to be a word it knows, in every row. */
  private void understood(TableWords declared, Element decision) {
    var tables = all(decision, "decisionTable");
    if (tables.isEmpty()) {
      problem(decision, "is no decision table", "draw a table with the columns it had");
    }
    for (var table : tables) {
      var outputs = children(table).stream().filter(child -> is(child, "output")).toList();
      var names = outputs.stream().map(output -> output.getAttribute("name")).toList();
      declared.outputs().keySet().stream()
          .filter(name -> Collections.frequency(names, name) != 1)
          .sorted()
          .forEach(
              name ->
                  problem(
                      decision,
                      names.contains(name)
                          ? "has the column '%s' more than once".formatted(name)
                          : "has no column '%s', on which others act".formatted(name),
                      "keep the names of the columns; each once"));
      for (var column = 0; column < outputs.size(); column++) {
        var known = declared.of(names.get(column));
        if (known.isPresent()) {
          column(table, outputs.get(column), column, known.get());
        }
      }
    }
  }

  private void column(Element table, Element output, int column, OutputWords known) {
    var type = output.getAttribute("typeRef");
    if (!type.isEmpty() && !type.equals(known.type())) {
      problem(
          output,
          "is a column of the type '%s'".formatted(type),
          "make it '%s'".formatted(known.type()));
    }
    var rules = all(table, "rule");
    for (var row = 0; row < rules.size(); row++) {
      var cells = all(rules.get(row), "outputEntry");
      if (column < cells.size()) {
        var feel = expression(cells.get(column));
        if (!known.mayBeWorkedOut() || literal(feel).isPresent()) {
          cell(rules.get(row), place(table, row, output), feel, known);
        }
      }
    }
  }

  private void cell(Element rule, String place, String feel, OutputWords known) {
    var literal = literal(feel);
    if (literal.isEmpty()) {
      problem(
          rule,
          feel.isEmpty()
              ? "%s is empty".formatted(place)
              : "%s is worked out by '%s', so nobody can see what it says".formatted(place, feel),
          "write " + known.insteadOf(feel));
    } else if (!known.allow(literal.get())) {
      problem(
          rule,
          "%s says %s, which nothing here understands".formatted(place, feel),
          "write " + known.insteadOf(literal.get()));
    }
  }

  private static String place(Element table, int row, Element output) {
    var name = output.getAttribute("name");
    var label = output.getAttribute("label");
    var decision = Xml.parent(table);
    return "row %d of '%s', column '%s'%s"
        .formatted(
            row + 1,
            decision == null ? "" : decision.getAttribute("id"),
            name,
            label.isBlank() ? "" : " (%s)".formatted(label));
  }

  /** The text, number or flag that a cell holds as it is. */
  private Optional<Object> literal(String feel) {
    var parsed = parse(feel);
    if (feel.isEmpty() || !parsed.isSuccess()) {
      return Optional.empty();
    }
    var expression = parsed.parsedExpression().expression();
    if (expression instanceof ConstString text) {
      return Optional.of(text.value());
    }
    if (expression instanceof ConstBool flag) {
      return Optional.of(flag.value());
    }
    if (expression instanceof ConstNumber number) {
      return Optional.of(number.value());
    }
    return Optional.empty();
  }

  private ParseResult parse(String feel) {
    return parsed.computeIfAbsent(feel, FEEL::parseExpression);
  }

  private void unaryTests(Element rule, Element cell) {
    var test = expression(cell);
    if (!test.isEmpty() && !test.equals("-")) {
      var parsed = FEEL.parseUnaryTests(test);
      if (!parsed.isSuccess()) {
        unreadable(rule, test, parsed.failure().message());
      } else {
        limits(rule, test, parsed.parsedExpression().expression());
      }
    }
  }

  private void expression(Element row, Element cell, String feel) {
    if (feel.isEmpty()) {
      if (is(cell, "outputEntry")) {
        problem(row, "has an empty answer", "fill it in, or write null");
      }
      return;
    }
    var parsed = parse(feel);
    if (!parsed.isSuccess()) {
      unreadable(row, feel, parsed.failure().message());
    } else {
      limits(row, feel, parsed.parsedExpression().expression());
    }
  }

  private void limits(Element row, String feel, Object expression) {
    FeelLimits.complaint(expression)
        .ifPresent(
            complaint ->
                problem(
                    row, "the cell '%s' %s".formatted(feel, complaint.what()), complaint.remedy()));
  }

  private void unreadable(Element row, String feel, String why) {
    problem(
        row,
        "the cell '%s' is no FEEL that can be read (%s)"
            .formatted(feel, why.replaceAll("\\s+", " ").strip()),
        "mend the cell; texts stand in double quotes");
  }

  private static String expression(Element owner) {
    return children(owner).stream()
        .filter(child -> is(child, "text"))
        .map(Xml::text)
        .findFirst()
        .orElse("");
  }

  private static boolean is(Element element, String name) {
    return name.equals(element.getLocalName());
  }

  private void problem(Element element, String what, String remedy) {
    problems.add(new Problem(file, words(element), what, remedy));
  }

  private static String words(Element element) {
    var at = element;
    for (var up = element; up != null && at.getAttribute("id").isEmpty(); up = Xml.parent(up)) {
      at = up;
    }
    var said =
        children(at).stream().filter(child -> is(child, "description")).map(Xml::text).findFirst();
    var name = said.orElse(at.getAttribute("name"));
    return name.isBlank()
        ? "'%s'".formatted(at.getAttribute("id"))
        : "'%s' (%s)".formatted(at.getAttribute("id"), name);
  }
}
