package io.muster.deployment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** The order in which bundles can be deployed where a diagram asks a table of another bundle. */
final class BundleOrder {
  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  private BundleOrder() {}

  /** The names of the bundles; where two ask each other's tables they keep their own order. */
  static List<String> of(Map<String, Map<String, byte[]>> bundles) {
    var asks = new TreeMap<String, Set<String>>();
    var brings = new TreeMap<String, Set<String>>();
    bundles.forEach(
        (bundle, files) -> {
          var brought = new HashSet<String>();
          var asked = new HashSet<String>();
          files.forEach(
              (name, bytes) -> {
                if (name.endsWith(".dmn")) {
                  brought.addAll(tables(bytes));
                } else if (name.endsWith(".bpmn")) {
                  asked.addAll(asked(bytes));
                }
              });
          asked.removeAll(brought);
          brings.put(bundle, brought);
          asks.put(bundle, asked);
        });
    var ordered = new ArrayList<String>();
    var left = new ArrayList<>(bundles.keySet());
    while (!left.isEmpty()) {
      var next =
          left.stream()
              .filter(
                  bundle ->
                      left.stream()
                          .noneMatch(
                              other ->
                                  !other.equals(bundle)
                                      && !Collections.disjoint(
                                          brings.getOrDefault(other, Set.of()),
                                          asks.getOrDefault(bundle, Set.of()))))
              .findFirst()
              .orElse(left.get(0));
      ordered.add(next);
      left.remove(next);
    }
    return ordered;
  }

  private static Set<String> tables(byte[] file) {
    try {
      return TableRules.inputs(Xml.read(file)).keySet();
    } catch (IllegalArgumentException unreadable) {
      return Set.of(); // the gate says so
    }
  }

  private static Set<String> asked(byte[] file) {
    var asked = new HashSet<String>();
    try {
      collect(Xml.read(file), asked);
    } catch (IllegalArgumentException unreadable) {
      return Set.of(); // the gate says so
    }
    return asked;
  }

  private static void collect(Element element, Set<String> asked) {
    var table = element.getAttributeNS(CAMUNDA, "decisionRef");
    if (!table.isEmpty()) {
      asked.add(table);
    }
    Xml.children(element).forEach(child -> collect(child, asked));
  }
}
