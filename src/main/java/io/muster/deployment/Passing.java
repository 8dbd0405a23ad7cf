package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.deployment.Facts.Fact;
import io.muster.process.GuardedDeed;
import io.muster.process.GuardedDeed.Asked;
import io.muster.process.GuardedDeed.Guard;
import io.muster.process.TaskForm;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** What a token has behind it once it has passed a place, and what a place makes uncertain. */
final class Passing {
  private static final Facts ANSWERS =
      Facts.NONE.with(Fact.ANSWERED, Fact.APPROVED, Fact.ENOUGH, Fact.SILENT, Fact.SILENCE_COUNTS);

  private static final Set<Guard> OF_MANY = EnumSet.of(Guard.LOCK, Guard.ISOLATION);

  private final GuardedDeed deed;
  private final Map<String, Element> processes;
  private final Map<String, TaskForm> forms;

  Passing(GuardedDeed deed, Map<String, Element> processes, Map<String, TaskForm> forms) {
    this.deed = deed;
    this.processes = processes;
    this.forms = forms;
  }

  /** The guard that this place is, if it is one. */
  Optional<Guard> guard(Element node) {
    if (isBpmn(node, "businessRuleTask")) {
      return deed.of(camunda(node, "decisionRef")).filter(Guard.DECISION::equals);
    }
    if (isBpmn(node, "userTask")) {
      return isAnswer(node) ? Optional.of(Guard.ANSWER) : Optional.empty();
    }
    return step(node).flatMap(deed::of);
  }

  boolean isDeed(Element node) {
    return step(node).filter(deed.place().step()::equals).isPresent();
  }

  static Optional<String> step(Element node) {
    return isBpmn(node, "serviceTask") || isBpmn(node, "sendTask")
        ? Expressions.bean(camunda(node, "delegateExpression"))
        : Optional.empty();
  }

  /** True if what a person answers here is written down as the answer. */
  boolean isAnswer(Element node) {
    return all(node, "taskListener").stream()
        .anyMatch(
            listener ->
                "complete".equals(listener.getAttribute("event"))
                    && Expressions.bean(listener.getAttribute("delegateExpression"))
                        .flatMap(deed::of)
                        .filter(Guard.ANSWER::equals)
                        .isPresent());
  }

  static @Nullable Element loop(Element node) {
    return children(node).stream()
        .filter(child -> isBpmn(child, "multiInstanceLoopCharacteristics"))
        .findFirst()
        .orElse(null);
  }

  /** What is certain after a task, if this is certain before it. */
  Facts after(Element node, Facts before) {
    var left = before.without(undoes(node));
    var guard = guard(node);
    if (isDeed(node) || guard.isEmpty()) {
      return left;
    }
    if (loop(node) != null && !(OF_MANY.contains(guard.get()) && isOverAllDevices(node))) {
      return left.without(Facts.OF_DEVICE); // what it does is not for the one device, or for none
    }
    return switch (guard.get()) {
      case SNAPSHOT -> left.with(Fact.FOUND);
      case LOCK -> gain(left, Fact.LOCKED, before.has(Fact.FOUND));
      case ISOLATION -> gain(left, Fact.ISOLATED, before.has(Fact.FOUND));
      case INSPECTION -> gain(left, Fact.INSPECTED, before.holdsAllOf(Facts.OF_CASE));
      case DECISION ->
          gain(left, Fact.DECIDED, before.holdsAllOf(Facts.OF_CASE.with(Fact.INSPECTED)));
      case PLAN -> gain(left, Fact.PLANNED, before.has(Fact.DECIDED, Fact.ERASES));
      case ANSWER -> gain(left, Fact.ANSWERED, before.has(Fact.PLANNED));
      case SILENCE -> gain(left, Fact.AGREED, before.has(Fact.PLANNED, Fact.SILENCE_COUNTS));
      case WARRANT -> gain(left, Fact.WARRANTED, before.has(Fact.PLANNED, Fact.AGREED));
      case AWAKE -> gain(left, Fact.LOOKED, before.has(Fact.WARRANTED));
    };
  }

  /** The fact that a guard is there for. */
  static Fact fact(Guard guard) {
    return switch (guard) {
      case SNAPSHOT -> Fact.FOUND;
      case LOCK -> Fact.LOCKED;
      case ISOLATION -> Fact.ISOLATED;
      case INSPECTION -> Fact.INSPECTED;
      case DECISION -> Fact.DECIDED;
      case PLAN -> Fact.PLANNED;
      case ANSWER -> Fact.ANSWERED;
      case SILENCE -> Fact.AGREED;
      case WARRANT -> Fact.WARRANTED;
      case AWAKE -> Fact.LOOKED;
    };
  }

  /** What a task makes uncertain. */
  Facts undoes(Element node) {
    if (isDeed(node)) {
      return Facts.NONE.with(Fact.WARRANTED, Fact.LOOKED, Fact.AWAKE);
    }
    var guard = guard(node);
    if (guard.isEmpty()) {
      return isBpmn(node, "userTask") && mayAnswerElse(node) ? ANSWERS : Facts.NONE;
    }
    return switch (guard.get()) {
      case SNAPSHOT -> Facts.NONE.with(Fact.LOCKED, Fact.ISOLATED);
      case LOCK, ISOLATION, INSPECTION, SILENCE -> Facts.NONE;
      case DECISION -> Facts.OF_DEVICE;
      case PLAN ->
          Facts.OF_DEVICE.without(Facts.NONE.with(Fact.INSPECTED, Fact.DECIDED, Fact.ERASES));
      case ANSWER -> ANSWERS.with(Fact.AGREED, Fact.WARRANTED, Fact.LOOKED, Fact.AWAKE);
      // a warrant takes the yes and the decision with it: another one is decided upon anew
      case WARRANT -> Facts.OF_DEVICE;
      case AWAKE -> Facts.NONE.with(Fact.LOOKED, Fact.AWAKE);
    };
  }

  /** What a place and all that it holds or calls may make uncertain. */
  Facts mayUndo(Element node) {
    return mayUndo(node, new HashSet<>());
  }

  private Facts mayUndo(Element node, Set<String> called) {
    var undone = undoes(node);
    if (isBpmn(node, "callActivity")) {
      var process = processes.get(node.getAttribute("calledElement"));
      return process == null || !called.add(node.getAttribute("calledElement"))
          ? undone
          : undone.and(mayUndo(process, called));
    }
    if (ScopeGraph.isSubProcess(node) || isBpmn(node, "process")) {
      for (var child : children(node)) {
        undone = undone.and(mayUndo(child, called));
      }
    }
    return undone;
  }

  /** What is certain once a flow is taken that asks this. */
  Facts taking(Facts before, Asked asked) {
    var facts = before;
    for (var question : deed.provenBy(asked)) {
      facts =
          switch (question) {
            case ERASES -> gain(facts, Fact.ERASES, facts.has(Fact.DECIDED));
            case BY_RULE -> gain(facts, Fact.AGREED, facts.has(Fact.PLANNED));
            case YES -> gain(facts, Fact.APPROVED, facts.has(Fact.ANSWERED));
            case ENOUGH -> gain(facts, Fact.ENOUGH, facts.has(Fact.ANSWERED));
            case SILENCE -> gain(facts, Fact.SILENCE_COUNTS, facts.has(Fact.SILENT));
            case AWAKE -> gain(facts, Fact.AWAKE, facts.has(Fact.LOOKED));
          };
    }
    return gain(
        facts, Fact.AGREED, facts.has(Fact.ANSWERED, Fact.APPROVED, Fact.ENOUGH, Fact.PLANNED));
  }

  /** What is certain behind an event at the edge of a place. */
  Facts leaving(Element node, Element boundary, Facts before) {
    var left = before.without(mayUndo(node));
    if (ScopeGraph.isTriggeredBy(boundary, "error")) {
      var guard = guard(node);
      if (guard.filter(OF_MANY::contains).isPresent()) {
        // asked for and refused: the rest is contained, and each device is looked at later
        return gain(left, fact(guard.get()), before.has(Fact.FOUND));
      }
      // a plan is refused if the device is not as it was when it was decided upon
      return guard.filter(Guard.PLAN::equals).isPresent() ? left.without(Facts.OF_DEVICE) : left;
    }
    return ScopeGraph.isTriggeredBy(boundary, "timer") && isAnswer(node)
        ? gain(left.without(ANSWERS), Fact.SILENT, before.has(Fact.PLANNED))
        : left;
  }

  /** What is certain inside each round of a loop: another device, another plan. */
  Facts eachRound(Element node, Facts before) {
    return loop(node) == null ? before : before.without(Facts.OF_DEVICE);
  }

  /** What is certain after a sub-process or a call, from what is certain at its end. */
  Facts after(Element node, Facts before, Facts atEnd) {
    var kept = deed.terms().variables();
    var out = isBpmn(node, "callActivity") ? handedBack(node) : Set.of(kept.devices(), kept.plan());
    var loops = loop(node) != null;
    var stays = isBpmn(node, "callActivity") && !out.contains(kept.devices());
    var ofCase = stays ? before : loops ? before.without(mayUndo(node)) : atEnd;
    var ofDevice = out.contains(kept.plan()) && !loops ? atEnd : before.without(mayUndo(node));
    var after = ofCase.only(Facts.OF_CASE).and(ofDevice.only(Facts.OF_DEVICE));
    return loops && isOverAllDevices(node)
        ? after.and(atEnd.only(Facts.NONE.with(Fact.LOCKED, Fact.ISOLATED)))
        : after;
  }

  /** With no device there is nothing to lock, so that no round at all is as good as all. */
  private boolean isOverAllDevices(Element node) {
    var loop = loop(node);
    return loop != null
        && camunda(loop, "collection").equals(deed.terms().variables().devices())
        && all(loop, "completionCondition").isEmpty();
  }

  private static Set<String> handedBack(Element call) {
    var names = new HashSet<String>();
    all(call, "out").stream()
        .filter(out -> out.getAttribute("source").equals(out.getAttribute("target")))
        .forEach(out -> names.add(out.getAttribute("target")));
    return names;
  }

  /** Another form may ask for the same variable. */
  private boolean mayAnswerElse(Element task) {
    var form = forms.get(camunda(task, "formRef"));
    var answer =
        Optional.ofNullable(deed.questions().get(GuardedDeed.Question.YES)).map(Asked::variable);
    return form == null || answer.filter(name -> !form.asks().contains(name)).isEmpty();
  }

  private static Facts gain(Facts facts, Fact fact, boolean isProven) {
    return isProven ? facts.with(fact) : facts;
  }
}
