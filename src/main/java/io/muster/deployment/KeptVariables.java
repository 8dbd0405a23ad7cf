package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.GuardedDeed;
import io.muster.process.GuardedDeed.Guard;
import io.muster.process.TaskForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Variables that steps write and rely on are theirs: a diagram hands them on under their own names,
 * takes them from the table that decides, and changes none.
 */
final class KeptVariables {
  private static final Set<String> WRITES =
      Set.of(
          "resultVariable",
          "errorMessageVariable",
          "errorCodeVariable",
          "escalationCodeVariable",
          "initiator");

  private final GuardedDeed deed;
  private final Map<String, TaskForm> forms;
  private final String file;
  private final Set<String> kept;
  private final List<Problem> problems = new ArrayList<>();

  private KeptVariables(GuardedDeed deed, Map<String, TaskForm> forms, String file) {
    this.deed = deed;
    this.forms = forms;
    this.file = file;
    this.kept = deed.terms().variables().kept();
  }

  /** What the deployed diagrams change that is not theirs. */
  static List<Problem> check(GuardedDeed deed, ProcessSet set, Map<String, TaskForm> forms) {
    var problems = new ArrayList<Problem>();
    set.files()
        .forEach(
            (key, file) -> {
              var process = set.processes().get(key);
              if (process != null && set.isAround(key, deed)) {
                var rules = new KeptVariables(deed, forms, file);
                all(process).forEach(rules::element);
                problems.addAll(rules.problems);
              }
            });
    return problems;
  }

  private void element(Element element) {
    for (var attribute : attributes(element)) {
      if (WRITES.contains(String.valueOf(attribute.getLocalName()))
          && Xml.CAMUNDA.equals(attribute.getNamespaceURI())) {
        refuse(element, attribute.getValue());
      }
    }
    switch (String.valueOf(element.getLocalName())) {
      case "inputParameter" -> refuse(element, element.getAttribute("name"));
      case "outputParameter" -> output(element);
      case "in", "out" -> handed(element);
      case "multiInstanceLoopCharacteristics" -> loop(element);
      case "inputDataItem" -> refuse(element, element.getAttribute("name"));
      case "userTask" -> form(element);
      case "businessRuleTask" -> decision(element);
      default -> {}
    }
  }

  private void refuse(Element element, String variable) {
    if (kept.contains(variable)) {
      problem(
          element,
          "sets '%s', which only the steps set that rely on it".formatted(variable),
          "leave it as it is");
    }
  }

  /** Only the table that decides may fill them, each by its own answer. */
  private void output(Element parameter) {
    var name = parameter.getAttribute("name");
    var task = owner(parameter);
    var own = "${%s.%s}".formatted(camunda(task, "resultVariable"), name);
    if (!isDecision(task) || !Xml.text(parameter).equals(own)) {
      refuse(parameter, name);
    }
  }

  private boolean isDecision(Element task) {
    return isBpmn(task, "businessRuleTask")
        && deed.of(camunda(task, "decisionRef")).filter(Guard.DECISION::equals).isPresent();
  }

  private void decision(Element task) {
    if (!isDecision(task)) {
      return;
    }
    if (!Set.of("", "latest", "deployment").contains(camunda(task, "decisionRefBinding"))
        || !camunda(task, "decisionRefTenantId").isEmpty()) {
      problem(
          task, "asks another version of the table than the latest", "bind the table by 'latest'");
    }
    var filled = new HashSet<String>();
    all(task, "outputParameter").forEach(parameter -> filled.add(parameter.getAttribute("name")));
    for (var question : deed.questions().entrySet()) {
      var variable = question.getValue().variable();
      var isOfTable =
          switch (question.getKey()) {
            case ERASES, BY_RULE, SILENCE -> true;
            case YES, ENOUGH, AWAKE -> false;
          };
      if (isOfTable && !filled.contains(variable)) {
        problem(
            task,
            "does not take over '%s' from the table".formatted(variable),
            "add an output parameter of that name: ${%s.%s}"
                .formatted(camunda(task, "resultVariable"), variable));
      }
    }
  }

  private void handed(Element mapping) {
    var call = owner(mapping);
    var target = mapping.getAttribute("target");
    if (!isBpmn(call, "callActivity")) {
      problem(
          mapping,
          "sends variables with an event, which overwrite those of whoever receives it",
          "send none");
    } else if (!mapping.getAttribute("source").equals(target)
        || !mapping.getAttribute("sourceExpression").isEmpty()) {
      refuse(mapping, target);
    }
  }

  private void loop(Element loop) {
    var variables = deed.terms().variables();
    var element = camunda(loop, "elementVariable");
    var collection = camunda(loop, "collection");
    if (!element.equals(variables.device())) {
      refuse(loop, element);
    } else if (!collection.equals(variables.devices())
        && !collection.equals("${%s}".formatted(variables.devices()))) {
      problem(
          loop,
          "takes each '%s' from '%s'".formatted(element, collection),
          "take it from '%s', the devices of the leaver".formatted(variables.devices()));
    }
  }

  /** A person answers what is asked; what a table or a step has to say is not asked of anybody. */
  private void form(Element task) {
    var form = forms.get(camunda(task, "formRef"));
    if (form == null) {
      return;
    }
    var asked = new HashSet<>(form.asks());
    asked.retainAll(kept);
    asked.removeAll(deed.terms().variables().answers());
    if (!asked.isEmpty()) {
      problem(
          task,
          "has a form '%s' that lets a person set %s, which only steps set"
              .formatted(form.id(), Expressions.sorted(asked)),
          "show it and ask something else");
    }
  }

  private static Element owner(Element part) {
    var at = part;
    while (!Xml.BPMN.equals(at.getNamespaceURI())
        || isBpmn(at, "extensionElements")
        || String.valueOf(at.getLocalName()).endsWith("Definition")) {
      var up = Xml.parent(at);
      if (up == null) {
        return at;
      }
      at = up;
    }
    return at;
  }

  private void problem(Element element, String what, String remedy) {
    problems.add(new Problem(file, DiagramRules.words(element), what, remedy));
  }
}
