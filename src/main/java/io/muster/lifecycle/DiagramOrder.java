package io.muster.lifecycle;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;

/**
 * What comes after what in a diagram, between the elements of the process itself.
 *
 * @param next the elements that may follow each
 * @param tables the tables that are asked in a transaction of their own
 */
record DiagramOrder(
    Map<String, Set<String>> next, Set<String> starts, Set<String> ends, Set<String> tables) {

  static DiagramOrder of(BpmnModelInstance model) {
    var next = new HashMap<String, Set<String>>();
    for (var flow : model.getModelElementsByType(SequenceFlow.class)) {
      if (flow.getParentElement() instanceof Process) {
        next.computeIfAbsent(flow.getSource().getId(), id -> new TreeSet<>())
            .add(flow.getTarget().getId());
      }
    }
    for (var event : model.getModelElementsByType(BoundaryEvent.class)) {
      if (event.getParentElement() instanceof Process) {
        next.computeIfAbsent(event.getAttachedTo().getId(), id -> new TreeSet<>())
            .add(event.getId());
      }
    }
    return new DiagramOrder(
        next,
        ids(model.getModelElementsByType(StartEvent.class)),
        ids(model.getModelElementsByType(EndEvent.class)),
        model.getModelElementsByType(BusinessRuleTask.class).stream()
            .filter(table -> table.getParentElement() instanceof Process)
            .filter(BusinessRuleTask::isCamundaAsyncBefore)
            .filter(table -> table.getLoopCharacteristics() == null)
            .map(BusinessRuleTask::getId)
            .collect(Collectors.toSet()));
  }

  private static Set<String> ids(Collection<? extends FlowNode> nodes) {
    return nodes.stream()
        .filter(node -> node.getParentElement() instanceof Process)
        .map(node -> node.getId())
        .collect(Collectors.toSet());
  }

  /**
   * True if the table lies behind all of these elements: each is reached through it alone, so that
   * nothing before the table is skipped, and none leads to it in any case.
   */
  boolean isBehind(String table, List<String> elements) {
    return tables.contains(table)
        && !elements.isEmpty()
        && elements.stream().allMatch(element -> isBehind(table, element));
  }

  private boolean isBehind(String table, String element) {
    return !element.equals(table)
        && reach(Set.of(table), "").contains(element)
        && !reach(starts, table).contains(element)
        && reach(Set.of(element), table).stream().anyMatch(ends::contains);
  }

  /** Everything that can be reached from there without passing that one element. */
  private Set<String> reach(Set<String> from, String without) {
    var reached = new HashSet<String>();
    var left = new ArrayDeque<>(from);
    while (!left.isEmpty()) {
      var one = left.removeFirst();
      if (!one.equals(without) && reached.add(one)) {
        left.addAll(next.getOrDefault(one, Set.of()));
      }
    }
    return reached;
  }
}
