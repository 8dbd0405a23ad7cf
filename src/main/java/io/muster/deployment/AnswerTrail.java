package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.TaskForm;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Follows one answer through a diagram, past steps and other questions, until the same thing is
 * asked again. An answer given later is another one.
 */
final class AnswerTrail {
  private final ProcessFlow flow;
  private final Map<String, TaskForm> forms;
  private final String variable;
  private final String answer;
  private final Set<Element> seen = new HashSet<>();

  /**
   * A trail.
   *
   * @param forms the forms that come with the diagram, by id
   * @param variable what the answer is put into
   */
  AnswerTrail(ProcessFlow flow, Map<String, TaskForm> forms, String variable, String answer) {
    this.flow = flow;
    this.forms = forms;
    this.variable = variable;
    this.answer = answer;
  }

  /** True if a flow that this answer can reach from here asks for it. */
  boolean isAskedForAfter(Element node) {
    for (var way : flow.out(node)) {
      var asks = Conditions.of(way).filter(it -> it.variable().equals(variable));
      if (asks.isPresent()) {
        if (asks.get().equal() == answer.equals(asks.get().value())) {
          return true;
        }
      } else if (flow.node(way.getAttribute("targetRef")).filter(this::leadsOn).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private boolean leadsOn(Element node) {
    if (!seen.add(node) || isAskedAnew(node)) {
      return false;
    }
    return isAskedForAfter(node)
        || flow.nodes().stream()
            .filter(other -> isEnteredFrom(other, node))
            .anyMatch(this::leadsOn);
  }

  /** What hangs on the edge of an activity, and where a sub-process begins. */
  private static boolean isEnteredFrom(Element other, Element node) {
    return isBpmn(other, "boundaryEvent")
        ? other.getAttribute("attachedToRef").equals(node.getAttribute("id"))
        : isBpmn(other, "startEvent") && node.equals(Xml.parent(other));
  }

  private boolean isAskedAnew(Element node) {
    if (isBpmn(node, "userTask")) {
      var form = forms.get(camunda(node, "formRef"));
      return form == null || form.asks().contains(variable);
    }
    if (ProcessFlow.isSubProcess(node)) {
      return false; // looked through element by element
    }
    return TableAnswers.fills(node, variable)
        || all(node, "out").stream()
            .anyMatch(
                out ->
                    out.getAttribute("target").equals(variable)
                        || "all".equals(out.getAttribute("variables")));
  }
}
