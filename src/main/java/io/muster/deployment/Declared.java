package io.muster.deployment;

import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.ModelCatalog;
import io.muster.process.OwnDeclarations;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** Which variables a process has: those that code declares, and those that its diagram does. */
final class Declared {
  private final ModelCatalog palette;
  private final Map<String, OwnDeclarations> own;

  Declared(ModelCatalog palette, Map<String, OwnDeclarations> own) {
    this.palette = palette;
    this.own = own;
  }

  /** What a diagram declares of itself. */
  static OwnDeclarations of(Element process) {
    var properties = new HashMap<String, String>();
    children(process).stream()
        .filter(child -> isBpmn(child, "extensionElements"))
        .flatMap(extensions -> children(extensions).stream())
        .filter(child -> is(child, "properties"))
        .flatMap(block -> children(block).stream())
        .filter(child -> is(child, "property"))
        .forEach(
            property ->
                properties.put(property.getAttribute("name"), property.getAttribute("value")));
    return OwnDeclarations.read(properties);
  }

  private static boolean is(Element element, String name) {
    return Xml.CAMUNDA.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  /** The variables of a process; empty if it is neither one of ours nor an owner's own. */
  Optional<Set<String>> variables(String process) {
    var declared = own.getOrDefault(process, OwnDeclarations.none());
    return palette
        .variables(process)
        .or(() -> declared.startedBy().map(groups -> OwnDeclarations.GIVEN))
        .map(
            given -> {
              Set<String> all = new HashSet<>(given);
              all.addAll(declared.variables().keySet());
              return all;
            });
  }
}
