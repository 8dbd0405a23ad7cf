package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** How the elements of one process follow each other, across its sub-processes. */
final class ProcessFlow {
  private static final Set<String> SCOPES = Set.of("process", "subProcess", "transaction");

  private final Map<String, Element> nodes = new LinkedHashMap<>();
  private final Map<String, List<Element>> in = new LinkedHashMap<>();
  private final Map<String, List<Element>> out = new LinkedHashMap<>();

  ProcessFlow(Element process) {
    for (var element : all(process)) {
      var scope = Xml.parent(element);
      if (scope == null
          || !SCOPES.contains(String.valueOf(scope.getLocalName()))
          || !Xml.BPMN.equals(element.getNamespaceURI())) {
        continue;
      }
      if (isBpmn(element, "sequenceFlow")) {
        in.computeIfAbsent(element.getAttribute("targetRef"), none -> new ArrayList<>())
            .add(element);
        out.computeIfAbsent(element.getAttribute("sourceRef"), none -> new ArrayList<>())
            .add(element);
      } else if (!element.getAttribute("id").isEmpty()) {
        nodes.put(element.getAttribute("id"), element);
      }
    }
  }

  /** Everything that is drawn and no flow. */
  List<Element> nodes() {
    return List.copyOf(nodes.values());
  }

  Optional<Element> node(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  List<Element> in(Element node) {
    return in.getOrDefault(node.getAttribute("id"), List.of());
  }

  List<Element> out(Element node) {
    return out.getOrDefault(node.getAttribute("id"), List.of());
  }

  List<Element> before(Element node) {
    return in(node).stream()
        .flatMap(flow -> node(flow.getAttribute("sourceRef")).stream())
        .toList();
  }

  List<Element> after(Element node) {
    return out(node).stream()
        .flatMap(flow -> node(flow.getAttribute("targetRef")).stream())
        .toList();
  }

  /** The throwing ends of a link that is caught here. */
  List<Element> throwing(Element caught) {
    var names = links(caught);
    return nodes.values().stream()
        .filter(node -> isBpmn(node, "intermediateThrowEvent"))
        .filter(node -> links(node).stream().anyMatch(names::contains))
        .toList();
  }

  private static List<String> links(Element event) {
    return children(event).stream()
        .filter(child -> isBpmn(child, "linkEventDefinition"))
        .map(link -> link.getAttribute("name"))
        .toList();
  }

  static boolean isSubProcess(Element node) {
    return isBpmn(node, "subProcess") || isBpmn(node, "transaction");
  }

  static boolean isEventSubProcess(Element node) {
    return isSubProcess(node) && "true".equals(node.getAttribute("triggeredByEvent"));
  }

  /** True for what a token only passes: nothing is asked, looked up or done there. */
  static boolean isPassed(Element node) {
    var name = String.valueOf(node.getLocalName());
    return name.endsWith("Gateway")
        || name.equals("intermediateCatchEvent")
        || name.equals("intermediateThrowEvent");
  }
}
