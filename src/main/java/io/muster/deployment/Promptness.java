package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.BehindContainment;
import io.muster.process.DiagramNeed;
import io.muster.process.DiagramNeed.Kind;
import io.muster.process.GuardedDeed;
import io.muster.process.ModelCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * A leaver is contained before anything else: nothing but the last day of work is waited for before
 * the devices are written down, and no system of the house is called.
 */
final class Promptness {
  private static final Set<String> WAITS =
      Set.of("userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway");

  private final GuardedDeed deed;
  private final ProcessSet set;
  private final ModelCatalog palette;
  private final List<Problem> problems = new ArrayList<>();

  private Promptness(GuardedDeed deed, ProcessSet set, ModelCatalog palette) {
    this.deed = deed;
    this.set = set;
    this.palette = palette;
  }

  /** What the deployed diagrams wait for too early. */
  static List<Problem> check(GuardedDeed deed, ProcessSet set, ModelCatalog palette) {
    var rules = new Promptness(deed, set, palette);
    set.files()
        .keySet()
        .forEach(
            key -> {
              var firstDays =
                  palette.needs(key).stream()
                      .filter(need -> need.kind() == Kind.FIRST_DAY)
                      .map(DiagramNeed::name)
                      .collect(Collectors.toSet());
              Optional.ofNullable(set.processes().get(key))
                  .ifPresent(process -> rules.process(key, process, firstDays));
            });
    return rules.problems;
  }

  private void process(String key, Element process, Set<String> firstDays) {
    var graph = new ScopeGraph(process);
    var first =
        graph.nodes().entrySet().stream()
            .filter(node -> leadsToFirst(node.getValue()))
            .map(java.util.Map.Entry::getKey)
            .collect(Collectors.toSet());
    var before = new HashSet<String>();
    for (var start : graph.starts(false)) {
      before.addAll(graph.reach(start.getAttribute("id"), first::contains));
    }
    for (var id : before) {
      var node = graph.nodes().get(id);
      if (node == null || firstDays.contains(id) || !waits(node, new HashSet<>())) {
        continue;
      }
      if (graph.reach(id, at -> false).stream().anyMatch(first::contains)) {
        problems.add(
            new Problem(
                set.files().getOrDefault(key, key),
                DiagramRules.words(node),
                "keeps a leaver waiting before '%s'"
                    .formatted(deed.words(GuardedDeed.Guard.SNAPSHOT)),
                "draw it behind the containment"));
      }
    }
    containment(key, graph);
  }

  /** Whatever others have to answer comes after the steps that shut the leaver out. */
  private void containment(String key, ScopeGraph graph) {
    var shut =
        graph.nodes().entrySet().stream()
            .filter(node -> shutsOut(node.getValue()))
            .map(java.util.Map.Entry::getKey)
            .collect(Collectors.toSet());
    graph.starts(false).stream()
        .flatMap(start -> graph.reach(start.getAttribute("id"), shut::contains).stream())
        .distinct()
        .filter(id -> graph.reach(id, at -> false).stream().anyMatch(shut::contains))
        .flatMap(id -> Optional.ofNullable(graph.nodes().get(id)).stream())
        .filter(this::asksOthers)
        .forEach(early -> late(key, early));
  }

  private void late(String key, Element early) {
    problems.add(
        new Problem(
            set.files().getOrDefault(key, key),
            DiagramRules.words(early),
            "keeps a leaver from being shut out",
            "draw it behind the containment"));
  }

  /**
   * By itself or in the process it calls; what that calls in turn is done for what turns up later.
   */
  private boolean shutsOut(Element node) {
    var within =
        isBpmn(node, "callActivity")
            ? set.processes().get(node.getAttribute("calledElement"))
            : node;
    return within != null
        && all(within).stream()
            .anyMatch(
                step -> Passing.step(step).filter(deed.place().shuts()::contains).isPresent());
  }

  private boolean asksOthers(Element node) {
    if (Passing.step(node).filter(step -> palette.isA(step, BehindContainment.class)).isPresent()) {
      return true;
    }
    var called = node.getAttribute("calledElement");
    return isBpmn(node, "callActivity")
        && !palette.processes().contains(called)
        && Optional.ofNullable(set.processes().get(called))
            .filter(process -> Declared.of(process).isOwnProcess())
            .isPresent();
  }

  private boolean leadsToFirst(Element node) {
    if (isBpmn(node, "callActivity")) {
      return set.has(node.getAttribute("calledElement"), this::isFirst);
    }
    return all(node).stream().anyMatch(this::isFirst);
  }

  private boolean isFirst(Element node) {
    return Passing.step(node).filter(deed.place().first()::equals).isPresent();
  }

  private boolean waits(Element node, Set<String> called) {
    if (WAITS.contains(String.valueOf(node.getLocalName()))) {
      return !ScopeGraph.isTriggeredBy(node, "link");
    }
    if (Passing.step(node).filter(step -> palette.isA(step, BehindContainment.class)).isPresent()) {
      return true;
    }
    if (isBpmn(node, "callActivity")) {
      var key = node.getAttribute("calledElement");
      var process = set.processes().get(key);
      return process != null
          && called.add(key)
          && Xml.children(process).stream().anyMatch(child -> waits(child, called));
    }
    return ScopeGraph.isSubProcess(node)
        && !ScopeGraph.isEventSubProcess(node)
        && Xml.children(node).stream().anyMatch(child -> waits(child, called));
  }
}
