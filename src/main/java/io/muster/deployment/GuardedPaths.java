package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.Destroys;
import io.muster.process.ModelCatalog;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;

/**
 * Which processes are guarded: those that wipe, those that call them however far away, and whatever
 * any of these calls.
 */
final class GuardedPaths {
  private final ModelCatalog palette;
  private final Map<String, Set<String>> calls = new HashMap<>();
  private final Set<String> destroy = new HashSet<>();

  /** Those can reach no step that destroys, and hand back nothing that one relies on. */
  private final Set<String> own = new HashSet<>();

  GuardedPaths(ModelCatalog palette, Collection<Element> processes) {
    this.palette = palette;
    processes.forEach(this::read);
  }

  private void read(Element process) {
    var key = process.getAttribute("id");
    if (Declared.of(process).isOwnProcess() && !palette.processes().contains(key)) {
      own.add(key);
    }
    var called = calls.computeIfAbsent(key, none -> new HashSet<>());
    for (var element : all(process)) {
      if (isBpmn(element, "callActivity")) {
        called.add(element.getAttribute("calledElement"));
      }
      Expressions.bean(camunda(element, "delegateExpression"))
          .flatMap(bean -> Optional.ofNullable(palette.bean(bean)))
          .filter(step -> step.isAnnotationPresent(Destroys.class))
          .ifPresent(step -> destroy.add(key));
    }
  }

  /** The keys of all guarded processes. */
  Set<String> keys() {
    var guarded = new TreeSet<>(destroy);
    while (calls.entrySet().stream()
        .filter(caller -> caller.getValue().stream().anyMatch(guarded::contains))
        .map(Map.Entry::getKey)
        .map(guarded::add)
        .reduce(false, Boolean::logicalOr)) {
      // goes on until no other caller is found
    }
    while (Set.copyOf(guarded).stream()
        .flatMap(caller -> calls.getOrDefault(caller, Set.of()).stream())
        .map(guarded::add)
        .reduce(false, Boolean::logicalOr)) {
      // and until nothing else is called
    }
    guarded.removeIf(key -> own.contains(key) && !destroy.contains(key));
    return guarded;
  }
}
