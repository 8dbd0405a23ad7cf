package io.muster.deployment;

import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** A process or sub-process as the places a token can be at and the ways between them. */
final class ScopeGraph {
  private static final Set<String> GATEWAYS =
      Set.of(
          "exclusiveGateway",
          "parallelGateway",
          "inclusiveGateway",
          "complexGateway",
          "eventBasedGateway");

  private final Element scope;
  private final Map<String, Element> nodes = new LinkedHashMap<>();
  private final Map<String, List<Edge>> out = new HashMap<>();
  private final Map<String, List<Edge>> in = new HashMap<>();
  private final Map<String, List<Element>> boundaries = new HashMap<>();

  /**
   * A way from one place to another.
   *
   * @param from the id of the one
   * @param to the id of the other
   * @param flow the arrow, or the link event that stands for one
   */
  record Edge(String from, String to, Element flow) {}

  ScopeGraph(Element scope) {
    this.scope = scope;
    for (var child : children(scope)) {
      if (isNode(child)) {
        nodes.put(child.getAttribute("id"), child);
      }
      if (isBpmn(child, "boundaryEvent")) {
        boundaries
            .computeIfAbsent(child.getAttribute("attachedToRef"), first -> new ArrayList<>())
            .add(child);
      }
    }
    for (var child : children(scope)) {
      if (isBpmn(child, "sequenceFlow")
          && nodes.containsKey(child.getAttribute("sourceRef"))
          && nodes.containsKey(child.getAttribute("targetRef"))) {
        add(new Edge(child.getAttribute("sourceRef"), child.getAttribute("targetRef"), child));
      }
    }
    links();
  }

  Element scope() {
    return scope;
  }

  Map<String, Element> nodes() {
    return nodes;
  }

  private void add(Edge edge) {
    out.computeIfAbsent(edge.from(), first -> new ArrayList<>()).add(edge);
    in.computeIfAbsent(edge.to(), first -> new ArrayList<>()).add(edge);
  }

  /** The ways on from here, in the order in which the engine asks their conditions. */
  List<Edge> out(String from) {
    return out.getOrDefault(from, List.of());
  }

  List<Edge> in(String to) {
    return in.getOrDefault(to, List.of());
  }

  /** The events at the edge of a task or sub-process. */
  List<Element> boundaries(String attachedTo) {
    return boundaries.getOrDefault(attachedTo, List.of());
  }

  /** The start events that nothing triggers, or those that something does. */
  List<Element> starts(boolean triggered) {
    return nodes.values().stream()
        .filter(node -> isBpmn(node, "startEvent"))
        .filter(node -> triggered == triggers(node).findAny().isPresent())
        .toList();
  }

  List<Element> eventSubProcesses() {
    return nodes.values().stream().filter(ScopeGraph::isEventSubProcess).toList();
  }

  /** What runs only to make something undone, with no arrow that leads to it. */
  List<Element> compensations() {
    return nodes.values().stream()
        .filter(node -> "true".equals(node.getAttribute("isForCompensation")))
        .toList();
  }

  static boolean isEventSubProcess(Element node) {
    return isBpmn(node, "subProcess") && "true".equals(node.getAttribute("triggeredByEvent"));
  }

  /** True if it holds places of its own. */
  static boolean isSubProcess(Element node) {
    return isBpmn(node, "subProcess")
        || isBpmn(node, "transaction")
        || isBpmn(node, "adHocSubProcess");
  }

  static boolean isGateway(Element node) {
    return GATEWAYS.contains(String.valueOf(node.getLocalName()));
  }

  /** True if what it is attached to goes on beside it. */
  static boolean isBeside(Element boundary) {
    return "false".equals(boundary.getAttribute("cancelActivity"));
  }

  /** The parts of an event that say what triggers it. */
  static Stream<Element> triggers(Element event) {
    return children(event).stream()
        .filter(child -> String.valueOf(child.getLocalName()).endsWith("EventDefinition"));
  }

  static boolean isTriggeredBy(Element event, String kind) {
    return triggers(event).anyMatch(trigger -> isBpmn(trigger, kind + "EventDefinition"));
  }

  /** Everything a token from here can get to, this included, without passing a place. */
  Set<String> reach(String from, Predicate<String> stop) {
    var reached = new HashSet<String>();
    var open = new ArrayDeque<String>();
    open.add(from);
    while (!open.isEmpty()) {
      var at = open.remove();
      if (stop.test(at) || !reached.add(at)) {
        continue;
      }
      out(at).forEach(edge -> open.add(edge.to()));
      boundaries(at).forEach(boundary -> open.add(boundary.getAttribute("id")));
    }
    return reached;
  }

  private void links() {
    for (var thrown : nodes.values()) {
      if (!isBpmn(thrown, "intermediateThrowEvent") || !isTriggeredBy(thrown, "link")) {
        continue;
      }
      for (var caught : nodes.values()) {
        if (isBpmn(caught, "intermediateCatchEvent")
            && !link(caught).isEmpty()
            && link(caught).equals(link(thrown))) {
          add(new Edge(thrown.getAttribute("id"), caught.getAttribute("id"), thrown));
        }
      }
    }
  }

  private static String link(Element event) {
    return triggers(event)
        .filter(trigger -> isBpmn(trigger, "linkEventDefinition"))
        .map(trigger -> trigger.getAttribute("name"))
        .findFirst()
        .orElse("");
  }

  private static boolean isNode(Element child) {
    var name = String.valueOf(child.getLocalName());
    return Xml.BPMN.equals(child.getNamespaceURI())
        && !child.getAttribute("id").isEmpty()
        && (name.endsWith("Task")
            || name.equals("task")
            || name.endsWith("Event")
            || name.equals("callActivity")
            || isGateway(child)
            || isSubProcess(child));
  }
}
