package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.AllowedInOwnProcesses;
import io.muster.process.ModelCatalog;
import io.muster.process.OwnDeclarations;
import io.muster.process.OwnVariable;
import io.muster.process.TaskForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;

/** What a process owner's own variables and own processes may be. */
final class OwnRules {
  private static final Set<String> ENDS_REFUSED =
      Set.of(
          "errorEventDefinition",
          "escalationEventDefinition",
          "signalEventDefinition",
          "compensateEventDefinition",
          "cancelEventDefinition");
  private static final Set<String> LISTENERS = Set.of("executionListener", "taskListener");
  private static final Set<String> NOT_RECEIVED =
      Set.of("signalEventDefinition", "conditionalEventDefinition");

  private final ModelCatalog palette;
  private final DeploymentContext around;
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private OwnRules(ModelCatalog palette, DeploymentContext around, String file) {
    this.palette = palette;
    this.around = around;
    this.file = file;
  }

  /** What is wrong with what a diagram declares, and with how it uses that. */
  static List<Problem> check(
      ModelCatalog palette, DeploymentContext around, String file, Element definitions) {
    var rules = new OwnRules(palette, around, file);
    children(definitions).stream()
        .filter(child -> isBpmn(child, "process"))
        .forEach(rules::process);
    return rules.problems;
  }

  private void process(Element process) {
    var declared = Declared.of(process);
    declared.problems().forEach(problem -> problem(process, problem.what(), problem.remedy()));
    var isOurs = palette.processes().contains(process.getAttribute("id"));
    if (isOurs && declared.isOwnProcess()) {
      problem(
          process,
          "is one of Muster's processes and says who starts it",
          "take the property own.startedBy out, or give your own process an id of its own");
    }
    for (var element : all(process)) {
      if (isBpmn(element, "userTask") || isBpmn(element, "startEvent")) {
        form(element, declared);
      }
      if (isBpmn(element, "userTask")) {
        called(element, declared);
      }
      if (isBpmn(element, "conditionExpression")) {
        condition(element, declared);
      }
      if (isBpmn(element, "callActivity")) {
        callOfOwn(element);
      }
      if (!isOurs && declared.isOwnProcess()) {
        own(element);
      }
    }
  }

  private void form(Element task, OwnDeclarations declared) {
    var form = around.forms().get(camunda(task, "formRef"));
    if (form == null) {
      return; // said elsewhere
    }
    declared
        .variables()
        .values()
        .forEach(
            variable -> {
              form.mismatch(variable)
                  .ifPresent(
                      mismatch ->
                          problem(
                              task,
                              "has a form '%s' that %s".formatted(form.id(), mismatch.what()),
                              mismatch.remedy()));
              readers(task, form, variable);
            });
  }

  private void readers(Element task, TaskForm form, OwnVariable variable) {
    var groups = camunda(task, "candidateGroups");
    if (variable.readers().isEmpty()
        || groups.isEmpty()
        || Expressions.isIn(groups)
        || !form.shows().contains(variable.name())) {
      return;
    }
    var others = new TreeSet<>(Arrays.stream(groups.split(",", -1)).map(String::strip).toList());
    others.removeAll(variable.readers());
    if (!others.isEmpty()) {
      problem(
          task,
          "shows '%s' to the group '%s', which may not read it"
              .formatted(variable.name(), others.first()),
          "show it to %s only, or name the group among its readers"
              .formatted(Expressions.sorted(variable.readers())));
    }
  }

  /** A called process of the owner's own gets what it is handed by name, and hands back its own. */
  private void callOfOwn(Element call) {
    var called = call.getAttribute("calledElement");
    var isOwn =
        !palette.processes().contains(called)
            && around.processes().getOrDefault(called, OwnDeclarations.none()).isOwnProcess();
    if (!isOwn) {
      return;
    }
    for (var mapping : all(call)) {
      var kind = String.valueOf(mapping.getLocalName());
      if ("in".equals(kind) && "all".equals(mapping.getAttribute("variables"))) {
        problem(
            call,
            "hands every variable to '%s', a process of your own".formatted(called),
            "hand over what it needs one by one, such as employee");
      } else if ("out".equals(kind) && !OwnVariable.isOwn(mapping.getAttribute("target"))) {
        problem(
            call,
            "takes '%s' over from '%s', a process of your own"
                .formatted(mapping.getAttribute("target"), called),
            "take over into a variable of your own (own_…)");
      }
    }
  }

  private void own(Element element) {
    var name = String.valueOf(element.getLocalName());
    if (isBpmn(element, "serviceTask") || isBpmn(element, "sendTask")) {
      step(element);
    } else if (isBpmn(element, "callActivity")
        && palette.processes().contains(element.getAttribute("calledElement"))) {
      problem(
          element,
          "calls '%s' from a process of your own".formatted(element.getAttribute("calledElement")),
          "call processes of your own only; Muster's processes are begun by HR or an operator");
    } else if (isBpmn(element, "startEvent")) {
      startForm(element);
    } else if (LISTENERS.contains(name)) {
      problem(element, "has a listener in a process of your own", "take the listener out");
    } else if (isBpmn(element, "messageEventDefinition") || isBpmn(element, "receiveTask")) {
      var event = isBpmn(element, "receiveTask") ? element : Xml.parent(element);
      problem(
          event == null ? element : event,
          "waits for a message that nobody can send here",
          "ask a person, or wait for a timer");
    } else if (NOT_RECEIVED.contains(name)) {
      problem(element, "waits for something that nothing here sends", "wait for a timer");
    } else if (ENDS_REFUSED.contains(name) && isThrown(element)) {
      problem(
          element,
          "ends with something that whoever called the process would have to deal with",
          "end it plainly, and say what came of it in a variable of your own");
    }
  }

  private void startForm(Element start) {
    var ref = camunda(start, "formRef");
    if (ref.isEmpty()) {
      return;
    }
    var form = around.forms().get(ref);
    if (form == null || !"deployment".equals(camunda(start, "formRefBinding"))) {
      problem(
          start,
          "refers to the form '%s', which does not come with it".formatted(ref),
          "deploy the form together with the diagram, and bind it by 'deployment'");
      return;
    }
    var process = Xml.parent(start);
    var known = new TreeSet<>(form.asks());
    known.remove("employee");
    known.removeAll(process == null ? Set.<String>of() : Declared.of(process).variables().keySet());
    if (!known.isEmpty()) {
      problem(
          start,
          "has a form '%s' that asks for '%s'".formatted(ref, known.first()),
          "ask for employee and for variables of your own only");
    }
  }

  private static boolean isThrown(Element definition) {
    var event = Xml.parent(definition);
    return event != null && (isBpmn(event, "endEvent") || isBpmn(event, "intermediateThrowEvent"));
  }

  private void step(Element task) {
    var bean = Expressions.bean(camunda(task, "delegateExpression"));
    var type = bean.map(palette::bean).orElse(null);
    if (type != null && !type.isAnnotationPresent(AllowedInOwnProcesses.class)) {
      problem(
          task,
          "runs the step '%s' in a process of your own".formatted(bean.get()),
          "leave what changes accounts, groups and devices to Muster's processes, and ask a person here");
    }
  }

  /** The engine stops at a condition that comes to nothing, as where nobody ticked the box. */
  private void condition(Element condition, OwnDeclarations declared) {
    var asked = Xml.text(condition).strip();
    var way = Xml.parent(condition);
    declared.variables().keySet().stream()
        .filter(
            name -> asked.equals("${%s}".formatted(name)) || asked.equals("${!%s}".formatted(name)))
        .forEach(
            name ->
                problem(
                    way == null ? condition : way,
                    "asks '%s' as it is, and it may be empty".formatted(name),
                    "ask ${%s == true} or ${%s != true}".formatted(name, name)));
  }

  /** The engine keeps what a task was called, and nothing erases it there. */
  private void called(Element task, OwnDeclarations declared) {
    var words =
        task.getAttribute("name") + all(task, "documentation").stream().map(Xml::text).toList();
    declared.variables().values().stream()
        .filter(OwnVariable::personal)
        .map(OwnVariable::name)
        .filter(words::contains)
        .forEach(
            name ->
                problem(
                    task,
                    "writes '%s' into its name, where it is not erased with the person"
                        .formatted(name),
                    "show it in the form"));
  }

  private void problem(Element element, String what, String remedy) {
    var problem = new Problem(file, DiagramRules.words(element), what, remedy);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
