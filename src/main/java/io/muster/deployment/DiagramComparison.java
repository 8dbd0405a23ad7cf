package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.ModelCatalog;
import io.muster.process.OnlyTells;
import io.muster.process.OwnVariable;
import io.muster.process.TaskForm;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Compares two versions of a process on whose paths something is destroyed. Waits, questions and
 * steps that only tell may be put on existing flows; any other difference counts as one that
 * loosens, as nobody can say that it does not.
 */
final class DiagramComparison {
  /** What a question that was put in may ask for; anything else could be an answer to another. */
  private static final Set<String> HARMLESS_ANSWERS = Set.of("comment");

  private static final Set<String> NOT_NODES =
      Set.of("sequenceFlow", "extensionElements", "textAnnotation", "association", "group");
  private static final Set<String> PLAIN_PARTS = Set.of("incoming", "outgoing", "documentation");

  /** What a node that was put in may say of itself. */
  private static final Set<String> PLAIN_ATTRIBUTES =
      Set.of(
          "id",
          "name",
          "formRef",
          "formRefBinding",
          "candidateGroups",
          "dueDate",
          "followUpDate",
          "priority",
          "asyncBefore",
          "asyncAfter",
          "calledElement",
          "exclusive",
          "delegateExpression",
          "modelerTemplate",
          "modelerTemplateVersion");

  private final ModelCatalog palette;
  private final Map<String, TaskForm> forms;
  private final Set<String> own;

  /**
   * Compares diagrams.
   *
   * @param palette the steps there are
   * @param forms the forms that come with the later version, by id
   * @param own the keys of processes of the owner's own
   */
  DiagramComparison(ModelCatalog palette, Map<String, TaskForm> forms, Set<String> own) {
    this.palette = palette;
    this.forms = forms;
    this.own = Set.copyOf(own);
  }

  /** What the later version may make easier; empty if it is equal or only adds waits. */
  List<String> loosens(Element before, Element after) {
    var around = content(before);
    if (around.equals(content(after)) && same(before, after)) {
      return List.of();
    }
    var without = (Element) after.cloneNode(true);
    var known = ids(before);
    for (var added = added(without, known); !added.isEmpty(); added = added(without, known)) {
      var node = added.stream().filter(each -> takeOut(without, each)).findFirst();
      if (node.isEmpty()) {
        return List.of(words(before, after));
      }
    }
    return around.equals(content(after)) && same(before, without)
        ? List.of()
        : List.of(words(before, after));
  }

  private static boolean same(Element before, Element after) {
    return DiagramContent.of(before).equals(DiagramContent.of(after));
  }

  private static String content(Element process) {
    var definitions = Xml.parent(process);
    return definitions == null ? "" : DiagramContent.around(definitions);
  }

  private static String words(Element before, Element after) {
    var was = nodes(before);
    var changed =
        nodes(after).entrySet().stream()
            .filter(node -> !node.getValue().equals(was.get(node.getKey())))
            .map(Map.Entry::getKey);
    var gone = was.keySet().stream().filter(id -> !nodes(after).containsKey(id));
    var named =
        java.util.stream.Stream.concat(changed, gone)
            .sorted()
            .limit(5)
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "));
    return "the process '%s', on whose way devices are wiped, differs%s, and not only by waits that were added"
        .formatted(before.getAttribute("id"), named.isEmpty() ? "" : " at " + named);
  }

  private static Map<String, String> nodes(Element process) {
    return all(process).stream()
        .filter(element -> !element.getAttribute("id").isEmpty())
        .filter(element -> !isBpmn(element, "process"))
        .collect(
            Collectors.toMap(
                element -> element.getAttribute("id"),
                DiagramContent::of,
                (one, other) -> one + other));
  }

  private static Set<String> ids(Element process) {
    return all(process).stream()
        .map(element -> element.getAttribute("id"))
        .collect(Collectors.toSet());
  }

  /** The nodes that are new; what is drawn on top of nodes does not count. */
  private static List<Element> added(Element process, Set<String> known) {
    return all(process).stream()
        .filter(element -> Xml.BPMN.equals(element.getNamespaceURI()))
        .filter(element -> isScope(Xml.parent(element)))
        .filter(element -> !NOT_NODES.contains(String.valueOf(element.getLocalName())))
        .filter(element -> !DiagramContent.of(element).isEmpty())
        .filter(element -> !known.contains(element.getAttribute("id")))
        .toList();
  }

  private static boolean isScope(@org.jspecify.annotations.Nullable Element parent) {
    return parent != null && (isBpmn(parent, "process") || isBpmn(parent, "subProcess"));
  }

  /** Takes a harmless node off its flow; false if it is not harmless, or not on one flow. */
  private boolean takeOut(Element process, Element node) {
    var scope = Xml.parent(node);
    if (scope == null || !isHarmless(node, process)) {
      return false;
    }
    var id = node.getAttribute("id");
    var flows = all(process).stream().filter(element -> isBpmn(element, "sequenceFlow")).toList();
    var in = flows.stream().filter(flow -> flow.getAttribute("targetRef").equals(id)).toList();
    var out = flows.stream().filter(flow -> flow.getAttribute("sourceRef").equals(id)).toList();
    if (in.size() != 1 || out.size() != 1 || !isPlain(out.get(0))) {
      return false;
    }
    if (asksSomebody(node) && follows(process, in.get(0), new HashSet<>())) {
      return false; // it would stand in for whoever answered the question before it
    }
    in.get(0).setAttribute("targetRef", out.get(0).getAttribute("targetRef"));
    remove(out.get(0));
    remove(node);
    return true;
  }

  private static void remove(Element element) {
    element.getParentNode().removeChild(element);
  }

  private static boolean isPlain(Element flow) {
    return children(flow).isEmpty();
  }

  /** True if the flow comes from a question, be it past gateways. */
  private static boolean follows(Element process, Element flow, Set<String> seen) {
    var source = flow.getAttribute("sourceRef");
    if (!seen.add(source)) {
      return false;
    }
    for (var element : all(process)) {
      if (element.getAttribute("id").equals(source)) {
        if (isBpmn(element, "userTask")) {
          return true;
        }
        if (!String.valueOf(element.getLocalName()).endsWith("Gateway")) {
          return false;
        }
      }
    }
    return all(process).stream()
        .filter(each -> isBpmn(each, "sequenceFlow"))
        .filter(each -> each.getAttribute("targetRef").equals(source))
        .anyMatch(each -> follows(process, each, seen));
  }

  private static boolean asksSomebody(Element node) {
    return isBpmn(node, "userTask") || isBpmn(node, "callActivity");
  }

  private boolean isHarmless(Element node, Element process) {
    if (!attributes(node).stream()
        .allMatch(
            attribute -> PLAIN_ATTRIBUTES.contains(String.valueOf(attribute.getLocalName())))) {
      return false;
    }
    var parts =
        children(node).stream()
            .filter(part -> !PLAIN_PARTS.contains(String.valueOf(part.getLocalName())))
            .toList();
    return switch (String.valueOf(node.getLocalName())) {
      case "userTask" -> parts.isEmpty() && asksNothing(node, process);
      case "callActivity" -> callsOwnProcess(node, parts, process);
      case "serviceTask", "sendTask" -> parts.isEmpty() && onlyTells(node);
      case "intermediateCatchEvent" -> parts.size() == 1 && isWait(parts.get(0));
      default -> false;
    };
  }

  private boolean asksNothing(Element task, Element process) {
    var form = forms.get(camunda(task, "formRef"));
    return form != null
        && form.asks().stream()
            .allMatch(
                name -> HARMLESS_ANSWERS.contains(name) || isOwnAndUnused(name, task, process));
  }

  /** One that nothing else in the process looks at leads nobody another way. */
  private static boolean isOwnAndUnused(String name, Element node, Element process) {
    var within = Set.copyOf(all(node));
    return OwnVariable.isOwn(name)
        && all(process).stream()
            .filter(element -> !within.contains(element) && !isDeclaration(element))
            .noneMatch(element -> mentions(element, name));
  }

  private static boolean mentions(Element element, String name) {
    return Xml.text(element).contains(name)
        || attributes(element).stream().anyMatch(attribute -> attribute.getValue().contains(name));
  }

  private static boolean isDeclaration(Element element) {
    return "property".equals(element.getLocalName());
  }

  /** A process of the owner's own is a wait: it reaches no step of ours and hands back nothing. */
  private boolean callsOwnProcess(Element call, List<Element> parts, Element process) {
    return own.contains(call.getAttribute("calledElement"))
        && parts.stream().allMatch(part -> isBpmn(part, "extensionElements"))
        && all(call).stream()
            .allMatch(
                part ->
                    switch (String.valueOf(part.getLocalName())) {
                      case "callActivity", "extensionElements", "incoming", "outgoing", "in" ->
                          true;
                      case "documentation" -> true;
                      case "out" -> isOwnAndUnused(part.getAttribute("target"), call, process);
                      default -> false;
                    });
  }

  private boolean onlyTells(Element task) {
    return Expressions.bean(camunda(task, "delegateExpression"))
        .flatMap(bean -> Optional.ofNullable(palette.bean(bean)))
        .filter(step -> step.isAnnotationPresent(OnlyTells.class))
        .isPresent();
  }

  private static boolean isWait(Element definition) {
    var times = children(definition);
    if (!isBpmn(definition, "timerEventDefinition")
        || times.size() != 1
        || !isBpmn(times.get(0), "timeDuration")) {
      return false;
    }
    try {
      return !Duration.parse(Xml.text(times.get(0))).isNegative();
    } catch (DateTimeParseException unknown) {
      return false;
    }
  }
}
