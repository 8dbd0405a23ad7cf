package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.children;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.w3c.dom.Element;

/** What a decision table may hold: FEEL that can be read, in every cell, and nothing else. */
final class TableRules {
  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private TableRules(String file) {
    this.file = file;
  }

  /** Everything that is wrong with a file of tables. */
  static List<Problem> check(String file, Element definitions) {
    var rules = new TableRules(file);
    var decisions = all(definitions, "decision");
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

  private void unaryTests(Element rule, Element cell) {
    var test = expression(cell);
    if (!test.isEmpty() && !test.equals("-")) {
      var parsed = FEEL.parseUnaryTests(test);
      if (!parsed.isSuccess()) {
        unreadable(rule, test, parsed.failure().message());
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
    var parsed = FEEL.parseExpression(feel);
    if (!parsed.isSuccess()) {
      unreadable(row, feel, parsed.failure().message());
    }
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
