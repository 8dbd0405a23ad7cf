package io.muster.deployment;

import static io.muster.deployment.Xml.isBpmn;

import io.muster.deployment.Facts.Fact;
import io.muster.process.GuardedDeed.Guard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Walks every way a token can go, through sub-processes and called processes, and keeps what is
 * certain on each. Of two ways to a place only the one is followed on that has less behind it.
 */
final class PathWalk {
  private final Passing passing;
  private final Map<String, Element> processes;
  private final Map<Element, ScopeGraph> graphs = new HashMap<>();
  private final Map<Element, Forks> forks = new HashMap<>();
  private final Map<String, Map<Facts, List<Token>>> known = new HashMap<>();
  private final Set<String> under = new LinkedHashSet<>();
  private final Map<String, Breach> breaches = new LinkedHashMap<>();

  PathWalk(Passing passing, Map<String, Element> processes) {
    this.passing = passing;
    this.processes = processes;
  }

  /** Follows a process from one of its start events, with nothing behind it. */
  void from(Element process, Element start) {
    under.add(process.getAttribute("id"));
    new Scope(process).run(List.of(new Token(Facts.NONE, new Trail(null, start), null)));
    under.clear();
  }

  List<Breach> breaches() {
    return List.copyOf(breaches.values());
  }

  ScopeGraph graph(Element scope) {
    return graphs.computeIfAbsent(scope, ScopeGraph::new);
  }

  Forks forks(Element scope) {
    return forks.computeIfAbsent(scope, one -> new Forks(graph(one)));
  }

  private List<Token> called(Element call, Token before) {
    var key = call.getAttribute("calledElement");
    var process = processes.get(key);
    var entry = before.knowing(passing.eachRound(call, before.facts()));
    if (process == null) {
      return List.of(entry); // said elsewhere
    }
    var ends = known.computeIfAbsent(key, first -> new HashMap<>());
    var found = ends.get(entry.facts());
    if (found != null) {
      return found.stream()
          .map(end -> new Token(end.facts(), before.trail(), end.blame()))
          .toList();
    }
    if (!under.add(key)) {
      breaches.putIfAbsent(key, new Breach(before.at(process).trail(), Guard.DECISION, true));
      return List.of();
    }
    var starts = graph(process).starts(false).stream().map(entry::at).toList();
    var all = new Scope(process).run(starts);
    under.remove(key);
    ends.put(entry.facts(), all);
    return all;
  }

  private void deed(Element node, Token token) {
    var facts = token.facts();
    if (facts.holdsAllOf(Facts.OF_CASE.with(Fact.WARRANTED, Fact.AWAKE))) {
      return;
    }
    var missing = token.blame();
    if (missing == null) {
      missing =
          facts
              .missingFor(Fact.DECIDED)
              .orElse(facts.has(Fact.WARRANTED) ? Guard.AWAKE : Guard.WARRANT);
    }
    breaches.putIfAbsent(
        node.getAttribute("id") + missing, new Breach(token.trail(), missing, false));
  }

  /** One process or sub-process, entered once. */
  private final class Scope {
    private final Element element;
    private final ScopeGraph graph;
    private final Map<String, List<Facts>> seen = new HashMap<>();
    private final Map<ScopeGraph.Edge, List<Token>> arrived = new HashMap<>();
    private final List<Token> open = new ArrayList<>();
    private final List<Token> ends = new ArrayList<>();
    private Facts always = new Facts(-1);

    Scope(Element element) {
      this.element = element;
      this.graph = graph(element);
    }

    /** What may be certain where it ends. */
    List<Token> run(List<Token> starts) {
      starts.forEach(this::come);
      if (starts.isEmpty()) {
        return ends;
      }
      var first = starts.get(0);
      for (var undoing : graph.compensations()) {
        come(new Token(Facts.NONE, new Trail(first.trail(), undoing), null));
      }
      while (!open.isEmpty()) {
        go(open.remove(0));
      }
      for (var handler : graph.eventSubProcesses()) {
        beside(handler, first);
      }
      return ends;
    }

    /** At any time while the rest is under way. */
    private void beside(Element handler, Token first) {
      var certain = always.only(Facts.NONE.with(Fact.FOUND));
      for (var start : graph(handler).starts(true)) {
        var token = new Token(certain, new Trail(first.trail(), start), null);
        var ended = new Scope(handler).run(List.of(token));
        if (!"false".equals(start.getAttribute("isInterrupting"))) {
          ends.addAll(ended);
        }
      }
    }

    /** A token comes to a place; the place is the last of its trail. */
    private void come(Token token) {
      var id = token.trail().node().getAttribute("id");
      var here = seen.computeIfAbsent(id, first -> new ArrayList<>());
      if (here.stream().anyMatch(token.facts()::holdsAllOf)) {
        return;
      }
      here.removeIf(weaker -> weaker.holdsAllOf(token.facts()));
      here.add(token.facts());
      open.add(token);
    }

    private void go(Token token) {
      var node = token.trail().node();
      always = always.only(token.facts());
      for (var boundary : graph.boundaries(node.getAttribute("id"))) {
        come(token.knowing(passing.leaving(node, boundary, token.facts())).at(boundary));
      }
      for (var after : through(node, token)) {
        leave(node, after);
      }
    }

    private List<Token> through(Element node, Token token) {
      if (passing.isDeed(node)) {
        deed(node, token.knowing(passing.eachRound(node, token.facts())));
      }
      if (isBpmn(node, "callActivity")) {
        return called(node, token).stream().map(end -> left(node, token, end)).toList();
      }
      if (ScopeGraph.isSubProcess(node)) {
        var entry = token.knowing(passing.eachRound(node, token.facts()));
        var inner = graph(node);
        var starts =
            isBpmn(node, "adHocSubProcess")
                ? inner.nodes().values().stream()
                    .filter(one -> inner.in(one.getAttribute("id")).isEmpty())
                    .toList()
                : inner.starts(false);
        return new Scope(node)
            .run(starts.stream().map(entry::at).toList()).stream()
                .map(end -> left(node, token, end))
                .toList();
      }
      var facts = passing.after(node, token.facts());
      var guard = passing.guard(node).map(Passing::fact);
      if (guard.isEmpty()) {
        return List.of(token.knowing(facts));
      }
      var blame = token.blame();
      if (facts.has(guard.get())) {
        blame = null;
      } else if (blame == null) {
        blame =
            token
                .facts()
                .missingFor(guard.get())
                .orElseGet(() -> passing.guard(node).orElseThrow());
      }
      return List.of(new Token(facts, token.trail(), blame));
    }

    private Token left(Element node, Token before, Token end) {
      return new Token(passing.after(node, before.facts(), end.facts()), end.trail(), end.blame());
    }

    private void leave(Element node, Token token) {
      var ways = graph.out(node.getAttribute("id"));
      if (ways.isEmpty()) {
        var isThrown =
            ScopeGraph.isTriggeredBy(node, "error") || ScopeGraph.isTriggeredBy(node, "cancel");
        if (isBpmn(node, "boundaryEvent") || !isThrown) {
          ends.add(token);
        }
        return;
      }
      for (var way : ways) {
        arrive(way, token.knowing(taking(node, way, ways, token.facts())));
      }
    }

    /** What is known of the conditions, once this way is taken. */
    private Facts taking(
        Element node, ScopeGraph.Edge way, List<ScopeGraph.Edge> ways, Facts before) {
      if (isBpmn(node, "parallelGateway") || isBpmn(node, "eventBasedGateway")) {
        return before; // the engine asks no conditions there
      }
      var standard = node.getAttribute("default");
      var isDefault = !standard.isEmpty() && way.flow().getAttribute("id").equals(standard);
      var facts = before;
      for (var other : ways) {
        if (other.equals(way) && !isDefault) {
          break;
        }
        if (!other.equals(way) && (isDefault || isBpmn(node, "exclusiveGateway"))) {
          var refused = Conditions.of(other.flow());
          if (refused.isPresent() && !other.flow().getAttribute("id").equals(standard)) {
            facts = passing.taking(facts, refused.get().negated());
          }
        }
      }
      var asked = Conditions.of(way.flow());
      return isDefault || asked.isEmpty() ? facts : passing.taking(facts, asked.get());
    }

    private void arrive(ScopeGraph.Edge way, Token token) {
      var to = graph.nodes().get(way.to());
      if (to == null) {
        return;
      }
      var join = forks(element).join(way.to());
      if (join == null) {
        come(token.at(to));
        return;
      }
      arrived.computeIfAbsent(way, first -> new ArrayList<>()).add(token);
      List<Token> together = List.of(token.knowing(kept(token.facts(), way, join)));
      for (var other : join.branches().keySet()) {
        if (!other.equals(way)) {
          var added = new ArrayList<Token>();
          for (var one : together) {
            for (var two : arrived.getOrDefault(other, List.of())) {
              added.add(joined(one, two.knowing(kept(two.facts(), other, join))));
            }
          }
          together = added;
        }
      }
      together.forEach(one -> come(one.at(to)));
    }

    /** What one branch has behind it and no other makes uncertain meanwhile. */
    private Facts kept(Facts facts, ScopeGraph.Edge way, Forks.Join join) {
      var left = facts;
      for (var branch : join.branches().entrySet()) {
        if (!branch.getKey().equals(way)) {
          for (var node : branch.getValue()) {
            var element = graph.nodes().get(node);
            left = element == null ? left : left.without(passing.mayUndo(element));
          }
        }
      }
      return left;
    }

    private Token joined(Token one, Token two) {
      var weaker = one.blame() == null && two.blame() != null ? two : one;
      return new Token(one.facts().and(two.facts()), weaker.trail(), weaker.blame());
    }
  }
}
