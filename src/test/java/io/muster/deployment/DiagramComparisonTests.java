package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.process.Destroys;
import io.muster.process.ModelCatalog;
import io.muster.process.OnlyTells;
import io.muster.process.TaskForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** A diagram that wipes is equal, has only gained waits, or loosens. */
class DiagramComparisonTests {

  @Destroys
  private static final class Wipe {}

  @OnlyTells
  private static final class Tell {}

  private static final ModelCatalog PALETTE =
      new ModelCatalog(
          Map.of("wipeDevice", Wipe.class, "tellSomebody", Tell.class, "planWipe", Object.class),
          Map::of,
          Map::of);

  private final String shipped = read("processes/offboarding/offboardDevice.bpmn");

  @Test
  void layoutNamesAndDocumentationOfWhatPeopleAreNotShownAreNothing() {
    var redrawn =
        shipped
            .replaceAll("x=\"[0-9]+\"", "x=\"7\"")
            .replace("name=\"Look at the device\"", "name=\"Inspect\"")
            .replace("name=\"Is anything erased?\"", "name=\"Erase?\"")
            .replaceAll("<bpmn:incoming>[^<]*</bpmn:incoming>", "")
            .replace("camunda:modelerTemplateVersion=\"1\"", "camunda:modelerTemplateVersion=\"2\"")
            .replaceFirst(
                "(<bpmn:serviceTask id=\"inspectDevice\"[^>]*>)",
                "$1<bpmn:documentation>Looks.</bpmn:documentation>");
    assertThat(redrawn).isNotEqualTo(shipped);
    assertThat(loosens(redrawn)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bpmn:userTask id=\"lookTwice\" name=\"Look twice\" camunda:formRef=\"reads\" camunda:candidateGroups=\"operator\">%s</bpmn:userTask>",
        "<bpmn:userTask id=\"lookTwice\" name=\"Look twice\" camunda:formRef=\"comments\">%s</bpmn:userTask>",
        "<bpmn:intermediateCatchEvent id=\"lookTwice\">%s<bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        "<bpmn:serviceTask id=\"lookTwice\" camunda:asyncBefore=\"true\" camunda:delegateExpression=\"${tellSomebody}\">%s</bpmn:serviceTask>",
        // a process of the owner's own
        "<bpmn:callActivity id=\"lookTwice\" camunda:asyncBefore=\"true\" calledElement=\"lend\">%s<bpmn:extensionElements><camunda:in source=\"employee\" target=\"employee\" /><camunda:out source=\"own_it\" target=\"own_it\" /></bpmn:extensionElements></bpmn:callActivity>"
      })
  void aWaitThatIsPutOnAFlowIsNotLooser(String node) {
    assertThat(loosens(inserted(node, "planWipe_to_mustSomebodyAgree"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // it could answer for the approver
        "<bpmn:userTask id=\"lookTwice\" camunda:formRef=\"decides\">%s</bpmn:userTask>",
        "<bpmn:userTask id=\"lookTwice\" camunda:formRef=\"nowhere\">%s</bpmn:userTask>",
        "<bpmn:userTask id=\"lookTwice\" camunda:formRef=\"reads\">%s<bpmn:extensionElements><camunda:inputOutput><camunda:outputParameter name=\"approval\">none</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>",
        "<bpmn:userTask id=\"lookTwice\" camunda:formRef=\"reads\" camunda:assignee=\"eve\">%s</bpmn:userTask>",
        "<bpmn:intermediateCatchEvent id=\"lookTwice\">%s<bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>${approvalTimeout}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        "<bpmn:intermediateCatchEvent id=\"lookTwice\">%s<bpmn:messageEventDefinition id=\"t\" /></bpmn:intermediateCatchEvent>",
        "<bpmn:serviceTask id=\"lookTwice\" camunda:asyncBefore=\"true\" camunda:delegateExpression=\"${planWipe}\">%s</bpmn:serviceTask>",
        "<bpmn:callActivity id=\"lookTwice\" calledElement=\"another\">%s</bpmn:callActivity>",
        "<bpmn:callActivity id=\"lookTwice\" calledElement=\"lend\">%s<bpmn:extensionElements><camunda:out source=\"own_it\" target=\"approval\" /></bpmn:extensionElements></bpmn:callActivity>",
        "<bpmn:callActivity id=\"lookTwice\" calledElement=\"lend\">%s<bpmn:multiInstanceLoopCharacteristics camunda:collection=\"devices\" /></bpmn:callActivity>"
      })
  void anythingElseThatIsPutOnAFlowIs(String node) {
    assertThat(loosens(inserted(node, "planWipe_to_mustSomebodyAgree")))
        .singleElement()
        .asString()
        .contains("offboardDevice", "'lookTwice'");
  }

  @Test
  void aQuestionRightAfterAQuestionIsAsItWouldStandInForWhoAnswered() {
    var node = "<bpmn:userTask id=\"lookTwice\" camunda:formRef=\"reads\">%s</bpmn:userTask>";
    assertThat(loosens(inserted(node, "approveWipe_to_isApproved"))).isNotEmpty();
    assertThat(
            loosens(
                inserted(
                    "<bpmn:callActivity id=\"lookTwice\" calledElement=\"lend\">%s</bpmn:callActivity>",
                    "approveWipe_to_isApproved")))
        .isNotEmpty();
    assertThat(loosens(inserted(node, "isApproved_to_wipeWhenAwake"))).isNotEmpty();
  }

  @Test
  void aVariableOfTheOwnersOwnIsNothingAndAskingForItIsAWaitWhereNothingLooksAtIt() {
    var declared =
        shipped.replaceFirst(
            "(<bpmn:process [^>]*>)",
            "$1<bpmn:extensionElements><camunda:properties><camunda:property name=\"own.1.name\" value=\"own_note\" /></camunda:properties></bpmn:extensionElements>");
    var asks =
        "<bpmn:userTask id=\"lookTwice\" name=\"Look twice\" camunda:formRef=\"notes\">%s</bpmn:userTask>";
    var asked = inserted(asks, "planWipe_to_mustSomebodyAgree");

    assertThat(declared).isNotEqualTo(shipped);
    assertThat(loosens(declared)).isEmpty();
    assertThat(loosens(asked)).isEmpty();
    assertThat(loosens(declared.replace("\"own.1.name\"", "\"other\""))).isNotEmpty();
    assertThat(loosens(asked.replace("${wipeKind != ", "${own_note != "))).isNotEmpty();
  }

  @Test
  void everyOtherDifferenceLoosensAndNamesTheElement() {
    var changes =
        Map.of(
            "candidateGroups=\"${approvers}\"", "candidateGroups=\"hr\"",
            "event=\"complete\"", "event=\"create\"",
            "sourceRef=\"mustSomebodyAgree\" targetRef=\"approveWipe\"",
                "sourceRef=\"mustSomebodyAgree\" targetRef=\"wipeWhenAwake\"",
            "${ruling.approval}", "none",
            "name=\"Approve the wipe\"", "name=\"Lunch\"",
            "calledElement=\"wipeWhenAwake\"", "calledElement=\"another\"",
            "camunda:decisionRefBinding=\"latest\"", "camunda:decisionRefBinding=\"deployment\"",
            "camunda:historyTimeToLive=\"P180D\"", "camunda:historyTimeToLive=\"P0D\"",
            "errorCode=\"refused\"", "errorCode=\"other\"",
            "cancelActivity=\"false\"", "cancelActivity=\"true\"");
    new TreeMap<>(changes)
        .forEach(
            (from, to) -> {
              assertThat(shipped).contains(from);
              assertThat(loosens(shipped.replace(from, to))).as("%s → %s", from, to).isNotEmpty();
            });
  }

  @Test
  void theOrderOfFlowsOfOneGatewayCountsAndThatOfNodesDoesNot() {
    var flows =
        Xml.all(process(shipped), "sequenceFlow").stream()
            .filter(flow -> flow.getAttribute("sourceRef").equals("mustSomebodyAgree"))
            .toList();
    assertThat(flows).hasSize(2);
    var swapped = process(shipped);
    var ids = flows.stream().map(flow -> flow.getAttribute("id")).toList();
    Element first = flow(swapped, ids.get(0));
    Element second = flow(swapped, ids.get(1));
    swapped.insertBefore(second, first);
    assertThat(comparison().loosens(process(shipped), swapped)).isNotEmpty();

    var moved = process(shipped);
    moved.appendChild(Xml.all(moved, "userTask").get(0));
    assertThat(comparison().loosens(process(shipped), moved)).isEmpty();
  }

  private static Element flow(Element process, String id) {
    return Xml.all(process, "sequenceFlow").stream()
        .filter(flow -> flow.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyProcessThatLeadsToAWipeOrIsCalledOnTheWayIsGuarded() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("processes"))) {
      var processes =
          files
              .filter(file -> file.toString().endsWith(".bpmn"))
              .map(file -> process(read(file.toString())))
              .toList();
      assertThat(new GuardedPaths(PALETTE, processes).keys())
          .contains(
              "offboarding",
              "offboardDevice",
              "wipeWhenAwake",
              "moreDevices",
              "residueSweep",
              "containDevices",
              "containAccounts",
              "keepDevice",
              "retireLeaver",
              "takeBackLeaving")
          .doesNotContain("onboarding", "transfer", "leave", "source-alarm", "directory-sync");
    }
  }

  @Test
  void aFormMayBeAddedToAndNothingElse() {
    var form = read("forms/offboarding/approveWipe.form");
    var text = "{\"type\": \"text\", \"id\": \"more\", \"text\": \"Ask the owner first.\"},";
    assertThat(form(form, form.replaceFirst("(\"components\": \\[)", "$1" + text))).isEmpty();
    assertThat(form(form, form.replaceAll("\"row\": \"[^\"]*\"", "\"row\": \"r\""))).isEmpty();
    for (var change :
        List.of(
            List.of("\"Do not wipe it\"", "\"Wipe it not\""),
            List.of("\"value\": \"decline\"", "\"value\": \"approve\""),
            List.of(
                "\"key\": \"decision\",", "\"key\": \"decision\", \"defaultValue\": \"approve\","),
            List.of("cannot be called back", "can be called back"),
            List.of("\"minLength\": 3", "\"minLength\": 0"),
            List.of("\"type\": \"radio\"", "\"type\": \"select\""))) {
      var changed = form.replace(change.get(0), change.get(1));
      assertThat(changed).as(change.toString()).isNotEqualTo(form);
      assertThat(form(form, changed)).as(change.toString()).isNotEmpty();
    }
    assertThat(form(form, form.replaceFirst("(\"components\": \\[)", "$1{\"type\": \"html\"},")))
        .as("a page could draw over the rest")
        .isNotEmpty();
  }

  private static List<String> form(String before, String after) {
    return FormComparison.loosens(
        before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
  }

  private String inserted(String node, String flow) {
    var target =
        Xml.all(process(shipped), "sequenceFlow").stream()
            .filter(each -> each.getAttribute("id").equals(flow))
            .findFirst()
            .orElseThrow()
            .getAttribute("targetRef");
    var ends = "<bpmn:incoming>%s</bpmn:incoming><bpmn:outgoing>on</bpmn:outgoing>".formatted(flow);
    return shipped
        .replaceFirst(
            "(<bpmn:sequenceFlow id=\"%s\"[^>]*targetRef=\")%s\"".formatted(flow, target),
            "$1lookTwice\"")
        .replace(
            "</bpmn:process>",
            node.formatted(ends)
                + "<bpmn:sequenceFlow id=\"on\" sourceRef=\"lookTwice\" targetRef=\"%s\" /></bpmn:process>"
                    .formatted(target));
  }

  private List<String> loosens(String after) {
    return comparison().loosens(process(shipped), process(after));
  }

  private static DiagramComparison comparison() {
    return new DiagramComparison(
        PALETTE,
        Map.of(
            "reads", asking("reads", ""),
            "comments", asking("comments", "comment"),
            "notes", asking("notes", "own_note"),
            "decides", asking("decides", "decision")),
        Set.of("lend"));
  }

  private static TaskForm asking(String id, String key) {
    return TaskForm.read(
        "{\"id\": \"%s\", \"components\": [%s]}"
            .formatted(
                id,
                key.isEmpty()
                    ? ""
                    : "{\"type\": \"textfield\", \"key\": \"%s\", \"id\": \"f\"}".formatted(key)));
  }

  private static Element process(String diagram) {
    return Xml.all(Xml.read(diagram.getBytes(StandardCharsets.UTF_8)), "process").get(0);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }
}
