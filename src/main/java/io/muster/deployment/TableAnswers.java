package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** What the tables that come with a diagram answer into its variables. */
final class TableAnswers {
  private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]*)\"");
  private static final Set<String> OTHERS = Set.of("null", "true", "false");

  private final Map<String, Element> decisions;

  TableAnswers(Map<String, Element> decisions) {
    this.decisions = decisions;
  }

  /** True if this task fills the variable from its table. */
  static boolean fills(Element task, String variable) {
    return camunda(task, "resultVariable").equals(variable)
        || parameter(task, variable).isPresent();
  }

  /** The texts that the task may put into the variable; empty if nobody can tell. */
  Optional<Set<String>> texts(Element task, String variable) {
    var decision = decisions.get(camunda(task, "decisionRef"));
    var tables = decision == null ? List.<Element>of() : all(decision, "decisionTable");
    if (tables.size() != 1) {
      return Optional.empty();
    }
    var table = tables.get(0);
    var outputs =
        children(table).stream().filter(child -> "output".equals(child.getLocalName())).toList();
    var column = column(task, variable, outputs);
    return column < 0 ? Optional.empty() : texts(table, column);
  }

  private static int column(Element task, String variable, List<Element> outputs) {
    if (camunda(task, "resultVariable").equals(variable)) {
      return camunda(task, "mapDecisionResult").equals("singleEntry") && outputs.size() == 1
          ? 0
          : -1;
    }
    var parameter = parameter(task, variable).orElse("");
    for (var column = 0; column < outputs.size(); column++) {
      var taken =
          "${%s.%s}"
              .formatted(camunda(task, "resultVariable"), outputs.get(column).getAttribute("name"));
      if (parameter.equals(taken)) {
        return column;
      }
    }
    return -1;
  }

  private static Optional<Set<String>> texts(Element table, int column) {
    var texts = new LinkedHashSet<String>();
    for (var rule : rules(table)) {
      var cells = all(rule, "outputEntry");
      var cell = column < cells.size() ? TablePoints.text(cells.get(column)) : "";
      var text = TEXT.matcher(cell);
      if (text.matches()) {
        texts.add(text.group(1));
      } else if (!OTHERS.contains(cell)) {
        return Optional.empty();
      }
    }
    return Optional.of(texts);
  }

  /** The texts that cells of the column test, which looks at this variable. */
  static Set<String> tested(Element decision, String variable) {
    var tested = new LinkedHashSet<String>();
    for (var table : all(decision, "decisionTable")) {
      var inputs =
          children(table).stream().filter(child -> "input".equals(child.getLocalName())).toList();
      for (var column = 0; column < inputs.size(); column++) {
        var looks = all(inputs.get(column), "inputExpression");
        if (looks.isEmpty() || !TablePoints.text(looks.get(0)).equals(variable)) {
          continue;
        }
        for (var rule : rules(table)) {
          var cells = all(rule, "inputEntry");
          if (column < cells.size()) {
            TEXT.matcher(TablePoints.text(cells.get(column)))
                .results()
                .forEach(text -> tested.add(text.group(1)));
          }
        }
      }
    }
    return tested;
  }

  /** The table of this task, if it comes with the diagram. */
  Optional<Element> decision(Element task) {
    return Optional.ofNullable(decisions.get(camunda(task, "decisionRef")));
  }

  private static List<Element> rules(Element table) {
    return all(table, "rule");
  }

  private static Optional<String> parameter(Element task, String variable) {
    return all(task, "outputParameter").stream()
        .filter(parameter -> parameter.getAttribute("name").equals(variable))
        .map(Xml::text)
        .findFirst();
  }
}
