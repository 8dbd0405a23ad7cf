package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.GuardedDeed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.w3c.dom.Element;

/** All processes as they would be after a deployment, by key. */
final class ProcessSet {
  private final Map<String, Element> processes = new TreeMap<>();
  private final Map<String, String> files = new HashMap<>();

  /**
   * Puts the deployed diagrams over the live ones.
   *
   * @param live the processes that are live, by key
   * @param deployed the diagrams that come in, by file
   */
  ProcessSet(Map<String, Element> live, Map<String, Element> deployed) {
    processes.putAll(live);
    deployed.forEach(
        (file, diagram) ->
            Xml.children(diagram).stream()
                .filter(child -> isBpmn(child, "process"))
                .forEach(
                    process -> {
                      processes.put(process.getAttribute("id"), process);
                      files.put(process.getAttribute("id"), file);
                    }));
  }

  Map<String, Element> processes() {
    return processes;
  }

  /** The file of each process that comes in. */
  Map<String, String> files() {
    return files;
  }

  /** The processes that this one calls, and those that they call. */
  Set<String> calledBy(String key) {
    var called = new HashSet<String>();
    collect(key, called);
    return called;
  }

  /** True if something of the kind is in the process, or in one that it calls. */
  boolean has(String key, Predicate<Element> kind) {
    var called = calledBy(key);
    called.add(key);
    return called.stream()
        .map(processes::get)
        .anyMatch(process -> process != null && all(process).stream().anyMatch(kind));
  }

  /** True if it is part of what leads to the deed, or calls such a part. */
  boolean isAround(String key, GuardedDeed deed) {
    var around = calledBy(key);
    around.add(key);
    return around.stream().anyMatch(deed.place().calledOnly()::contains);
  }

  private void collect(String key, Set<String> called) {
    var process = processes.get(key);
    if (process == null) {
      return;
    }
    for (var call : all(process, "callActivity")) {
      var next = call.getAttribute("calledElement");
      if (called.add(next)) {
        collect(next, called);
      }
    }
  }
}
