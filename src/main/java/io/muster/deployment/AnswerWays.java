package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.ModelCatalog;
import io.muster.process.Nearest;
import io.muster.process.OwnDeclarations;
import io.muster.process.OwnVariable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Compares what forms and tables answer with what the gateways after them ask. An answer that
 * nothing tells from another goes the other's way, and a way that nothing answers is never taken.
 */
final class AnswerWays {
  private final Expressions expressions;
  private final DeploymentContext around;
  private final TableAnswers tables;
  private final String file;
  private final ProcessFlow flow;
  private final OwnDeclarations declared;
  private final List<Problem> problems = new ArrayList<>();

  private AnswerWays(
      ModelCatalog palette, DeploymentContext around, TableAnswers tables, Place place) {
    this.expressions = new Expressions(palette);
    this.around = around;
    this.tables = tables;
    this.file = place.file();
    this.flow = new ProcessFlow(place.process());
    this.declared = Declared.of(place.process());
  }

  private record Place(String file, Element process) {}

  /** What is asked and what is answered in a diagram that do not fit each other. */
  static List<Problem> check(
      ModelCatalog palette,
      DeploymentContext around,
      Map<String, Element> decisions,
      Map<String, Element> diagrams) {
    var problems = new ArrayList<Problem>();
    diagrams.forEach(
        (file, diagram) ->
            children(diagram).stream()
                .filter(child -> isBpmn(child, "process"))
                .forEach(
                    process -> {
                      var ways =
                          new AnswerWays(
                              palette,
                              around,
                              new TableAnswers(decisions),
                              new Place(file, process));
                      ways.flow.nodes().forEach(ways::node);
                      problems.addAll(ways.problems);
                    }));
    return problems.stream().distinct().toList();
  }

  private void node(Element node) {
    for (var way : flow.out(node)) {
      compared(way).forEach((variable, text) -> asked(way, variable, text));
    }
    if (isBpmn(node, "userTask")) {
      var form = around.forms().get(camunda(node, "formRef"));
      if (form != null) {
        form.offers()
            .forEach(
                (variable, offered) -> {
                  if (form.choice(variable).isPresent()) {
                    answered(node, variable, new LinkedHashSet<>(offered));
                  }
                });
      }
    } else if (isBpmn(node, "businessRuleTask")) {
      for (var variable : filled(node)) {
        var texts = tables.texts(node, variable);
        texts.ifPresent(
            answers -> {
              if (answers.size() > 1) {
                answered(node, variable, answers);
              }
              allowed(node, variable, answers);
            });
      }
      tests(node);
    }
  }

  private static Set<String> filled(Element task) {
    var filled = new LinkedHashSet<String>();
    filled.add(camunda(task, "resultVariable"));
    all(task, "outputParameter").forEach(parameter -> filled.add(parameter.getAttribute("name")));
    return filled;
  }

  // what is answered

  /**
   * Of several answers that no way asks for, all take the one way that asks nothing. People who
   * choose between answers expect them to differ; the rows of a table need not. What is told apart
   * only behind a step counts too.
   */
  private void answered(Element task, String variable, Set<String> answers) {
    var asked = new HashSet<String>();
    var defaults = new ArrayList<Element>();
    collect(task, new Answers(variable, answers), asked, defaults, new HashSet<>());
    if (asked.isEmpty()) {
      return;
    }
    var unknown = new LinkedHashSet<>(answers);
    unknown.removeAll(asked);
    unknown.removeIf(
        answer -> new AnswerTrail(flow, around.forms(), variable, answer).isAskedForAfter(task));
    if (unknown.size() > 1 && isBpmn(task, "userTask")) {
      problem(
          task,
          "can be answered by %s for '%s', and no way after it tells these apart%s"
              .formatted(quoted(unknown), variable, way(defaults)),
          "draw a way for each; those that are asked for are %s".formatted(quoted(asked)));
    } else if (!unknown.isEmpty() && defaults.isEmpty()) {
      problem(
          task,
          "can be answered by %s for '%s', and no way after it asks for that"
              .formatted(quoted(unknown), variable),
          "draw a way for it, or make one the default; those that are asked for are %s"
              .formatted(quoted(asked)));
    }
  }

  /** What may be answered. */
  private record Answers(String variable, Set<String> texts) {}

  private void collect(
      Element from, Answers answers, Set<String> asked, List<Element> defaults, Set<Element> seen) {
    for (var way : flow.out(from)) {
      Conditions.of(way)
          .filter(asks -> asks.variable().equals(answers.variable()))
          .ifPresent(
              asks -> {
                if (asks.equal()) {
                  asked.add(String.valueOf(asks.value()));
                } else {
                  answers.texts().stream()
                      .filter(text -> !text.equals(asks.value()))
                      .forEach(asked::add);
                }
              });
      if (way.getAttribute("id").equals(from.getAttribute("default"))) {
        defaults.add(way);
      }
      flow.node(way.getAttribute("targetRef"))
          .filter(ProcessFlow::isPassed)
          .filter(seen::add)
          .ifPresent(next -> collect(next, answers, asked, defaults, seen));
    }
  }

  private String way(List<Element> defaults) {
    return defaults.stream()
        .findFirst()
        .map(
            way ->
                "; all take the way '%s' to %s"
                    .formatted(
                        way.getAttribute("name"),
                        flow.node(way.getAttribute("targetRef"))
                            .map(DiagramRules::words)
                            .orElse("")))
        .orElse("");
  }

  /** What a table puts into a choice is one of its values. */
  private void allowed(Element task, String variable, Set<String> answers) {
    choices(variable)
        .ifPresent(
            choices ->
                answers.stream()
                    .filter(answer -> !choices.contains(answer))
                    .findFirst()
                    .ifPresent(
                        answer ->
                            problem(
                                task,
                                "lets the table '%s' answer '%s' for '%s', which is none of its allowed values"
                                    .formatted(camunda(task, "decisionRef"), answer, variable),
                                "write one of " + Nearest.of(answer, choices))));
  }

  /** What a table's column tests a choice for is one of its values. */
  private void tests(Element task) {
    var decision = tables.decision(task);
    decision.ifPresent(
        table ->
            declared
                .variables()
                .keySet()
                .forEach(
                    variable ->
                        choices(variable)
                            .ifPresent(
                                choices ->
                                    TableAnswers.tested(table, variable).stream()
                                        .filter(text -> !choices.contains(text))
                                        .forEach(
                                            text ->
                                                problem(
                                                    task,
                                                    "asks the table '%s', which tests '%s' for '%s', none of its allowed values"
                                                        .formatted(
                                                            table.getAttribute("id"),
                                                            variable,
                                                            text),
                                                    "test for one of "
                                                        + Nearest.of(text, choices))))));
  }

  // what is asked

  private void asked(Element way, String variable, String text) {
    var own = declared.variables().get(variable);
    if (own != null && own.type() != OwnVariable.Type.TEXT && own.type() != OwnVariable.Type.DATE) {
      if (!own.choices().contains(text)) {
        problem(
            way,
            "waits until '%s' is '%s', and it is %s"
                .formatted(variable, text, own.description().replaceFirst(";.*", "")),
            remedy(own, text));
      }
      return;
    }
    var given = given(way, variable);
    if (given != null && !given.isEmpty() && !given.contains(text)) {
      problem(
          way,
          "waits for '%s' in '%s', which nothing before it answers".formatted(text, variable),
          "choose one of " + Nearest.of(text, given));
    }
  }

  private static String remedy(OwnVariable own, String text) {
    return switch (own.type()) {
      case YES_NO -> "ask ${%s == true} or ${%s != true}".formatted(own.name(), own.name());
      case NUMBER -> "compare it with a number, without quotes";
      case TEXT, DATE, CHOICE -> "choose one of " + Nearest.of(text, own.choices());
    };
  }

  /** Every text that may stand in the variable here; null if nobody can tell. */
  private @Nullable Set<String> given(Element way, String variable) {
    var given = new TreeSet<String>();
    var start = flow.node(way.getAttribute("sourceRef"));
    return start.isPresent() && gather(start.get(), variable, given, new HashSet<>())
        ? given
        : null;
  }

  private boolean gather(Element node, String variable, Set<String> given, Set<Element> seen) {
    if (!seen.add(node)) {
      return true;
    }
    if (isBpmn(node, "userTask")) {
      var form = around.forms().get(camunda(node, "formRef"));
      if (form == null) {
        return false;
      }
      if (form.asks().contains(variable)) {
        var offered = form.offers().get(variable);
        if (offered != null) {
          given.addAll(offered);
        }
        return offered != null;
      }
    } else if (isBpmn(node, "businessRuleTask") && TableAnswers.fills(node, variable)) {
      var texts = tables.texts(node, variable);
      texts.ifPresent(given::addAll);
      return texts.isPresent();
    } else if (!ProcessFlow.isPassed(node) && !isBpmn(node, "businessRuleTask")) {
      return false; // a step, a called process, a start: anything may be in it
    }
    var before = flow.before(node);
    return !before.isEmpty()
        && before.stream().allMatch(earlier -> gather(earlier, variable, given, seen));
  }

  // both

  private Map<String, String> compared(Element way) {
    return children(way).stream()
        .filter(child -> isBpmn(child, "conditionExpression"))
        .map(Xml::text)
        .findFirst()
        .map(expressions::comparisons)
        .orElseGet(LinkedHashMap::new);
  }

  private Optional<List<String>> choices(String variable) {
    return Optional.ofNullable(declared.variables().get(variable))
        .filter(own -> own.type() == OwnVariable.Type.CHOICE)
        .map(OwnVariable::choices);
  }

  private static String quoted(Set<String> texts) {
    return texts.stream()
        .limit(Nearest.MOST)
        .map("'%s'"::formatted)
        .collect(Collectors.joining(", "));
  }

  private void problem(Element element, String what, String remedy) {
    problems.add(new Problem(file, DiagramRules.words(element), what, remedy));
  }
}
