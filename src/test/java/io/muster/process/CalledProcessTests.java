package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.lifecycle.Cases;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.Stumble;
import io.muster.testing.WholeEngine;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A case that is drawn as several processes which call each other is still one case. */
class CalledProcessTests extends WholeEngine {
  private static final Instant LATER = Instant.parse("2099-01-01T12:00:00Z");
  private static final EmployeeId ADA = new EmployeeId("4712");

  @Autowired private Stumble stumble;
  @Autowired private Cases cases;

  @BeforeEach
  void aProcessCallsAnother() {
    engine
        .getRepositoryService()
        .createDeployment()
        .addString(
            "sample/sample.bpmn",
            """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
              <bpmn:process id="sample" name="Sample" isExecutable="true">
                <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
                <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="part" />
                <bpmn:callActivity id="part" name="Do a part" camunda:asyncBefore="true"
                    calledElement="samplePart">
                  <bpmn:extensionElements>
                    <camunda:in businessKey="#{execution.processBusinessKey}" />
                    <camunda:in source="employee" target="employee" />
                    <camunda:out source="serial" target="serial" />
                  </bpmn:extensionElements>
                </bpmn:callActivity>
                <bpmn:sequenceFlow id="f2" sourceRef="part" targetRef="pause" />
                <bpmn:intermediateCatchEvent id="pause" name="Pause">
                  <bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
                </bpmn:intermediateCatchEvent>
                <bpmn:sequenceFlow id="f3" sourceRef="pause" targetRef="done" />
                <bpmn:endEvent id="done" name="Done" />
              </bpmn:process>
              <bpmn:process id="samplePart" name="A part" isExecutable="true">
                <bpmn:startEvent id="called" name="Called" camunda:asyncAfter="true" />
                <bpmn:sequenceFlow id="g1" sourceRef="called" targetRef="stumble" />
                <bpmn:serviceTask id="stumble" name="Stumble" camunda:asyncBefore="true"
                    camunda:delegateExpression="${stumble}" />
                <bpmn:sequenceFlow id="g2" sourceRef="stumble" targetRef="partDone" />
                <bpmn:endEvent id="partDone" name="Part done" />
                <bpmn:boundaryEvent id="notThere" name="Not there" attachedToRef="stumble">
                  <bpmn:errorEventDefinition id="e" errorRef="unreachable" />
                </bpmn:boundaryEvent>
                <bpmn:sequenceFlow id="g3" sourceRef="notThere" targetRef="leftOut" />
                <bpmn:endEvent id="leftOut" name="Left out" />
              </bpmn:process>
              <bpmn:error id="unreachable" name="Unreachable" errorCode="unreachable" />
            </bpmn:definitions>
            """)
        .deploy();
  }

  @AfterEach
  void mend() {
    stumble.with(null);
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("sample")
        .list()
        .forEach(
            left ->
                engine.getRuntimeService().deleteProcessInstance(left.getId(), "the test ends"));
  }

  @Test
  void aStepActsOnBehalfOfTheCaseThatBegan() {
    var whole = start();
    run(whole); // begun
    run(whole); // the call
    run(part()); // called
    run(part()); // stumble

    assertThat(stumble.onBehalfOf().id()).isEqualTo(whole.getId());
    assertThat(stumble.onBehalfOf().process()).isEqualTo("sample");
    assertThat(stumble.onBehalfOf().employee()).isEqualTo(ADA);
    assertThat(engine.getRuntimeService().getVariable(whole.getId(), "serial")).isEqualTo("C02XYZ");
  }

  @Test
  void aPartBearsTheBusinessKeyOfItsCase() {
    var whole = start();
    run(whole);
    run(whole);

    assertThat(part().getBusinessKey()).isEqualTo("4712/e1");
  }

  @Test
  void onlyTheEndOfTheWholeCaseGivesItsPlaceFree() {
    var whole = start();
    assertThat(cases.open("sample", ADA, whole.getId())).isTrue();
    run(whole);
    run(whole);
    var part = part();
    assertThat(cases.open("samplePart", ADA, part.getId())).isTrue();
    run(part);
    run(part());

    assertThat(cases.running("sample", ADA)).contains(whole.getId());
    assertThat(cases.running("samplePart", ADA))
        .as("the end of a part closes nothing at all")
        .contains(part.getId());
    run(whole); // the pause is over
    assertThat(cases.running("sample", ADA)).isEmpty();
    cases.close(part.getId());
  }

  @Test
  void nobodyStartsAPartByItself() {
    assertThatThrownBy(
            () -> engine.getRuntimeService().startProcessInstanceByKey("samplePart", employee()))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("'samplePart' is a part of 'sample'");
    assertThatThrownBy(
            () ->
                engine
                    .getRuntimeService()
                    .createProcessInstanceByKey("samplePart")
                    .setVariables(employee())
                    .startBeforeActivity("stumble")
                    .execute())
        .isInstanceOf(BadUserRequestException.class);
    assertThat(parts()).isZero();
  }

  @Test
  void ourOwnCodeMayStartAPart() {
    var id =
        OwnStart.of(
                () ->
                    engine.getRuntimeService().startProcessInstanceByKey("samplePart", employee()))
            .getId();

    assertThat(OwnStart.isUnderWay()).isFalse();
    assertThat(parts()).isEqualTo(1);
    engine.getRuntimeService().deleteProcessInstance(id, "the test ends");
  }

  @Test
  void waitingForItsTurnIsNotUnreachable() {
    var whole = start();
    run(whole);
    run(whole);
    run(part());
    stumble.with(Unavailable.turnedAway("the budget of hexnode is spent", null, LATER));

    assertThatThrownBy(() -> run(part())).isInstanceOf(Unavailable.class);

    assertThat(job(part()).getDuedate().toInstant()).isEqualTo(LATER);
    assertThat(job(part()).getRetries()).isPositive();
  }

  @Test
  void whatMayHaveBeenSentOrHasNoTimeIsUnreachable() {
    for (var failure :
        new Unavailable[] {
          Unavailable.turnedAway("refused to connect", null, null),
          Unavailable.answerLost("failed with 503", null, LATER),
          Unavailable.answerLost("no answer", null)
        }) {
      var whole = start();
      run(whole);
      run(whole);
      run(part());
      stumble.with(failure);
      run(part());

      assertThat(parts()).as(failure.getMessage()).isZero();
      engine.getRuntimeService().deleteProcessInstance(whole.getId(), "the next one");
    }
  }

  private ProcessInstance start() {
    return engine.getRuntimeService().startProcessInstanceByKey("sample", "4712/e1", employee());
  }

  private static Map<String, Object> employee() {
    return Map.of("employee", ADA.value());
  }

  private void run(ProcessInstance instance) {
    engine.getManagementService().executeJob(job(instance).getId());
  }

  private Job job(ProcessInstance instance) {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(instance.getId())
        .singleResult();
  }

  private ProcessInstance part() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("samplePart")
        .singleResult();
  }

  private long parts() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("samplePart")
        .count();
  }
}
