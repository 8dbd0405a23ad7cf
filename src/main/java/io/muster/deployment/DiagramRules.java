package io.muster.deployment;

import static io.muster.deployment.Xml.BPMN;
import static io.muster.deployment.Xml.CAMUNDA;
import static io.muster.deployment.Xml.attributes;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;
import static io.muster.deployment.Xml.text;

import io.muster.process.ModelCatalog;
import io.muster.process.Nearest;
import io.muster.process.OwnDeclarations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What a diagram may hold. The engine takes nearly anything and fails when a token arrives; here
 * everything that could run code, or could not run at all, is found before anything is deployed.
 */
final class DiagramRules {
  /** The groups people can be in; a task for another group is seen by nobody. */
  static final Set<String> GROUPS = OwnDeclarations.GROUPS;

  /** Of a process, everything that stands in its file counted; the largest here has 400. */
  static final int MOST = 3_000;

  private static final Set<String> STEPS = Set.of("serviceTask", "sendTask");
  private static final String CASE_KEY = "#{execution.processBusinessKey}";
  private static final Set<String> CODE = Set.of("class", "expression");
  private static final Map<String, String> ELEMENTS_REFUSED =
      Map.ofEntries(
          Map.entry("scriptTask", "is a script; let a step or a decision table do it"),
          Map.entry("script", "holds a script; let a step or a decision table do it"),
          Map.entry("connector", "calls a connector; use a step from the palette"),
          Map.entry("field", "sets a field of a bean; hand in a variable"),
          Map.entry("formData", "has a generated form; draw a Camunda Form and refer to it"),
          Map.entry("formProperty", "has a generated form; draw a Camunda Form and refer to it"),
          Map.entry("adHocSubProcess", "runs its parts in any order; draw the order"),
          Map.entry("complexGateway", "is no gateway that runs here; use another"),
          Map.entry("manualTask", "does nothing; use a user task or a step, or take it out"),
          Map.entry("task", "does nothing; turn it into a step from the palette or a user task"));
  private static final Map<String, String> ATTRIBUTES_REFUSED =
      Map.ofEntries(
          Map.entry("class", "names a Java class; use a step from the palette"),
          Map.entry("expression", "calls an expression; use a step from the palette"),
          Map.entry("type", "is an external or built-in task; use a step from the palette"),
          Map.entry("topic", "is an external task; use a step from the palette"),
          Map.entry("formKey", "names a form by key; draw a Camunda Form and refer to it"),
          Map.entry("formHandlerClass", "names a Java class; draw a Camunda Form"),
          Map.entry("variableMappingClass", "names a Java class; map the variables one by one"),
          Map.entry(
              "variableMappingDelegateExpression", "maps by a bean; map the variables one by one"),
          Map.entry("resource", "loads a script; let a step do it"),
          Map.entry("scriptFormat", "is a script; let a step or a decision table do it"),
          Map.entry("caseRef", "calls a CMMN case; call a process"));

  private final ModelCatalog palette;
  private final Declared declared;
  private final Expressions expressions;
  private final DeploymentContext around;
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private DiagramRules(ModelCatalog palette, DeploymentContext around, String file) {
    this.palette = palette;
    this.declared = new Declared(palette, around.processes());
    this.expressions = new Expressions(palette);
    this.around = around;
    this.file = file;
  }

  /** Everything that is wrong with a diagram. */
  static List<Problem> check(
      ModelCatalog palette, DeploymentContext around, String file, Element definitions) {
    var rules = new DiagramRules(palette, around, file);
    var processes =
        children(definitions).stream().filter(child -> isBpmn(child, "process")).toList();
    for (var child : children(definitions)) {
      if (!BPMN.equals(child.getNamespaceURI()) && !Xml.DIAGRAM.equals(child.getNamespaceURI())) {
        rules.foreign(child);
      }
    }
    if (processes.isEmpty()) {
      rules.problem(definitions, "has no process", "draw one");
    }
    processes.forEach(rules::process);
    rules.named(definitions, processes);
    return rules.problems;
  }

  /** Messages, signals, errors and escalations stand beside the processes and may be worked out. */
  private void named(Element definitions, List<Element> processes) {
    var variables = new HashSet<String>();
    processes.forEach(
        process ->
            variables.addAll(declared.variables(process.getAttribute("id")).orElse(Set.of())));
    for (var child : children(definitions)) {
      if (!isBpmn(child, "process") && BPMN.equals(child.getNamespaceURI())) {
        Xml.all(child)
            .forEach(
                element -> {
                  refuseCode(element);
                  expressions(element, variables);
                });
      }
    }
  }

  private void process(Element process) {
    var key = process.getAttribute("id");
    var known = declared.variables(key);
    if (known.isEmpty()) {
      problem(
          process,
          "is none of the processes whose variables are declared",
          "keep the id of the process you edit (%s), or say by the property own.startedBy that it is a process of your own"
              .formatted(Nearest.of(key, palette.processes())));
      return;
    }
    if (!"true".equals(process.getAttribute("isExecutable"))) {
      problem(process, "is not executable", "tick 'executable' in Camunda Modeler");
    }
    for (var start : children(process)) {
      if (isBpmn(start, "startEvent") && !"true".equals(camunda(start, "asyncAfter"))) {
        problem(
            start,
            "keeps whoever starts the process waiting for the first step",
            "tick 'asynchronous after'");
      }
    }
    if (Xml.all(process).size() > MOST) {
      problem(
          process, "has more than %d parts".formatted(MOST), "cut it into processes that it calls");
      return;
    }
    needs(process);
    walk(process, known.get());
  }

  /**
   * Code starts every process by its key, or a diagram calls it; what it relies on must be there.
   */
  private void needs(Element process) {
    var parts = new DiagramParts(process);
    if (parts.plainStarts().isEmpty()) {
      problem(process, "has no start event without a trigger, so nothing can start it", "draw one");
    }
    for (var need : palette.needs(process.getAttribute("id"))) {
      NeedRules.complaint(need, parts)
          .ifPresent(complaint -> problem(process, complaint.what(), complaint.remedy()));
    }
  }

  private void walk(Element element, Set<String> variables) {
    var here = new HashSet<>(variables);
    parameters(element, "inputParameter")
        .forEach(parameter -> here.add(parameter.getAttribute("name")));
    refuseCode(element);
    var name = String.valueOf(element.getLocalName());
    if (BPMN.equals(element.getNamespaceURI())) {
      if (STEPS.contains(name)) {
        step(element);
        asynchronous(element);
      }
      switch (name) {
        case "businessRuleTask" -> table(element, here);
        case "userTask" -> userTask(element, here);
        case "callActivity" -> call(element, here);
        case "timeDate", "timeDuration", "timeCycle" -> timer(element, name);
        case "messageEventDefinition" -> message(element);
        default -> {}
      }
    }
    variables(element, variables, here);
    expressions(element, here);
    children(element).forEach(child -> walk(child, here));
  }

  /** The engine looks at names only, so what is not BPMN could be run as if it were. */
  private void foreign(Element element) {
    problem(
        element,
        "holds '%s', which is not BPMN".formatted(element.getNodeName()),
        "draw it in Camunda Modeler");
  }

  private void refuseCode(Element element) {
    var name = String.valueOf(element.getLocalName());
    var parent = Xml.parent(element);
    if (parent != null
        && BPMN.equals(parent.getNamespaceURI())
        && !BPMN.equals(element.getNamespaceURI())
        && !isBpmn(parent, "extensionElements")) {
      foreign(element);
    }
    if (!camunda(element, "delegateExpression").isEmpty() && !STEPS.contains(name)) {
      problem(element, "calls a bean and is no service task", "use a step from the palette");
    }
    var ours = BPMN.equals(element.getNamespaceURI()) || CAMUNDA.equals(element.getNamespaceURI());
    if (isOld(element.getNamespaceURI())) {
      problem(element, "is written in the old Activiti dialect", "draw it in Camunda Modeler");
    }
    if (ours && ELEMENTS_REFUSED.containsKey(name)) {
      refuse(element, ELEMENTS_REFUSED.get(name));
    }
    for (var attribute : attributes(element)) {
      var key = String.valueOf(attribute.getLocalName());
      if (isOld(attribute.getNamespaceURI())) {
        problem(
            element,
            "has '%s' in the old Activiti dialect".formatted(key),
            "draw it in Camunda Modeler");
      }
      var onCamunda =
          CAMUNDA.equals(attribute.getNamespaceURI())
              || (attribute.getNamespaceURI() == null
                  && CAMUNDA.equals(element.getNamespaceURI())
                  && CODE.contains(key));
      if (onCamunda && ATTRIBUTES_REFUSED.containsKey(key)) {
        refuse(element, ATTRIBUTES_REFUSED.get(key));
      }
    }
    if (name.equals("conditionExpression") && !element.getAttribute("language").isEmpty()) {
      refuse(element, "is a script; ask one variable, such as ${allTrue}");
    }
    if ("false".equals(camunda(element, "exclusive"))) {
      problem(element, "lets jobs of one case run side by side", "tick 'exclusive'");
    }
    if (name.equals("executionListener") || name.equals("taskListener")) {
      listener(element, name);
    }
    if (name.equals("failedJobRetryTimeCycle")) {
      retries(element);
    }
  }

  private static boolean isOld(@Nullable String namespace) {
    return namespace != null && namespace.contains("activiti.org");
  }

  private void listener(Element listener, String kind) {
    var bean = Expressions.bean(listener.getAttribute("delegateExpression"));
    var type = kind.equals("taskListener") ? TaskListener.class : ExecutionListener.class;
    if (bean.isEmpty() || !palette.isA(bean.get(), type)) {
      problem(
          listener,
          "has a listener that is not one of ours (%s)"
              .formatted(listener.getAttribute("delegateExpression")),
          "take the listener out");
    }
  }

  private void step(Element task) {
    var named = camunda(task, "delegateExpression");
    var bean = Expressions.bean(named);
    if (named.isEmpty()) {
      problem(task, "names no step", "choose a step from the palette");
    } else if (bean.isEmpty()) {
      problem(
          task,
          "names '%s', which is more than a step".formatted(named),
          "write the step's name alone, such as ${createAccount}");
    } else if (!palette.isStep(bean.get())) {
      problem(
          task,
          "names the step '%s', which does not exist".formatted(bean.get()),
          "choose one of " + Nearest.of(bean.get(), palette.steps()));
    }
  }

  private void asynchronous(Element task) {
    var loop =
        children(task).stream()
            .filter(child -> isBpmn(child, "multiInstanceLoopCharacteristics"))
            .findFirst();
    if (!"true".equals(camunda(loop.orElse(task), "asyncBefore"))) {
      problem(
          task,
          "would run in one transaction with what comes before it, and again if that fails",
          "tick 'asynchronous before'");
    }
  }

  private void table(Element task, Set<String> variables) {
    asynchronous(task);
    var decision = camunda(task, "decisionRef");
    var inputs = around.tables().get(decision);
    if (inputs == null && !around.liveTables().contains(decision)) {
      problem(
          task,
          decision.isEmpty()
              ? "names no decision table"
              : "names the decision table '%s', which does not exist".formatted(decision),
          "choose one of " + Nearest.of(decision, tables()));
    }
    if (inputs != null && !variables.containsAll(inputs)) {
      var missing = new HashSet<>(inputs);
      missing.removeAll(variables);
      problem(
          task,
          "does not hand in what the table '%s' asks for: %s"
              .formatted(decision, Expressions.sorted(missing)),
          "add an input parameter of that name");
    }
    if (camunda(task, "resultVariable").isEmpty() || camunda(task, "mapDecisionResult").isEmpty()) {
      problem(
          task,
          "does not say what becomes of the table's answer",
          "set the result variable and how to map the result");
    }
  }

  private Set<String> tables() {
    var tables = new HashSet<>(around.tables().keySet());
    tables.addAll(around.liveTables());
    return tables;
  }

  private void userTask(Element task, Set<String> variables) {
    var ref = camunda(task, "formRef");
    var form = around.forms().get(ref);
    if (ref.isEmpty()) {
      problem(task, "has no form", "draw a Camunda Form and refer to it");
    } else if (!"deployment".equals(camunda(task, "formRefBinding"))) {
      problem(
          task,
          "takes whichever version of its form is newest",
          "bind the form by 'deployment', so that both stay together");
    } else if (form == null) {
      problem(
          task,
          "refers to the form '%s', which does not come with it".formatted(ref),
          around.forms().isEmpty()
              ? "deploy the form together with the diagram (attach it in Camunda Modeler)"
              : "choose one of " + Nearest.of(ref, around.forms().keySet()));
    } else {
      var unknown = new HashSet<>(form.asks());
      unknown.addAll(form.shows());
      unknown.removeAll(variables);
      unknown.remove("who");
      if (!unknown.isEmpty()) {
        problem(
            task,
            "has a form '%s' with fields that are no variables of the process: %s"
                .formatted(ref, Expressions.sorted(unknown)),
            unknown.stream()
                    .sorted()
                    .limit(Nearest.MOST)
                    .map(
                        name ->
                            "instead of '%s' use one of %s"
                                .formatted(name, Nearest.of(name, variables)))
                    .collect(Collectors.joining(", "))
                + ", or declare a variable of your own (own.1.name)");
      }
    }
    var groups = camunda(task, "candidateGroups");
    if (groups.isEmpty()) {
      problem(task, "is for nobody", "name its candidate groups: " + Expressions.sorted(GROUPS));
    } else if (!Expressions.isIn(groups)) {
      for (var group : List.of(groups.split(",", -1))) {
        if (!GROUPS.contains(group.strip())) {
          problem(
              task,
              "is for the group '%s', which nobody is in".formatted(group.strip()),
              "choose among " + Expressions.sorted(GROUPS));
        }
      }
    }
  }

  private void call(Element call, Set<String> here) {
    asynchronous(call);
    var called = call.getAttribute("calledElement");
    if (!around.processes().containsKey(called)) {
      problem(
          call,
          "calls the process '%s', which does not exist".formatted(called),
          "choose one of " + Nearest.of(called, around.processes().keySet()));
    }
    var known = declared.variables(called);
    if (known.isEmpty()) {
      if (around.processes().containsKey(called)) {
        problem(
            call,
            "calls the process '%s', whose variables are not declared".formatted(called),
            "choose one of " + Nearest.of(called, palette.processes()));
      }
      return;
    }
    for (var in : handed(call, "in")) {
      handedOver(in, here, "calling", known.get(), "called");
    }
    for (var out : handed(call, "out")) {
      handedOver(out, known.get(), "called", here, "calling");
    }
  }

  private void handedOver(
      Element mapping, Set<String> from, String giver, Set<String> to, String taker) {
    var source = mapping.getAttribute("source");
    var target = mapping.getAttribute("target");
    if (!source.isEmpty() && !from.contains(source)) {
      problem(
          mapping,
          "hands over '%s', which is not a variable of the %s process".formatted(source, giver),
          "use one of " + Nearest.of(source, from));
    }
    if (!target.isEmpty() && !to.contains(target)) {
      problem(
          mapping,
          "hands over to '%s', which is not a variable of the %s process".formatted(target, taker),
          "use one of " + Nearest.of(target, to));
    }
    var named = !source.isEmpty() || !mapping.getAttribute("sourceExpression").isEmpty();
    if (named == target.isEmpty()) {
      problem(
          mapping, "hands over something to nothing, or nothing", "name both source and target");
    }
    var key = mapping.getAttribute("businessKey");
    if (!key.isEmpty() && !isCaseKey(mapping)) {
      problem(
          mapping,
          "gives the called process the business key '%s'".formatted(key),
          "hand on the case's own: " + CASE_KEY);
    }
  }

  /**
   * The one place where the engine is asked: a called process bears the business key of its case.
   */
  private static boolean isCaseKey(Element mapping) {
    return isHandedIn(mapping) && CASE_KEY.equals(mapping.getAttribute("businessKey"));
  }

  private static boolean isHandedIn(Element element) {
    return isMapping(element, "in");
  }

  private static boolean isMapping(Element element, String kind) {
    var extensions = Xml.parent(element);
    var call = extensions == null ? null : Xml.parent(extensions);
    return CAMUNDA.equals(element.getNamespaceURI())
        && kind.equals(element.getLocalName())
        && call != null
        && isBpmn(call, "callActivity");
  }

  private static List<Element> handed(Element call, String kind) {
    return children(call).stream()
        .filter(child -> isBpmn(child, "extensionElements"))
        .flatMap(extensions -> children(extensions).stream())
        .filter(child -> isMapping(child, kind))
        .toList();
  }

  private void message(Element definition) {
    var event = Xml.parent(definition);
    if (event != null && (isBpmn(event, "intermediateThrowEvent") || isBpmn(event, "endEvent"))) {
      problem(event, "sends a message that nobody receives", "use a step from the palette");
    }
  }

  private void timer(Element timer, String kind) {
    TimerRules.timer(text(timer), kind, around.forms().values())
        .ifPresent(complaint -> problem(timer, complaint.what(), complaint.remedy()));
  }

  private void retries(Element cycle) {
    TimerRules.retries(text(cycle))
        .ifPresent(complaint -> problem(cycle, complaint.what(), complaint.remedy()));
  }

  /** Every place where a diagram names a variable without an expression. */
  private void variables(Element element, Set<String> declared, Set<String> here) {
    for (var attribute :
        List.of(
            "resultVariable",
            "errorMessageVariable",
            "errorCodeVariable",
            "escalationCodeVariable",
            "elementVariable",
            "collection")) {
      var name = camunda(element, attribute);
      if (!name.isEmpty() && !Expressions.isIn(name)) {
        known(element, name, here);
      }
    }
    for (var parameter : parameters(element, "outputParameter")) {
      known(element, parameter.getAttribute("name"), declared);
    }
    if (!isBpmn(element, "businessRuleTask") && !isBpmn(element, "callActivity")) {
      for (var parameter : parameters(element, "inputParameter")) {
        known(element, parameter.getAttribute("name"), declared);
      }
    }
    if (CAMUNDA.equals(element.getNamespaceURI()) && "out".equals(element.getLocalName())) {
      if ("all".equals(element.getAttribute("variables"))) {
        problem(element, "takes over every variable of the called process", "name them one by one");
      } else if (!element.getAttribute("target").isEmpty() && !isMapping(element, "out")) {
        known(element, element.getAttribute("target"), here);
      }
    }
  }

  private void known(Element element, String name, Set<String> variables) {
    if (!variables.contains(name)) {
      problem(
          element,
          "sets '%s', which is not a variable of this process".formatted(name),
          "use one of %s, or declare a variable of your own (own.1.name)"
              .formatted(Nearest.of(name, variables)));
    }
  }

  private void expressions(Element element, Set<String> variables) {
    var onFlow = isBpmn(element, "conditionExpression") || isBpmn(element, "condition");
    var texts = new ArrayList<String>();
    texts.add(text(element));
    for (var attribute : attributes(element)) {
      var caseKey = isCaseKey(element) && "businessKey".equals(attribute.getLocalName());
      if (!"delegateExpression".equals(attribute.getLocalName()) && !caseKey) {
        texts.add(attribute.getValue());
      }
    }
    for (var text : texts) {
      if (!Expressions.isIn(text)) {
        continue;
      }
      expressions
          .complaint(text, sayable(element, variables), onFlow)
          .ifPresent(complaint -> problem(element, complaint.what(), complaint.remedy()));
      if (onFlow) {
        answers(element, text);
      }
    }
  }

  /** What a called process gives back is worked out among its own variables. */
  private Set<String> sayable(Element element, Set<String> variables) {
    var extensions = Xml.parent(element);
    var call = extensions == null ? null : Xml.parent(extensions);
    return call != null && isMapping(element, "out")
        ? declared.variables(call.getAttribute("calledElement")).orElse(variables)
        : variables;
  }

  /** A flow that waits for an answer which no form offers is never taken. */
  private void answers(Element flow, String expression) {
    expressions
        .comparisons(expression)
        .forEach(
            (variable, answer) -> {
              var offered = new HashSet<String>();
              around
                  .forms()
                  .values()
                  .forEach(form -> offered.addAll(form.offers().getOrDefault(variable, List.of())));
              if (!offered.isEmpty() && !offered.contains(answer)) {
                problem(
                    flow,
                    "waits for the answer '%s', which no form offers".formatted(answer),
                    "choose one of " + Expressions.sorted(offered));
              }
            });
  }

  private static List<Element> parameters(Element element, String kind) {
    return children(element).stream()
        .filter(child -> isBpmn(child, "extensionElements"))
        .flatMap(extensions -> children(extensions).stream())
        .filter(child -> "inputOutput".equals(child.getLocalName()))
        .flatMap(mapping -> children(mapping).stream())
        .filter(child -> kind.equals(child.getLocalName()))
        .toList();
  }

  private void refuse(Element element, String whatAndRemedy) {
    var cut = whatAndRemedy.indexOf("; ");
    problem(element, whatAndRemedy.substring(0, cut), whatAndRemedy.substring(cut + 2));
  }

  private void problem(Element element, String what, String remedy) {
    var problem = new Problem(file, words(element), what, remedy);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** The element as the person who drew it knows it: the nearest one with an id, and its name. */
  static String words(Element element) {
    var at = element;
    for (var up = element; up != null && !isDrawn(at); up = Xml.parent(up)) {
      at = up;
    }
    var name = at.getAttribute("name");
    return name.isBlank()
        ? "'%s'".formatted(at.getAttribute("id"))
        : "'%s' (%s)".formatted(at.getAttribute("id"), name.replaceAll("\\s+", " "));
  }

  private static boolean isDrawn(Element element) {
    return BPMN.equals(element.getNamespaceURI())
        && !element.getAttribute("id").isEmpty()
        && !String.valueOf(element.getLocalName()).endsWith("Definition");
  }
}
