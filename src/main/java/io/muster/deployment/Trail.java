package io.muster.deployment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The way a token came.
 *
 * @param before where it was before; null at the start
 * @param node where it is
 */
record Trail(@Nullable Trail before, Element node) {
  private static final int FIRST = 2;
  private static final int LAST = 7;

  /** The elements on the way, the first one first. */
  List<Element> elements() {
    var elements = new ArrayList<Element>();
    for (var at = this; at != null; at = at.before) {
      elements.add(at.node);
    }
    Collections.reverse(elements);
    return elements;
  }

  /** The way by the names of its elements, the middle of a long one left out. */
  String words() {
    var names =
        elements().stream()
            .filter(element -> !ScopeGraph.isGateway(element))
            .map(Trail::name)
            .toList();
    if (names.size() <= FIRST + LAST) {
      return String.join(" → ", names);
    }
    return "%s → … → %s"
        .formatted(
            String.join(" → ", names.subList(0, FIRST)),
            String.join(" → ", names.subList(names.size() - LAST, names.size())));
  }

  static String name(Element element) {
    var name = element.getAttribute("name").replaceAll("\\s+", " ").strip();
    return name.isEmpty() ? element.getAttribute("id") : name;
  }
}
