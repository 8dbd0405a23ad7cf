package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.process.TableWords;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

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

  @Autowired private ObjectProvider<TableWords> words;

  @Test
  void everyColumnOfEveryShippedTableHasItsWordsDeclared() throws IOException {
    var columns = new TreeSet<String>();
    try (var files = Files.walk(Path.of("processes"))) {
      for (var file : files.filter(each -> each.toString().endsWith(".dmn")).toList()) {
        for (var decision : Xml.all(Xml.read(Files.readAllBytes(file)), "decision")) {
          Xml.all(decision, "output")
              .forEach(
                  output ->
                      columns.add(decision.getAttribute("id") + "." + output.getAttribute("name")));
        }
      }
    }

    assertThat(
            words.stream()
                .flatMap(
                    table ->
                        table.outputs().keySet().stream()
                            .map(output -> table.decision() + "." + output)))
        .containsExactlyInAnyOrderElementsOf(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "approval, three, write",
    "approvers, hr, 'write \"approver\", \"operator\" or \"administrator\"'",
    "approvers, processowner, write",
    "approvers, auditor, write",
    "wipeKind, Complete, 'write \"complete\", '",
    "onSilence, keeplocked, 'write \"keepLocked\", '",
    "approvalTimeout, PT0S, write a duration longer than nothing",
    "approvalReminder, R/PT8H, write how often"
  })
  void refusesAWipeTableWithAWordThatNothingUnderstands(String column, String word, String remedy)
      throws IOException {
    var file = Path.of("processes/offboarding/wipe-decision.dmn");
    var table = Files.readString(file);
    var outputs =
        Xml.all(Xml.read(Files.readAllBytes(file)), "output").stream()
            .map(output -> output.getAttribute("name"))
            .toList();
    var cell = "Rule5Out%d\">".formatted(outputs.indexOf(column) + 1);
    var edited =
        table.replaceFirst(
            cell + "(\\s*)<text>[^<]*</text>", cell + "$1<text>\"" + word + "\"</text>");
    assertThat(edited).isNotEqualTo(table);

    assertThatThrownBy(
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString("wipe-decision.dmn", edited)
                    .deploy())
        .isInstanceOf(RefusedDeployment.class)
        .hasMessageContaining("row 5 of 'wipeDecision', column '%s'".formatted(column))
        .hasMessageContaining(remedy);
  }

  @Test
  void refusesAtRunWhatARuleHasWorkedOutAndNothingUnderstands() throws IOException {
    var table = Files.readString(Path.of("processes/onboarding/connection-routing.dmn"));
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .addString(
                "connection-routing.dmn",
                table.replace(
                    "<text>\"okta\"</text>", "<text>substring before(department, \"S\")</text>"))
            .deploy();
    try {
      assertThatThrownBy(
              () ->
                  engine
                      .getDecisionService()
                      .evaluateDecisionTableByKey("connectionRouting")
                      .variables(
                          Map.of("mailDomain", "a", "department", "Sales", "location", "Berlin"))
                      .evaluate())
          .hasStackTraceContaining("'connectionRouting' says")
          .hasStackTraceContaining("RemoteFailure$Misconfigured");
    } finally {
      engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }
  }
}
