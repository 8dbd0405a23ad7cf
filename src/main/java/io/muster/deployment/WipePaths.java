package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;

import io.muster.process.GuardedDeed;
import io.muster.process.GuardedDeed.Guard;
import io.muster.process.TaskForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Proves that every way to the step that cannot be called back passes its guards, over all diagrams
 * as they would be after a deployment.
 */
final class WipePaths {
  private static final Set<String> BINDINGS = Set.of("", "latest");
  private static final Set<Guard> ONE_AT_A_TIME =
      Set.of(Guard.INSPECTION, Guard.DECISION, Guard.PLAN, Guard.WARRANT);

  private final GuardedDeed deed;
  private final ProcessSet set;
  private final Passing passing;
  private final List<Problem> problems = new ArrayList<>();

  private WipePaths(GuardedDeed deed, ProcessSet set, Map<String, TaskForm> forms) {
    this.deed = deed;
    this.set = set;
    this.passing = new Passing(deed, set.processes(), forms);
  }

  /** What is wrong with the ways on which a deployed diagram lies. */
  static List<Problem> check(GuardedDeed deed, ProcessSet set, Map<String, TaskForm> forms) {
    var paths = new WipePaths(deed, set, forms);
    set.processes()
        .forEach(
            (key, process) -> {
              if (set.has(key, paths.passing::isDeed)) {
                paths.process(key, process);
              }
            });
    return paths.problems.stream().distinct().toList();
  }

  private void process(String key, Element process) {
    var called = new TreeSet<>(set.calledBy(key));
    called.add(key);
    called.retainAll(set.files().keySet());
    if (called.isEmpty()) {
      return; // all of it is live, and was looked at when it came
    }
    if (set.files().containsKey(key)) {
      places(key, process);
      sideBySide(key, process);
    }
    var walk = new PathWalk(passing, set.processes());
    var graph = walk.graph(process);
    graph.starts(true).forEach(start -> walk.from(process, start));
    if (!isOnlyCalled(key)) {
      graph.starts(false).forEach(start -> walk.from(process, start));
    }
    walk.breaches().forEach(breach -> report(breach, called));
  }

  /** True if nothing can start it but a call, and something calls it. */
  private boolean isOnlyCalled(String key) {
    return deed.place().calledOnly().contains(key)
        && set.processes().keySet().stream()
            .anyMatch(other -> !other.equals(key) && set.calledBy(other).contains(key));
  }

  private void places(String key, Element process) {
    for (var node : all(process)) {
      if (passing.isDeed(node) && !deed.place().process().equals(key)) {
        problem(
            key,
            node,
            "runs the step '%s' outside the process '%s'"
                .formatted(deed.place().step(), deed.place().process()),
            "call that process instead");
      }
      if (Xml.isBpmn(node, "callActivity")
          && !(BINDINGS.contains(camunda(node, "calledElementBinding"))
              && camunda(node, "calledElementTenantId").isEmpty())) {
        problem(
            key,
            node,
            "calls another version than the latest, so nobody can see what it does",
            "bind it by 'latest'");
      }
    }
  }

  /** Two plans at once would overwrite each other between the question and the answer. */
  private void sideBySide(String key, Element scope) {
    var graph = new ScopeGraph(scope);
    for (var branches : new Forks(graph).splits()) {
      var places = branches.stream().map(branch -> owned(graph, branch)).toList();
      for (var one = 0; one < places.size(); one++) {
        for (var other = one + 1; other < places.size(); other++) {
          var difference = new ArrayList<>(places.get(other));
          if (!places.get(one).isEmpty() && !difference.isEmpty()) {
            problem(
                key,
                difference.get(0),
                "may run side by side with '%s', so that one device gets two plans at once"
                    .formatted(Trail.name(places.get(one).get(0))),
                "let one follow the other");
          }
        }
      }
    }
    for (var node : graph.nodes().values()) {
      if (ScopeGraph.isSubProcess(node)) {
        sideBySide(key, node);
      }
    }
    for (var handler : graph.eventSubProcesses()) {
      var owned = all(handler).stream().filter(this::isOneAtATime).findFirst();
      owned.ifPresent(
          node ->
              problem(
                  key,
                  node,
                  "may run at any time beside the rest of the case",
                  "draw it on the way to the wipe, after what comes before it"));
    }
  }

  private List<Element> owned(ScopeGraph graph, Set<String> branch) {
    return graph.nodes().entrySet().stream()
        .filter(node -> branch.contains(node.getKey()))
        .flatMap(node -> all(node.getValue()).stream())
        .filter(this::isOneAtATime)
        .toList();
  }

  private boolean isOneAtATime(Element node) {
    return passing.isDeed(node)
        || passing.guard(node).filter(ONE_AT_A_TIME::contains).isPresent()
        || (Xml.isBpmn(node, "callActivity")
            && Passing.loop(node) == null
            && deed.place().process().equals(node.getAttribute("calledElement")));
  }

  private void report(Breach breach, Set<String> deployed) {
    var elements = breach.trail().elements();
    var file =
        elements.stream()
            .map(WipePaths::process)
            .filter(set.files()::containsKey)
            .reduce((first, second) -> second)
            .or(() -> deployed.stream().findFirst())
            .orElseThrow();
    var last = elements.get(elements.size() - 1);
    if (breach.isCircle()) {
      problem(
          file,
          last,
          "calls itself: %s".formatted(breach.trail().words()),
          "let a flow lead back instead");
      return;
    }
    problem(
        file,
        last,
        "%s reaches the wipe without %s"
            .formatted(breach.trail().words(), without(breach.missing())),
        remedy(breach.missing()));
  }

  private String without(Guard missing) {
    var words = "'%s'".formatted(deed.words(missing));
    return missing == Guard.ANSWER
        ? "a yes: neither the answer to %s, nor the table, nor silence that counts".formatted(words)
        : words;
  }

  /** All guards of the way, as the order is part of what is missing. */
  private String remedy(Guard missing) {
    var order =
        deed.guards().keySet().stream()
            .filter(guard -> guard != Guard.SILENCE)
            .sorted()
            .map(deed::words)
            .collect(Collectors.joining(" → "));
    var asked =
        switch (missing) {
          case ANSWER ->
              ", and take the way to the wipe only if the answer is yes and nobody else has to agree";
          case AWAKE -> ", and take the way to the wipe only if the device is awake";
          case DECISION -> ", and plan only if anything is erased";
          default -> "";
        };
    return "lead every way through %s%s".formatted(order, asked);
  }

  private static String process(Element element) {
    var at = element;
    while (!Xml.isBpmn(at, "process")) {
      var up = Xml.parent(at);
      if (up == null) {
        return "";
      }
      at = up;
    }
    return at.getAttribute("id");
  }

  private void problem(String process, Element element, String what, String remedy) {
    problems.add(
        new Problem(
            set.files().getOrDefault(process, process), DiagramRules.words(element), what, remedy));
  }
}
