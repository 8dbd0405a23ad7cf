package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Diagram to code, by name. What could not run at all the deployment gate refuses; here is what
 * makes our own diagrams ones that a process owner can read aloud.
 */
class DiagramTests {
  private static final String GENERATED = "(Activity|Gateway|Event|Flow|StartEvent|Task)_.*";
  private static final String OWN = ".camunda/element-templates/own.json";
  private static final String NAME = "[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*";

  @ParameterizedTest
  @MethodSource("diagrams")
  void isNamedLikeItsFile(Path file) {
    var process = model(file).getModelElementsByType(Process.class).iterator().next();

    assertThat(file.getFileName().toString()).isEqualTo(process.getId() + ".bpmn");
    assertThat(process.getName()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void liesInTheFolderOfItsBundleWhichHasAMainDiagram(Path file) {
    var bundle = file.getName(1).toString();

    assertThat(file.getNameCount()).as("processes, the bundle, the diagram").isEqualTo(3);
    assertThat(file.resolveSibling(bundle + ".bpmn")).isRegularFile();
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void callsOnlyProcessesOfItsOwnBundle(Path file) {
    for (var call : model(file).getModelElementsByType(CallActivity.class)) {
      assertThat(file.resolveSibling(call.getCalledElement() + ".bpmn"))
          .as("what %s calls", call.getId())
          .isRegularFile();
      assertThat(call.getId()).matches(call.getCalledElement() + "(_.*)?");
    }
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void callsEveryElementByAName(Path file) {
    var flowElements = model(file).getModelElementsByType(FlowElement.class);

    assertThat(flowElements)
        .allSatisfy(element -> assertThat(element.getId()).matches(NAME).doesNotMatch(GENERATED));
    assertThat(model(file).getModelElementsByType(FlowNode.class))
        .allSatisfy(node -> assertThat(node.getName()).as(node.getId()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void asksAQuestionAtEachGatewayAndWritesTheAnswersOnItsFlows(Path file) {
    for (var gateway : model(file).getModelElementsByType(ExclusiveGateway.class)) {
      if (gateway.getOutgoing().size() < 2) {
        continue;
      }
      assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
      assertThat(gateway.getDefault()).as("default of " + gateway.getId()).isNotNull();
      assertThat(gateway.getOutgoing())
          .allSatisfy(flow -> assertThat(flow.getName()).as(flow.getId()).isNotBlank());
      assertThat(gateway.getOutgoing())
          .filteredOn(flow -> flow.getConditionExpression() == null)
          .containsExactly(gateway.getDefault());
    }
  }

  /** One that does both waits for ever where only one of its ways in is taken. */
  @ParameterizedTest
  @MethodSource("diagrams")
  void splitsOrJoinsAtAParallelGatewayButNeverBoth(Path file) {
    assertThat(model(file).getModelElementsByType(ParallelGateway.class))
        .allSatisfy(
            gateway ->
                assertThat(Math.min(gateway.getIncoming().size(), gateway.getOutgoing().size()))
                    .as(gateway.getId())
                    .isEqualTo(1));
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void namesEachServiceTaskAfterItsStep(Path file) {
    var steps = steps();
    for (var task : model(file).getModelElementsByType(ServiceTask.class)) {
      var step = before(task.getId());
      assertThat(task.getCamundaDelegateExpression()).isEqualTo("${" + step + "}");
      assertThat(steps).as("the step of " + task.getId()).contains(step);
    }
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void namesEachUserTaskAfterItsFormAndSaysByWhenAndForWhom(Path file) {
    for (var task : model(file).getModelElementsByType(UserTask.class)) {
      assertThat(task.getCamundaFormRef()).isEqualTo(before(task.getId()));
      assertThat(task.getCamundaDueDate()).as("due date of " + task.getId()).isNotBlank();
      assertThat(task.getCamundaCandidateGroups()).as(task.getId()).isNotBlank();
    }
  }

  @Test
  void usesEveryFormAndEveryStep() throws IOException {
    var used = new TreeSet<String>();
    var steps = new TreeSet<String>();
    for (var file : diagrams().toList()) {
      model(file)
          .getModelElementsByType(UserTask.class)
          .forEach(task -> used.add(file.getName(1) + "/" + task.getCamundaFormRef() + ".form"));
      startForms(file).forEach(form -> used.add(file.getName(1) + "/" + form + ".form"));
      model(file)
          .getModelElementsByType(ServiceTask.class)
          .forEach(task -> steps.add(before(task.getId())));
    }

    assertThat(files("forms", ".form").map(form -> Path.of("forms").relativize(form).toString()))
        .containsExactlyInAnyOrderElementsOf(used);
    assertThat(steps()).containsExactlyInAnyOrderElementsOf(steps);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormIsNamedLikeItsFileAndSaysWhomItIsAbout(Path file) throws IOException {
    var form = TaskForm.read(Files.readString(file));

    assertThat(form.id() + ".form").isEqualTo(file.getFileName().toString());
    assertThat(form.problems()).isEmpty();
    if (isAskedAtTheStart(file)) {
      return; // nobody is known yet
    }
    assertThat(form.shows()).contains("who");
    assertThat(form.asks()).contains("decision", "comment");
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void drawsEverythingOnce(Path file) {
    var model = model(file);
    var shapes =
        model.getModelElementsByType(BpmnShape.class).stream()
            .map(shape -> shape.getBpmnElement().getId())
            .toList();
    var edges =
        model.getModelElementsByType(BpmnEdge.class).stream()
            .map(edge -> edge.getBpmnElement().getId())
            .toList();

    assertThat(shapes)
        .containsExactlyInAnyOrderElementsOf(ids(model.getModelElementsByType(FlowNode.class)));
    assertThat(edges)
        .containsExactlyInAnyOrderElementsOf(ids(model.getModelElementsByType(SequenceFlow.class)));
    assertThat(model.getModelElementsByType(BpmnEdge.class))
        .allSatisfy(edge -> assertThat(edge.getWaypoints()).hasSizeGreaterThan(1));
  }

  @Test
  void offersEveryStepInThePaletteOfCamundaModeler() throws IOException {
    var offered = new ArrayList<String>();
    for (var file :
        files(".camunda/element-templates", ".json")
            .filter(each -> !each.equals(Path.of(OWN)))
            .toList()) {
      if (file.endsWith("general.json")) {
        continue; // steps with settings, some of them more than once: PaletteTests looks at these
      }
      for (var template : new ObjectMapper().readTree(file.toFile())) {
        var step = template.path("id").asText().replace("io.muster.", "");
        offered.add(step);
        assertThat(template.path("name").asText()).isNotBlank();
        assertThat(value(template, "camunda:delegateExpression")).isEqualTo("${" + step + "}");
        assertThat(value(template, "camunda:asyncBefore")).isEqualTo("true");
      }
    }

    assertThat(offered).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(steps());
  }

  private static String value(JsonNode template, String property) {
    for (var one : template.path("properties")) {
      if (property.equals(one.path("binding").path("name").asText())) {
        return one.path("value").asText();
      }
    }
    return "";
  }

  /** A process of the owner's own asks about whom it is; the form is named after the event. */
  private static boolean isAskedAtTheStart(Path form) throws IOException {
    return diagrams()
        .filter(file -> file.getName(1).equals(form.getName(1)))
        .flatMap(file -> startForms(file).stream())
        .anyMatch(name -> form.getFileName().toString().equals(name + ".form"));
  }

  private static List<String> startForms(Path file) {
    return model(file).getModelElementsByType(StartEvent.class).stream()
        .map(start -> start.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRef"))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Every property that a template of a process offers is one that a process is read by. */
  @Test
  void offersTheOwnersOwnVariablesInCamundaModeler() throws IOException {
    var templates = new ObjectMapper().readTree(Path.of(OWN).toFile());

    assertThat(templates).hasSize(2);
    for (var template : templates) {
      var filled = new TreeMap<String, String>();
      for (var property : template.path("properties")) {
        var name = property.path("binding").path("name").asText();
        assertThat(property.path("binding").path("type").asText()).isEqualTo("camunda:property");
        filled.put(
            name,
            switch (name.replaceAll("\\d+", "n")) {
              case "own.n.name" -> "own_v" + name.replaceAll("\\D", "");
              case "own.n.type" -> property.path("choices").get(5).path("value").asText();
              case "own.n.choices" -> "a, b";
              case "own.n.readers" ->
                  property.path("description").asText().replaceAll("Some of: |\\..*", "");
              default -> property.path("value").asText();
            });
      }
      var declared = OwnDeclarations.read(filled);
      assertThat(declared.problems()).isEmpty();
      assertThat(declared.variables()).hasSize(8);
      assertThat(declared.isOwnProcess())
          .isEqualTo(template.path("id").asText().equals("io.muster.ownProcess"));
    }
  }

  static Stream<Path> diagrams() throws IOException {
    return files("processes", ".bpmn");
  }

  static Stream<Path> forms() throws IOException {
    return files("forms", ".form");
  }

  private static Stream<Path> files(String folder, String suffix) throws IOException {
    try (var files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    }
  }

  private static BpmnModelInstance model(Path file) {
    return Bpmn.readModelFromFile(file.toFile());
  }

  private static String before(String id) {
    var cut = id.indexOf('_');
    return cut < 0 ? id : id.substring(0, cut);
  }

  private static List<String> ids(Iterable<? extends BaseElement> elements) {
    var ids = new ArrayList<String>();
    elements.forEach(element -> ids.add(element.getId()));
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    return ids;
  }

  /** The bean names of the steps there are, as Spring derives them. */
  private static Set<String> steps() {
    var beans = new DefaultListableBeanFactory();
    var scanner = new ClassPathBeanDefinitionScanner(beans, false);
    scanner.addIncludeFilter(new AssignableTypeFilter(Step.class));
    scanner.setIncludeAnnotationConfig(false);
    scanner.scan("io.muster.lifecycle");
    return Set.of(beans.getBeanDefinitionNames());
  }
}
