package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Own variables on the page of a case: their readers see them, and an erasure takes them along. */
class OwnVariablesPageTests extends ConsoleStage {
  private static final String LOAN =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
        <bpmn:process id="loan" name="Loan" isExecutable="true">
          <bpmn:extensionElements><camunda:properties>
            <camunda:property name="own.startedBy" value="operator" />
            <camunda:property name="own.1.name" value="own_salary" />
            <camunda:property name="own.1.type" value="text" />
            <camunda:property name="own.1.readers" value="hr" />
            <camunda:property name="own.2.name" value="own_thing" />
            <camunda:property name="own.2.type" value="text" />
            <camunda:property name="own.2.personal" value="no" />
          </camunda:properties></bpmn:extensionElements>
          <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
          <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="ask" />
          <bpmn:userTask id="ask" name="Ask" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
          <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="wait" />
          <bpmn:userTask id="wait" name="Wait" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
        </bpmn:process>
      </bpmn:definitions>
      """;
  private static final String FORM =
      """
      {"id": "ask", "type": "default", "components": [
        {"type": "textfield", "id": "t1", "key": "own_salary"},
        {"type": "textfield", "id": "t2", "key": "own_thing"}]}
      """;

  private ProcessInstance loan;

  @BeforeAll
  void somethingIsLent() {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("loan")
        .addString("loan/loan.bpmn", LOAN)
        .addString("loan/ask.form", FORM)
        .deploy();
    var person = worker("OWN-1", "Grace", "Hopper");
    loan =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("loan", Map.of("employee", person.id().value()));
    walk.run(loan);
    walk.complete(
        walk.task(loan, "ask"),
        "operator",
        Map.of("own_salary", "salary-4711", "own_thing", "thing-4711"));
  }

  @Test
  void showsThemToTheirReadersAndErasesThemWithThePerson() throws Exception {
    var path = "/console/cases/" + loan.getId();
    assertThat(page(Role.OPERATOR, path)).contains("thing-4711").doesNotContain("salary-4711");
    assertThat(page(Role.HR, path)).contains("salary-4711").doesNotContain("thing-4711");
    assertThat(page(Role.AUDITOR, path)).contains("salary-4711", "thing-4711");

    assertThat(erase("OWN-1")).isEqualTo(200);

    assertThat(page(Role.AUDITOR, path)).contains("thing-4711").doesNotContain("salary-4711");
    assertThat(engine.getRuntimeService().getVariables(loan.getId()))
        .containsEntry("own_salary", null);
  }

  private int erase(String employee) throws Exception {
    var signIn = nameOf(Role.ADMINISTRATOR) + ":" + password();
    var request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/api/evidence/erasures".formatted(port)))
            .header("Content-Type", "application/json")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(signIn.getBytes(StandardCharsets.UTF_8)))
            .POST(
                BodyPublishers.ofString(
                    "{\"employee\": \"%s\", \"why\": \"asked for\"}".formatted(employee)))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }
}
