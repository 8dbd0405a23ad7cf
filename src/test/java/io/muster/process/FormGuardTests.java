package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.muster.testing.WholeEngine;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FormGuardTests extends WholeEngine {
  private static final String FORM =
      """
      {"id": "answer", "type": "default", "executionPlatform": "Camunda Platform",
       "executionPlatformVersion": "7.22.0", "components": [
        {"type": "text", "id": "t", "text": "**{{who}}**"},
        {"type": "textfield", "id": "f1", "key": "serial", "readonly": true},
        {"type": "radio", "id": "f2", "key": "decision", "validate": {"required": true},
         "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]},
        {"type": "textarea", "id": "f3", "key": "comment", "validate": {"required": true, "minLength": 3},
         "conditional": {"hide": "=decision = \\"yes\\""}},
        {"type": "checklist", "id": "f4", "key": "parts",
         "values": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}]}
      """;

  private Task task;

  @BeforeEach
  void aTaskWaits() {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("sample")
        .enableDuplicateFiltering(false)
        .addString("sample/sample.bpmn", diagram())
        .addString("sample/answer.form", FORM)
        .deploy();
    var started =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "sample",
                Variables.putValue("employee", "4711")
                    .putValue("serial", "C02XYZ")
                    .putValue("comment", "what somebody said long ago"));
    engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(started.getId())
        .list()
        .forEach(job -> engine.getManagementService().executeJob(job.getId()));
    task =
        engine.getTaskService().createTaskQuery().processInstanceId(started.getId()).singleResult();
    signIn("ada");
  }

  @AfterEach
  void signOut() {
    engine.getIdentityService().clearAuthentication();
  }

  @Test
  void completesATaskWithTheAnswersToItsForm() {
    engine
        .getTaskService()
        .complete(
            task.getId(),
            Variables.putValue("decision", "no")
                .putValue("comment", "not this one")
                .putValueTyped("parts", SpinValues.jsonValue("[\"a\",\"b\"]").create()));

    assertThat(caseVariables())
        .containsEntry("decision", "no")
        .containsEntry("comment", "not this one")
        .containsEntry("parts", List.of("a", "b"));
  }

  @Test
  void remembersWhoAnsweredAndForgetsWhatAnOlderTaskWasTold() {
    engine.getFormService().submitTaskForm(task.getId(), Variables.putValue("decision", "yes"));

    assertThat(caseVariables()).containsEntry("decision", "yes").containsEntry("comment", null);
    signOut();
    assertThat(
            engine
                .getHistoryService()
                .createHistoricTaskInstanceQuery()
                .taskId(task.getId())
                .singleResult()
                .getAssignee())
        .isEqualTo("ada");
  }

  @Test
  void refusesAtEveryDoorWhatTheFormDoesNotAskFor() {
    var forged = Variables.putValue("decision", "yes").putValue("employee", "9999");

    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), forged))
        .isInstanceOf(FormRefused.class)
        .hasMessageContaining("no field 'employee'");
    assertThatThrownBy(
            () ->
                engine.getTaskService().completeWithVariablesInReturn(task.getId(), forged, false))
        .isInstanceOf(FormRefused.class);
    assertThatThrownBy(() -> engine.getFormService().submitTaskForm(task.getId(), forged))
        .isInstanceOf(FormRefused.class);
    assertThatThrownBy(
            () ->
                engine
                    .getFormService()
                    .submitTaskFormWithVariablesInReturn(task.getId(), forged, false))
        .isInstanceOf(FormRefused.class);
    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId()))
        .isInstanceOf(FormRefused.class)
        .hasMessageContaining("'decision' is missing");
    assertThat(caseVariables()).containsEntry("employee", "4711").doesNotContainKey("decision");
  }

  @Test
  void refusesAChangedReadOnlyFieldAndATypeNoFormHandsIn() {
    assertThatThrownBy(() -> answer(Variables.putValue("decision", "yes").putValue("serial", "X")))
        .hasMessageContaining("'serial' is only shown");
    assertThatThrownBy(
            () ->
                answer(
                    Variables.createVariables()
                        .putValueTyped(
                            "decision", Variables.serializedObjectValue("yes").create())))
        .hasMessageContaining("is of the type object, which no form hands in");
    answer(Variables.putValue("decision", "yes").putValue("serial", "C02XYZ"));
    assertThat(caseVariables()).containsEntry("serial", "C02XYZ");
  }

  @Test
  void letsNobodyAnswerWithoutASignIn() {
    signOut();
    assertThatThrownBy(() -> answer(Variables.putValue("decision", "yes")))
        .hasMessageContaining("sign in first");
  }

  @Test
  void leavesATaskByItsFormAndNoOtherWay() {
    mayUpdateTheCase();
    var tasks = engine.getTaskService();
    var forged = Map.<String, Object>of("serial", "X");
    assertThatThrownBy(() -> tasks.setVariable(task.getId(), "serial", "X"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("set by answering its form");
    assertThatThrownBy(() -> tasks.setVariablesLocal(task.getId(), forged))
        .isInstanceOf(BadUserRequestException.class);
    assertThatThrownBy(() -> tasks.removeVariable(task.getId(), "serial"))
        .isInstanceOf(BadUserRequestException.class);
    assertThatThrownBy(() -> tasks.resolveTask(task.getId(), forged))
        .isInstanceOf(FormRefused.class);
    assertThatThrownBy(() -> tasks.handleBpmnError(task.getId(), "refused", "x", forged))
        .isInstanceOf(BadUserRequestException.class);
    assertThatThrownBy(() -> tasks.handleEscalation(task.getId(), "x", forged))
        .isInstanceOf(BadUserRequestException.class);
    assertThatThrownBy(() -> engine.getRuntimeService().signal(task.getExecutionId(), forged))
        .hasStackTraceContaining("not by a signal");
    assertThat(caseVariables()).containsEntry("serial", "C02XYZ");
  }

  @Test
  void letsNobodyWhoMayWorkOnATaskSetVariablesOfItsCase() {
    mayUpdateTheCase();
    assertThatThrownBy(
            () ->
                engine.getRuntimeService().setVariable(task.getProcessInstanceId(), "serial", "X"))
        .hasMessageContaining("never by hand");
  }

  @Test
  void showsWhomATaskIsAboutOnTheTaskAloneAndNotInHistory() {
    signOut();
    assertThat(engine.getTaskService().getVariablesLocal(task.getId()))
        .asInstanceOf(MAP)
        .containsEntry("who", "4711 (HR has told us nothing else about this person)");
    assertThat(
            engine
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .list())
        .extracting(variable -> variable.getName())
        .contains("employee", "serial")
        .doesNotContain("who");
  }

  private void mayUpdateTheCase() {
    signOut();
    var authorizations = engine.getAuthorizationService();
    var grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    grant.setUserId("ada");
    grant.setResource(Resources.PROCESS_INSTANCE);
    grant.setResourceId(task.getProcessInstanceId());
    grant.addPermission(Permissions.UPDATE);
    authorizations.saveAuthorization(grant);
    signIn("ada");
  }

  private void answer(Map<String, Object> variables) {
    engine.getTaskService().complete(task.getId(), variables);
  }

  private Map<String, Object> caseVariables() {
    signOut();
    var variables = engine.getRuntimeService().getVariables(task.getProcessInstanceId());
    signIn("ada");
    return variables;
  }

  private void signIn(String person) {
    engine.getIdentityService().setAuthentication(person, List.of("operator"));
  }

  private static String diagram() {
    return """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
          <bpmn:process id="sample" name="Sample" isExecutable="true">
            <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
            <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="answer" />
            <bpmn:userTask id="answer" name="Answer" camunda:formRef="answer"
                camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
            <bpmn:sequenceFlow id="f2" sourceRef="answer" targetRef="answer_again" />
            <bpmn:userTask id="answer_again" name="Answer again" camunda:formRef="answer"
                camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
          </bpmn:process>
        </bpmn:definitions>
        """;
  }
}
