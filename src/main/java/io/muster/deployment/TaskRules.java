package io.muster.deployment;

import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.DrawnProcess;
import io.muster.process.DrawnTask;
import io.muster.process.TaskRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Asks the rules that steps bring along about each task of a diagram. */
final class TaskRules {
  private static final Set<String> TASKS = Set.of("serviceTask", "sendTask", "receiveTask");

  private TaskRules() {}

  /** Everything that the rules complain of. */
  static List<Problem> check(
      List<TaskRule> rules, Declared declared, String file, Element definitions) {
    var problems = new ArrayList<Problem>();
    var messages = new HashMap<String, String>();
    children(definitions).stream()
        .filter(child -> isBpmn(child, "message"))
        .forEach(child -> messages.put(child.getAttribute("id"), child.getAttribute("name")));
    for (var process : children(definitions)) {
      var variables = declared.variables(process.getAttribute("id"));
      if (!isBpmn(process, "process")
          || variables.isEmpty()
          || Xml.all(process).size() > DiagramRules.MOST) {
        continue; // refused for that already
      }
      var drawn = new HashMap<String, Element>();
      var tasks = new ArrayList<DrawnTask>();
      for (var element : Xml.all(process)) {
        if (Xml.BPMN.equals(element.getNamespaceURI()) && TASKS.contains(element.getLocalName())) {
          drawn.put(element.getAttribute("id"), element);
          tasks.add(task(element, process, messages));
        }
      }
      var within = new DrawnProcess(process.getAttribute("id"), variables.get(), tasks);
      for (var task : tasks) {
        for (var rule : rules) {
          rule.complaints(task, within)
              .forEach(
                  complaint ->
                      problems.add(
                          new Problem(
                              file,
                              DiagramRules.words(drawn.getOrDefault(task.id(), process)),
                              complaint.what(),
                              complaint.remedy())));
        }
      }
    }
    return problems;
  }

  private static DrawnTask task(Element element, Element process, Map<String, String> messages) {
    return new DrawnTask(
        element.getAttribute("id"),
        Expressions.bean(camunda(element, "delegateExpression")).orElse(""),
        messages.getOrDefault(element.getAttribute("messageRef"), ""),
        "true".equals(camunda(element, "asyncAfter")),
        Xml.all(process, "boundaryEvent").stream()
            .filter(event -> element.getAttribute("id").equals(event.getAttribute("attachedToRef")))
            .filter(event -> !"false".equals(event.getAttribute("cancelActivity")))
            .anyMatch(event -> ScopeGraph.isTriggeredBy(event, "timer")),
        isSideBySide(element),
        settings(element));
  }

  /** True if it, or a part of the process around it, is done for several things at once. */
  private static boolean isSideBySide(Element element) {
    for (var at = element; at != null; at = Xml.parent(at)) {
      if (children(at).stream()
          .filter(child -> isBpmn(child, "multiInstanceLoopCharacteristics"))
          .anyMatch(loop -> !"true".equals(loop.getAttribute("isSequential")))) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, String> settings(Element element) {
    var settings = new HashMap<String, String>();
    camundaParts(Stream.of(element).flatMap(TaskRules::extensions), "properties")
        .flatMap(properties -> camundaParts(children(properties).stream(), "property"))
        .forEach(one -> settings.put(one.getAttribute("name"), one.getAttribute("value")));
    return settings;
  }

  private static Stream<Element> extensions(Element element) {
    return children(element).stream()
        .filter(child -> isBpmn(child, "extensionElements"))
        .flatMap(extensions -> children(extensions).stream());
  }

  private static Stream<Element> camundaParts(Stream<Element> parts, String name) {
    return parts.filter(
        part -> Xml.CAMUNDA.equals(part.getNamespaceURI()) && name.equals(part.getLocalName()));
  }
}
