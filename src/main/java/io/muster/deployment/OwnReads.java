package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.OwnVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * Finds an own variable that is looked at where, on one way at least, nothing has filled it yet.
 * The engine would stop there, as it does not know the name.
 */
final class OwnReads {
  private static final Pattern NAME =
      Pattern.compile("(?<![A-Za-z0-9_])" + OwnVariable.PREFIX + "\\w*");
  private static final Set<String> WRITES =
      Set.of(
          "resultVariable",
          "errorMessageVariable",
          "errorCodeVariable",
          "escalationCodeVariable",
          "elementVariable");

  private final DeploymentContext around;
  private final Map<String, Element> decisions;
  private final String file;
  private final ProcessFlow flow;
  private final Set<String> own;
  private final Set<String> atStart;

  /** What is certain to be filled once a token leaves; everything until it is known better. */
  private final Map<Element, Set<String>> filled = new HashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  private OwnReads(
      DeploymentContext around,
      Map<String, Element> decisions,
      String file,
      Element process,
      ProcessSet set) {
    this.around = around;
    this.decisions = decisions;
    this.file = file;
    this.flow = new ProcessFlow(process);
    this.own = new TreeSet<>(Declared.of(process).variables().keySet());
    this.atStart = atStart(process, set);
  }

  /** What the deployed diagrams look at too early. */
  static List<Problem> check(
      DeploymentContext around, Map<String, Element> decisions, ProcessSet set) {
    var problems = new ArrayList<Problem>();
    set.files()
        .forEach(
            (key, file) -> {
              var process = set.processes().get(key);
              if (process != null && !Declared.of(process).variables().isEmpty()) {
                var reads = new OwnReads(around, decisions, file, process, set);
                reads.settle();
                reads.flow.nodes().forEach(reads::look);
                problems.addAll(reads.problems);
              }
            });
    return problems.stream().distinct().toList();
  }

  /** What whoever starts the process brings: by its form, or by what a caller hands over. */
  private Set<String> atStart(Element process, ProcessSet set) {
    var brought = new HashSet<String>();
    for (var start : all(process, "startEvent")) {
      var form = around.forms().get(camunda(start, "formRef"));
      if (form != null) {
        brought.addAll(form.asks());
      }
    }
    var key = process.getAttribute("id");
    for (var caller : set.processes().values()) {
      for (var call : all(caller, "callActivity")) {
        if (!call.getAttribute("calledElement").equals(key)) {
          continue;
        }
        for (var in : all(call, "in")) {
          brought.add(in.getAttribute("target"));
          if ("all".equals(in.getAttribute("variables"))) {
            brought.addAll(Declared.of(caller).variables().keySet());
          }
        }
      }
    }
    brought.retainAll(own);
    return brought;
  }

  private void settle() {
    for (var changed = true; changed; ) {
      changed = false;
      for (var node : flow.nodes()) {
        var now = new HashSet<>(before(node));
        now.addAll(writes(node));
        if (ProcessFlow.isSubProcess(node)) {
          now.addAll(atEnds(node));
        }
        if (!now.equals(filled.put(node, now))) {
          changed = true;
        }
      }
    }
  }

  private Set<String> known(Element node) {
    return filled.getOrDefault(node, own);
  }

  private Set<String> before(Element node) {
    if (isBpmn(node, "boundaryEvent")) {
      return flow.node(node.getAttribute("attachedToRef")).map(this::before).orElse(atStart);
    }
    var scope = Xml.parent(node);
    var earlier = new ArrayList<>(flow.before(node));
    earlier.addAll(isBpmn(node, "intermediateCatchEvent") ? flow.throwing(node) : List.of());
    if (earlier.isEmpty()) {
      return scope != null
              && ProcessFlow.isSubProcess(scope)
              && !ProcessFlow.isEventSubProcess(scope)
          ? before(scope)
          : atStart;
    }
    var certain = new HashSet<>(known(earlier.get(0)));
    for (var one : earlier) {
      if (isBpmn(node, "parallelGateway")) {
        certain.addAll(known(one)); // it waits for all of them
      } else {
        certain.retainAll(known(one));
      }
    }
    return certain;
  }

  private Set<String> atEnds(Element scope) {
    Set<String> certain = null;
    for (var end : children(scope)) {
      if (isBpmn(end, "endEvent") && all(end, "errorEventDefinition").isEmpty()) {
        if (certain == null) {
          certain = new HashSet<>(known(end));
        } else {
          certain.retainAll(known(end));
        }
      }
    }
    return certain == null ? Set.of() : certain;
  }

  private Set<String> writes(Element node) {
    var writes = new HashSet<String>();
    if (ProcessFlow.isSubProcess(node)) {
      return writes;
    }
    for (var element : all(node)) {
      attributes(element).stream()
          .filter(attribute -> WRITES.contains(String.valueOf(attribute.getLocalName())))
          .forEach(attribute -> writes.add(attribute.getValue()));
      switch (String.valueOf(element.getLocalName())) {
        case "outputParameter" -> writes.add(element.getAttribute("name"));
        case "out" -> writes.add(element.getAttribute("target"));
        case "inputParameter" -> {
          // a step may be told by name into which variable it writes
          if (!Expressions.isIn(Xml.text(element))) {
            writes.addAll(names(Xml.text(element)));
          }
        }
        case "property" -> {
          // a call says under this name what it keeps of the answer
          if ("outputs".equals(element.getAttribute("name"))) {
            writes.addAll(names(element.getAttribute("value")));
          }
        }
        default -> {}
      }
    }
    var form = around.forms().get(camunda(node, "formRef"));
    if (form != null) {
      writes.addAll(form.asks());
    }
    writes.retainAll(own);
    return writes;
  }

  private void look(Element node) {
    var here = new HashSet<>(before(node));
    all(node, "inputParameter").forEach(given -> here.add(given.getAttribute("name")));
    if (!ProcessFlow.isSubProcess(node)) {
      reads(node).stream().filter(name -> !here.contains(name)).forEach(name -> early(node, name));
    }
    for (var way : flow.out(node)) {
      names(
              Xml.text(way)
                  + children(way).stream()
                      .map(Xml::text)
                      .reduce("", (one, next) -> one + " " + next))
          .stream()
          .filter(own::contains)
          .filter(name -> !known(node).contains(name))
          .forEach(name -> early(way, name));
    }
  }

  private Set<String> reads(Element node) {
    var reads = new TreeSet<String>();
    for (var element : all(node)) {
      if ("outputParameter".equals(element.getLocalName())) {
        continue; // worked out once it is done
      }
      if ("in".equals(element.getLocalName())) {
        reads.addAll(names(element.getAttribute("source")));
      }
      var texts = new ArrayList<String>();
      texts.add(Xml.text(element));
      attributes(element).forEach(attribute -> texts.add(attribute.getValue()));
      texts.stream().filter(Expressions::isIn).forEach(text -> reads.addAll(names(text)));
    }
    var table = decisions.get(camunda(node, "decisionRef"));
    if (table != null) {
      all(table, "inputExpression").forEach(looks -> reads.addAll(names(TablePoints.text(looks))));
    }
    reads.retainAll(own);
    return reads;
  }

  private static List<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).toList();
  }

  private void early(Element element, String name) {
    problems.add(
        new Problem(
            file,
            DiagramRules.words(element),
            "looks at '%s', and on one way to it nobody has been asked for that yet"
                .formatted(name),
            "ask for it in a form on every way before, or let a table fill it"));
  }
}
