package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testing.WholeEngine;
import org.junit.jupiter.api.Test;

class GateInTheEngineTests extends WholeEngine {
  @Test
  void refusesWhateverDoorItComesInByAndKeepsWhatIsLive() {
    var repository = engine.getRepositoryService();
    var live = repository.createProcessDefinitionQuery().latestVersion().list();
    var deployments = repository.createDeploymentQuery().count();

    assertThatThrownBy(
            () ->
                repository
                    .createDeployment()
                    .name("an edit")
                    .source("Camunda Modeler")
                    .enableDuplicateFiltering(false)
                    .addString(
                        "offboarding.bpmn",
                        """
                        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
                          <bpmn:process id="offboarding" isExecutable="true">
                            <bpmn:startEvent id="begun" camunda:asyncAfter="true" />
                            <bpmn:sequenceFlow id="f" sourceRef="begun" targetRef="run" />
                            <bpmn:serviceTask id="run" name="Run" camunda:asyncBefore="true"
                                camunda:class="java.lang.Object" />
                          </bpmn:process>
                        </bpmn:definitions>
                        """)
                    .deploy())
        .isInstanceOf(RefusedDeployment.class)
        .hasMessageContaining("what is live stays live")
        .hasMessageContaining("offboarding.bpmn, 'run' (Run): names a Java class");

    assertThat(repository.createProcessDefinitionQuery().latestVersion().list())
        .extracting(definition -> definition.getId())
        .containsExactlyInAnyOrderElementsOf(
            live.stream().map(definition -> definition.getId()).toList());
    assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
  }
}
