package io.muster.deployment;

import static io.muster.deployment.Xml.BPMN;
import static io.muster.deployment.Xml.CAMUNDA;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.children;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** What of a diagram the engine acts upon or people are shown, as one text to compare. */
final class DiagramContent {
  /** Drawn for whoever reads the diagram; flows themselves say what they connect. */
  private static final Set<String> DRAWN =
      Set.of(
          "documentation",
          "textAnnotation",
          "association",
          "group",
          "laneSet",
          "incoming",
          "outgoing",
          "collaboration",
          "category");

  /** Elements whose name the engine goes by or people see. */
  private static final Set<String> NAMED =
      Set.of("process", "userTask", "message", "signal", "error", "escalation");

  private static final Set<String> SCOPES =
      Set.of("process", "subProcess", "transaction", "adHocSubProcess");

  /** Elements that say nothing but by what they hold. */
  private static final Set<String> HOLDERS = Set.of("extensionElements", "properties");

  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

  private DiagramContent() {}

  /** The content of one process. */
  static String of(Element process) {
    return element(process);
  }

  /** Messages, errors and signals of a file, which its processes refer to. */
  static String around(Element definitions) {
    return children(definitions).stream()
        .filter(child -> BPMN.equals(child.getNamespaceURI()))
        .filter(child -> !"process".equals(child.getLocalName()))
        .map(DiagramContent::element)
        .sorted()
        .collect(Collectors.joining());
  }

  private static String element(Element element) {
    var name = String.valueOf(element.getLocalName());
    var ours = BPMN.equals(element.getNamespaceURI());
    if ((!ours && !CAMUNDA.equals(element.getNamespaceURI())) || (ours && DRAWN.contains(name))) {
      return "";
    }
    if (!ours && isOwnDeclaration(element)) {
      return "";
    }
    var content = new StringBuilder();
    parts(element, SCOPES.contains(name)).forEach(child -> content.append(element(child)));
    if (HOLDERS.contains(name) && content.isEmpty()) {
      return "";
    }
    var attributes =
        attributes(element).stream()
            .filter(attribute -> isContent(attribute, ours, name))
            .map(
                attribute ->
                    " %s:%s='%s'"
                        .formatted(
                            attribute.getNamespaceURI(),
                            attribute.getLocalName(),
                            attribute.getValue()))
            .sorted()
            .collect(Collectors.joining());
    return "<%s:%s%s>%s%s</>"
        .formatted(
            element.getNamespaceURI(), name, attributes, Xml.text(element), content.toString());
  }

  /** A variable of the owner's own; what is done with it stands elsewhere. */
  private static boolean isOwnDeclaration(Element element) {
    var block = Xml.parent(element);
    var extensions = block == null ? null : Xml.parent(block);
    var process = extensions == null ? null : Xml.parent(extensions);
    return "property".equals(element.getLocalName())
        && element.getAttribute("name").startsWith("own.")
        && process != null
        && Xml.isBpmn(process, "process");
  }

  /** In which order nodes are written is nothing; flows of one node are tried in their order. */
  private static List<Element> parts(Element element, boolean scope) {
    var parts = new ArrayList<>(children(element));
    if (scope) {
      parts.sort(
          Comparator.comparing((Element part) -> "sequenceFlow".equals(part.getLocalName()) ? 1 : 0)
              .thenComparing(
                  part ->
                      "sequenceFlow".equals(part.getLocalName())
                          ? part.getAttribute("sourceRef")
                          : part.getAttribute("id")));
    }
    return parts;
  }

  private static boolean isContent(Attr attribute, boolean ours, String element) {
    var space = attribute.getNamespaceURI();
    var name = String.valueOf(attribute.getLocalName());
    if (XMLNS.equals(space) || XSI.equals(space)) {
      return false;
    }
    if (CAMUNDA.equals(space)) {
      return !name.startsWith("modelerTemplate");
    }
    return space == null && (!ours || !name.equals("name") || NAMED.contains(element));
  }
}
