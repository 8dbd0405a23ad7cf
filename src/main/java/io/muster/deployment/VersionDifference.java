package io.muster.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** What differs between two versions of a diagram, element by element. */
public final class VersionDifference {
  private static final Set<String> SCOPES =
      Set.of("process", "subProcess", "transaction", "adHocSubProcess");
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "incoming",
          "outgoing",
          "extensionElements",
          "documentation",
          "laneSet",
          "textAnnotation",
          "association",
          "group",
          "multiInstanceLoopCharacteristics");

  private VersionDifference() {}

  /** What happened to an element. */
  public enum What {
    /** Only the later version has it. */
    ADDED,
    /** Both have it, and it is not the same. */
    CHANGED,
    /** Only the earlier version has it. */
    REMOVED
  }

  /**
   * One element.
   *
   * @param name its name, or its id if it has none
   * @param type what it is, as BPMN calls it
   * @param details what is not the same, for people
   */
  public record Change(String id, String name, String type, What what, List<String> details) {}

  /** What the later diagram has otherwise than the earlier one. */
  public static List<Change> between(byte[] earlier, byte[] later) {
    var before = elements(earlier);
    var after = elements(later);
    var changes = new ArrayList<Change>();
    after.forEach(
        (id, element) -> {
          var was = before.get(id);
          if (was == null) {
            changes.add(change(element, What.ADDED, List.of()));
          } else {
            var details = details(was, element);
            if (!details.isEmpty()) {
              changes.add(change(element, What.CHANGED, details));
            }
          }
        });
    before.forEach(
        (id, element) -> {
          if (!after.containsKey(id)) {
            changes.add(change(element, What.REMOVED, List.of()));
          }
        });
    return changes;
  }

  private static Change change(Element element, What what, List<String> details) {
    var name = element.getAttribute("name").strip();
    var id = element.getAttribute("id");
    return new Change(
        id,
        name.isEmpty() ? id : name,
        String.valueOf(element.getLocalName())
            .replaceAll("([A-Z])", " $1")
            .toLowerCase(Locale.ROOT),
        what,
        details);
  }

  /** What is drawn: everything that stands in a process or in a sub-process, and the process. */
  private static Map<String, Element> elements(byte[] diagram) {
    var elements = new LinkedHashMap<String, Element>();
    for (var element : Xml.all(Xml.read(diagram))) {
      var parent = Xml.parent(element);
      var name = String.valueOf(element.getLocalName());
      if (Xml.BPMN.equals(element.getNamespaceURI())
          && !element.getAttribute("id").isEmpty()
          && !NOT_SHOWN.contains(name)
          && (name.equals("process")
              || (parent != null && SCOPES.contains(String.valueOf(parent.getLocalName()))))) {
        elements.put(element.getAttribute("id"), element);
      }
    }
    return elements;
  }

  private static List<String> details(Element before, Element after) {
    var details = new ArrayList<String>();
    var was = attributes(before);
    var is = attributes(after);
    var names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (var name : names) {
      if (!was.getOrDefault(name, "").equals(is.getOrDefault(name, ""))) {
        details.add(
            "%s: %s → %s"
                .formatted(
                    name, shown(was.getOrDefault(name, "")), shown(is.getOrDefault(name, ""))));
      }
    }
    if (!inner(before).equals(inner(after))) {
      details.add("what it does or waits for");
    }
    return details;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : "“" + value + "”";
  }

  private static Map<String, String> attributes(Element element) {
    var attributes = new LinkedHashMap<String, String>();
    for (Attr attribute : Xml.attributes(element)) {
      var name = String.valueOf(attribute.getLocalName());
      if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())
          && !name.startsWith("modelerTemplate")) {
        attributes.put(name, attribute.getValue());
      }
    }
    return attributes;
  }

  /** What an element holds, without the elements that are drawn in it. */
  private static String inner(Element element) {
    var alone = (Element) element.cloneNode(true);
    for (var attribute : Xml.attributes(alone)) {
      alone.removeAttributeNode(attribute);
    }
    if (SCOPES.contains(String.valueOf(element.getLocalName()))) {
      for (var child : List.copyOf(Xml.children(alone))) {
        if (!child.getAttribute("id").isEmpty()
            && !String.valueOf(child.getLocalName()).equals("multiInstanceLoopCharacteristics")) {
          alone.removeChild(child);
        }
      }
    }
    return DiagramContent.of(alone);
  }
}
