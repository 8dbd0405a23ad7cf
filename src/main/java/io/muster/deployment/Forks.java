package io.muster.deployment;

import static io.muster.deployment.Xml.isBpmn;

import io.muster.deployment.ScopeGraph.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Where a scope splits its token, and where it is whole again. The engine counts tokens at a
 * parallel join and does not ask where they come from, so only a join that gets exactly one from
 * each branch of one fork proves that all branches are through.
 */
final class Forks {
  private final ScopeGraph graph;
  private final Map<String, Join> joins = new HashMap<>();
  private final List<List<Set<String>>> splits = new ArrayList<>();
  private final Set<String> doubled = new HashSet<>();

  /**
   * A join that all branches of one fork have to get to.
   *
   * @param fork the id of the fork
   * @param branches what lies between the two, by the arrow that leads into the join
   */
  record Join(String fork, Map<Edge, Set<String>> branches) {}

  Forks(ScopeGraph graph) {
    this.graph = graph;
    graph
        .nodes()
        .forEach(
            (id, node) -> {
              if (isBpmn(node, "parallelGateway") && graph.out(id).size() > 1) {
                pair(id);
              }
            });
    graph.nodes().forEach(this::split);
    joins.values().removeIf(this::isFlooded);
  }

  /** The join, if it proves that all branches are through. */
  @org.jspecify.annotations.Nullable
  Join join(String id) {
    return joins.get(id);
  }

  /** What may run side by side: for each fork the places its branches lead to. */
  List<List<Set<String>>> splits() {
    return splits;
  }

  private void pair(String fork) {
    var out = graph.out(fork);
    for (var entry : graph.nodes().entrySet()) {
      var id = entry.getKey();
      if (isBpmn(entry.getValue(), "parallelGateway")
          && !id.equals(fork)
          && graph.in(id).size() == out.size()) {
        var branches = branches(fork, id, out);
        if (branches != null) {
          joins.put(id, new Join(fork, branches));
          return;
        }
      }
    }
  }

  private @org.jspecify.annotations.Nullable Map<Edge, Set<String>> branches(
      String fork, String join, List<Edge> out) {
    var branches = new HashMap<Edge, Set<String>>();
    var seen = new HashSet<String>();
    for (var begins : out) {
      var region = graph.reach(begins.to(), join::equals);
      if (region.contains(fork) || region.stream().anyMatch(seen::contains)) {
        return null;
      }
      seen.addAll(region);
      var ends =
          graph.in(join).stream()
              .filter(
                  edge -> region.contains(edge.from()) || (region.isEmpty() && edge.equals(begins)))
              .toList();
      if (ends.size() != 1 || !isClosed(region, begins)) {
        return null;
      }
      branches.put(ends.get(0), region);
    }
    return branches;
  }

  /** True if nothing but the one arrow leads in. */
  private boolean isClosed(Set<String> region, Edge begins) {
    return region.stream()
        .flatMap(node -> graph.in(node).stream())
        .allMatch(edge -> edge.equals(begins) || region.contains(edge.from()));
  }

  private void split(String id, Element node) {
    var branches = new ArrayList<Set<String>>();
    var mate =
        joins.entrySet().stream()
            .filter(join -> join.getValue().fork().equals(id))
            .map(Map.Entry::getKey)
            .findFirst();
    if (graph.out(id).size() > 1 && !isEither(node)) {
      graph
          .out(id)
          .forEach(
              edge ->
                  branches.add(
                      graph.reach(edge.to(), at -> mate.equals(java.util.Optional.of(at)))));
    }
    if (branches.size() > 1) {
      note(branches, mate.isPresent());
    }
    for (var boundary : graph.boundaries(id)) {
      if (ScopeGraph.isBeside(boundary)) {
        var beside = graph.reach(boundary.getAttribute("id"), at -> false);
        var main = new HashSet<String>();
        main.add(id);
        graph.out(id).forEach(edge -> main.addAll(graph.reach(edge.to(), at -> false)));
        note(List.of(main, beside), false);
        doubled.addAll(beside); // a cycle fires again and again
      }
    }
  }

  private void note(List<Set<String>> branches, boolean isJoined) {
    splits.add(branches);
    for (var one = 0; !isJoined && one < branches.size(); one++) {
      for (var other = one + 1; other < branches.size(); other++) {
        var both = new HashSet<>(branches.get(one));
        both.retainAll(branches.get(other));
        doubled.addAll(both);
      }
    }
  }

  /** True if more than one token may come by one branch, or to the fork itself. */
  private boolean isFlooded(Join join) {
    return doubled.contains(join.fork())
        || join.branches().entrySet().stream()
            .anyMatch(branch -> doubled.contains(branch.getKey().from()));
  }

  private static boolean isEither(Element node) {
    return isBpmn(node, "exclusiveGateway") || isBpmn(node, "eventBasedGateway");
  }
}
