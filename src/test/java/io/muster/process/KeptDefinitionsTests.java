package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.Test;

/** Nobody ends running cases by deleting what they run on. */
class KeptDefinitionsTests extends WholeEngine {
  private static final String DIAGRAM =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
        <bpmn:process id="sample" name="Doomed" isExecutable="true">
          <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
          <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="ask" />
          <bpmn:userTask id="ask" name="Ask" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
        </bpmn:process>
      </bpmn:definitions>
      """;
  private static final String FORM =
      """
      {"id": "ask", "type": "default", "components": [
        {"type": "textarea", "id": "c", "key": "comment"}]}
      """;
  private static final List<Consumer<Doomed>> WAYS =
      List.of(
          doomed -> doomed.repository().deleteDeployment(doomed.deployment(), true),
          doomed -> doomed.repository().deleteDeployment(doomed.deployment(), true, true, true),
          doomed -> doomed.repository().deleteProcessDefinition(doomed.id(), true),
          doomed ->
              doomed.repository().deleteProcessDefinitions().byIds(doomed.id()).cascade().delete(),
          doomed ->
              doomed
                  .repository()
                  .deleteProcessDefinitions()
                  .byKey(doomed.key())
                  .cascade()
                  .delete());

  @Test
  void refusesItWhileACaseRunsAndNamesThePeople() {
    for (var way : WAYS) {
      clear();
      var doomed = deployed();
      var running =
          engine.getRuntimeService().startProcessInstanceById(doomed.id(), "0042/event-1");
      ThrowingCallable deletion = () -> way.accept(doomed);

      assertThatThrownBy(deletion)
          .isInstanceOf(BadUserRequestException.class)
          .hasMessageContaining("1 cases run on version")
          .hasMessageContaining("0042")
          .hasMessageNotContaining("event-1");
      assertThat(
              engine
                  .getRuntimeService()
                  .createProcessInstanceQuery()
                  .processInstanceId(running.getId())
                  .count())
          .isEqualTo(1);

      engine.getRuntimeService().deleteProcessInstance(running.getId(), "over");
      assertThatCode(deletion).doesNotThrowAnyException();
    }
  }

  private Doomed deployed() {
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("doomed")
            .addString("doomed/sample.bpmn", DIAGRAM)
            .addString("doomed/ask.form", FORM)
            .deployWithResult();
    var definition = deployment.getDeployedProcessDefinitions().get(0);
    return new Doomed(
        engine.getRepositoryService(), deployment.getId(), definition.getId(), definition.getKey());
  }

  /** Other tests' cases and versions, which would be counted too. */
  private void clear() {
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(SampleProcess.KEY)
        .list()
        .forEach(one -> engine.getRuntimeService().deleteProcessInstance(one.getId(), "over"));
  }

  private record Doomed(RepositoryService repository, String deployment, String id, String key) {}
}
