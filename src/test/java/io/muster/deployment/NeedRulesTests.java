package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedRulesTests {
  private static final String DIAGRAM =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
        <bpmn:process id="sample" name="Sample" isExecutable="true">
          <bpmn:startEvent id="hired" />
          <bpmn:sequenceFlow id="f1" sourceRef="hired" targetRef="dayComes" />
          <bpmn:intermediateCatchEvent id="dayComes"><bpmn:timerEventDefinition id="t1">
            <bpmn:timeDate>${waits.asDate(effectiveAt)}</bpmn:timeDate>
          </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
          <bpmn:sequenceFlow id="f2" sourceRef="dayComes" targetRef="pause" />
          <bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition id="t2">
            <bpmn:timeDuration>PT1H</bpmn:timeDuration>
          </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
          <bpmn:sequenceFlow id="f3" sourceRef="pause" targetRef="choose" />
          <bpmn:businessRuleTask id="choose" camunda:resultVariable="deviceDue" />
          <bpmn:sequenceFlow id="f4" sourceRef="choose" targetRef="approve" />
          <bpmn:userTask id="approve" />
          <bpmn:boundaryEvent id="hurry" attachedToRef="approve">
            <bpmn:messageEventDefinition id="m1" messageRef="goMessage" />
          </bpmn:boundaryEvent>
          <bpmn:sequenceFlow id="f5" sourceRef="approve" targetRef="tell_devices" />
          <bpmn:serviceTask id="tell_devices" camunda:delegateExpression="${tell}" />
          <bpmn:sequenceFlow id="f6" sourceRef="tell_devices" targetRef="call" />
          <bpmn:callActivity id="call" calledElement="contain" />
          <bpmn:sequenceFlow id="f7" sourceRef="call" targetRef="done" />
          <bpmn:endEvent id="done" />
          <bpmn:subProcess id="undo" triggeredByEvent="true">
            <bpmn:startEvent id="takenBack">
              <bpmn:messageEventDefinition id="m2" messageRef="backMessage" />
            </bpmn:startEvent>
            <bpmn:subProcess id="after" triggeredByEvent="true">
              <bpmn:startEvent id="leaves" isInterrupting="true">
                <bpmn:messageEventDefinition id="m3" messageRef="leaveMessage" />
              </bpmn:startEvent>
            </bpmn:subProcess>
          </bpmn:subProcess>
        </bpmn:process>
        <bpmn:message id="goMessage" name="go" />
        <bpmn:message id="backMessage" name="back" />
        <bpmn:message id="leaveMessage" name="leave" />
      </bpmn:definitions>
      """;

  private static final List<DiagramNeed> NEEDS =
      List.of(
          DiagramNeed.start("hired", "why"),
          DiagramNeed.firstDay("dayComes", ProcessVariable.text("effectiveAt"), "why"),
          DiagramNeed.timer("pause", "why"),
          DiagramNeed.timerBesideCall("pause", "contain", "why"),
          DiagramNeed.interruption("back", "why"),
          DiagramNeed.interruptionWithin("back", "leave", "why"),
          DiagramNeed.message("go", "why"),
          DiagramNeed.userTask("approve", "why"),
          DiagramNeed.end("done", "why"),
          DiagramNeed.answer(ProcessVariable.text("deviceDue"), "why"),
          DiagramNeed.stepIds("tell", Set.of("tell_devices", "tell_accounts"), "why"));

  @Test
  void findsEverythingInADiagramThatHasIt() {
    assertThat(complaints(DIAGRAM)).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"hired\" | \"begun\" | no start event 'hired'",
        "\"dayComes\" | \"theDay\" | 'dayComes' right after its start that waits until ${effectiveAt}",
        "${waits.asDate(effectiveAt)} | PT1H | 'dayComes' right after its start",
        "${waits.asDate(effectiveAt)} | ${effectiveAtNoon} | 'dayComes' right after its start",
        "targetRef=\"dayComes\" | targetRef=\"choose\" | 'dayComes' right after its start",
        "id=\"f1\" sourceRef=\"hired\" | id=\"f1\" sourceRef=\"choose\" | 'dayComes' right after its start",
        "<bpmn:endEvent | <bpmn:sequenceFlow id=\"f8\" sourceRef=\"hired\" targetRef=\"choose\" /><bpmn:endEvent | 'dayComes' right after its start",
        "\"pause\" | \"rest\" | no timer event 'pause' on its way",
        "targetRef=\"pause\" | targetRef=\"choose\" | no timer event 'pause' on its way",
        "name=\"back\" | name=\"returned\" | that the message 'back' starts and that interrupts the case",
        "name=\"back\" | name=\"${back}\" | that the message 'back' starts",
        "id=\"takenBack\" | id=\"takenBack\" isInterrupting=\"false\" | that the message 'back' starts",
        "id=\"undo\" triggeredByEvent=\"true\" | id=\"undo\" | that the message 'back' starts",
        "name=\"leave\" | name=\"left\" | 'leave' in one place only, by an interrupting event sub-process inside the one that 'back' starts",
        "isInterrupting=\"true\" | isInterrupting=\"false\" | 'leave' in one place only",
        "<bpmn:endEvent | <bpmn:receiveTask id=\"r\" messageRef=\"leaveMessage\" /><bpmn:endEvent | 'leave' in one place only",
        "name=\"go\" | name=\"gone\" | no event that receives the message 'go'",
        "messageRef=\"goMessage\" | messageRef=\"backMessage\" | no event that receives the message 'go'",
        "\"approve\" | \"agree\" | no user task 'approve'",
        "targetRef=\"approve\" | targetRef=\"done\" | no user task 'approve'",
        "\"done\" | \"finished\" | no end event 'done'",
        "targetRef=\"done\" | targetRef=\"choose\" | no end event 'done' that an arrow leads to",
        "\"deviceDue\" | \"wished\" | no table on its way whose result variable is 'deviceDue'",
        "targetRef=\"choose\" | targetRef=\"approve\" | result variable is 'deviceDue'",
        "\"tell_devices\" | \"tell\" | a task 'tell' that runs the step 'tell'; give it one of these ids: tell_accounts, tell_devices; why"
      })
  void missesWhatAnEditHasTakenAway(String good, String bad, String words) {
    assertThat(DIAGRAM).contains(good);

    assertThat(complaints(DIAGRAM.replace(good, bad)))
        .anySatisfy(complaint -> assertThat(complaint).contains(words).endsWith("why"));
  }

  @Test
  void demandsATimerBesideACallOnlyWhereTheCallIs() {
    var need = DiagramNeed.timerBesideCall("pause", "contain", "why");
    var renamed = DIAGRAM.replace("\"pause\"", "\"rest\"");

    assertThat(complaints(renamed, need)).isNotEmpty();
    assertThat(complaints(renamed.replace("\"contain\"", "\"other\""), need)).isEmpty();
  }

  private static List<String> complaints(String diagram) {
    return complaints(diagram, NEEDS.toArray(DiagramNeed[]::new));
  }

  private static List<String> complaints(String diagram, DiagramNeed... needs) {
    var definitions = Xml.read(diagram.getBytes(StandardCharsets.UTF_8));
    var parts = new DiagramParts(Xml.all(definitions, "process").get(0));
    return List.of(needs).stream()
        .flatMap(need -> NeedRules.complaint(need, parts).stream())
        .map(complaint -> complaint.what() + "; " + complaint.remedy())
        .toList();
  }
}
