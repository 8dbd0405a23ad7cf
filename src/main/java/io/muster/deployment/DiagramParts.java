package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** One process of a diagram, as the questions about its parts need it. */
final class DiagramParts {
  private static final Set<String> RECEIVERS =
      Set.of("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask");

  private final Element process;
  private final Map<String, String> messages = new HashMap<>();

  DiagramParts(Element process) {
    this.process = process;
    var definitions = Xml.parent(process);
    if (definitions != null) {
      children(definitions).stream()
          .filter(child -> isBpmn(child, "message"))
          .forEach(
              message -> messages.put(message.getAttribute("id"), message.getAttribute("name")));
    }
  }

  Element process() {
    return process;
  }

  /** The start events of the process itself that nothing triggers. */
  List<Element> plainStarts() {
    return children(process).stream()
        .filter(child -> isBpmn(child, "startEvent") && definitions(child).findAny().isEmpty())
        .toList();
  }

  /** The element of this kind and id, wherever it is. */
  Optional<Element> find(String kind, String id) {
    return all(process).stream()
        .filter(element -> isBpmn(element, kind) && element.getAttribute("id").equals(id))
        .findFirst();
  }

  /** True if it is drawn in the process itself, not in a part of it. */
  boolean isOnTop(Element element) {
    return process.equals(Xml.parent(element));
  }

  /** The expressions of an element's timer; none if it has no timer. */
  static List<String> times(Element element) {
    return definitions(element)
        .filter(definition -> isBpmn(definition, "timerEventDefinition"))
        .flatMap(definition -> children(definition).stream())
        .map(Xml::text)
        .toList();
  }

  /** Where the arrows from this element lead. */
  List<String> next(Element from) {
    return flows()
        .filter(flow -> flow.getAttribute("sourceRef").equals(from.getAttribute("id")))
        .map(flow -> flow.getAttribute("targetRef"))
        .toList();
  }

  /** True if an arrow leads to this element. */
  boolean isReached(Element element) {
    return flows()
        .anyMatch(flow -> flow.getAttribute("targetRef").equals(element.getAttribute("id")));
  }

  boolean leadsOn(Element element) {
    return flows()
        .anyMatch(flow -> flow.getAttribute("sourceRef").equals(element.getAttribute("id")));
  }

  private Stream<Element> flows() {
    return all(process).stream().filter(element -> isBpmn(element, "sequenceFlow"));
  }

  /** Everything that receives this message. */
  List<Element> receivers(String message) {
    return all(process).stream().filter(element -> receives(element, message)).toList();
  }

  private boolean receives(Element element, String message) {
    return RECEIVERS.stream().anyMatch(kind -> isBpmn(element, kind))
        && Stream.concat(Stream.of(element), definitions(element))
            .map(owner -> owner.getAttribute("messageRef"))
            .anyMatch(reference -> message.equals(messages.get(reference)));
  }

  /** The sub-process directly in here that this message starts, interrupting what is under way. */
  Optional<Element> interruption(Element within, String message) {
    return children(within).stream()
        .filter(child -> isBpmn(child, "subProcess"))
        .filter(child -> "true".equals(child.getAttribute("triggeredByEvent")))
        .filter(
            part ->
                children(part).stream()
                    .anyMatch(
                        start ->
                            isBpmn(start, "startEvent")
                                && receives(start, message)
                                && !"false".equals(start.getAttribute("isInterrupting"))))
        .findFirst();
  }

  /** True if a task calls this process. */
  boolean calls(String called) {
    return all(process).stream()
        .anyMatch(
            element ->
                isBpmn(element, "callActivity")
                    && element.getAttribute("calledElement").equals(called));
  }

  /** True if the answer of a table becomes this variable. */
  boolean hasAnswer(String variable) {
    return all(process).stream()
        .anyMatch(
            element ->
                isBpmn(element, "businessRuleTask")
                    && camunda(element, "resultVariable").equals(variable)
                    && isReached(element));
  }

  /** The ids of the tasks that run this step. */
  List<String> tasksOf(String step) {
    return all(process).stream()
        .filter(
            element ->
                Expressions.bean(camunda(element, "delegateExpression")).equals(Optional.of(step)))
        .map(element -> element.getAttribute("id"))
        .toList();
  }

  private static Stream<Element> definitions(Element event) {
    return children(event).stream()
        .filter(child -> String.valueOf(child.getLocalName()).endsWith("EventDefinition"));
  }
}
