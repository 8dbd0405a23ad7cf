package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.people.PersonErased;
import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Own variables of a case, from the question to the erasure of the person. */
class OwnVariablesTests extends WholeEngine {
  private static final String DECLARED =
      """
      <bpmn:extensionElements><camunda:properties>
        <camunda:property name="own.1.name" value="own_badge" />
        <camunda:property name="own.1.type" value="text" />
        <camunda:property name="own.2.name" value="own_since" />
        <camunda:property name="own.2.type" value="date" />
        <camunda:property name="own.3.name" value="own_seats" />
        <camunda:property name="own.3.type" value="number" />
        <camunda:property name="own.3.personal" value="no" />
      </camunda:properties></bpmn:extensionElements>
      """;
  private static final String FORM =
      """
      {"id": "ask", "type": "default", "components": [
        {"type": "textfield", "id": "f1", "key": "own_badge"},
        {"type": "datetime", "subtype": "date", "id": "f2", "key": "own_since"},
        {"type": "number", "id": "f3", "key": "own_seats"}]}
      """;
  private static final String TABLE =
      """
      <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
          xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="t" name="t" namespace="n">
        <decision id="ownRoute" name="Route" camunda:historyTimeToLive="30">
          <decisionTable id="table" hitPolicy="FIRST">
            <input id="i1" label="Badge"><inputExpression id="e1" typeRef="string">
              <text>own_badge</text></inputExpression></input>
            <output id="o1" name="decision" typeRef="string" />
            <rule id="r1"><inputEntry id="c1"><text></text></inputEntry>
              <outputEntry id="c2"><text>"yes"</text></outputEntry></rule>
          </decisionTable>
        </decision>
      </definitions>
      """;

  private static final String ASKING =
      """
      <bpmn:businessRuleTask id="route" name="Route" camunda:asyncBefore="true"
          camunda:decisionRef="ownRoute" camunda:resultVariable="decision"
          camunda:mapDecisionResult="singleEntry" />
      """;

  @Autowired private OwnValues values;

  private Task task;

  @BeforeEach
  void aTaskWaits() {
    deploy(diagram(DECLARED), FORM);
    task = started("4711");
  }

  @AfterEach
  void signOut() {
    engine.getIdentityService().clearAuthentication();
  }

  @Test
  void takesAnswersOfTheDeclaredTypesAndKeepsThemInHistory() {
    complete(Map.of("own_badge", "B-17", "own_since", "2027-01-31", "own_seats", 2));

    assertThat(history())
        .containsEntry("own_badge", "B-17")
        .containsEntry("own_since", "2027-01-31")
        .containsEntry("own_seats", 2);
    assertThat(values.of(List.of(task.getProcessInstanceId())))
        .extracting(value -> value.variable().name() + "=" + value.value())
        .containsExactly("own_badge=B-17", "own_seats=2", "own_since=2027-01-31");
  }

  /** A text field with no rules of its own takes more than the engine's column holds. */
  @Test
  void refusesAValueOfAnotherTypeInWords() {
    var declared =
        OwnDeclarations.read(
            Map.of(
                "own.1.name", "own_since",
                "own.1.type", "date"));

    assertThatThrownBy(() -> OwnAnswers.demand(declared, Map.of("own_since", "2027-02-30")))
        .isInstanceOf(FormRefused.class)
        .hasMessage("Nothing was done. 'own_since' is a day; write it like 2027-01-31.");
    assertThatThrownBy(() -> OwnAnswers.demand(declared, Map.of("own_other", "x")))
        .isInstanceOf(FormRefused.class)
        .hasMessageContaining("'own_other' is not declared in this process; leave it out.");
  }

  /** ISO 8601 knows days that the calendar of a form does not look at. */
  @Test
  void refusesAtTheDoorOfTheEngineAndLeavesTheTaskOpen() {
    assertThatThrownBy(() -> complete(Map.of("own_seats", "two")))
        .isInstanceOf(FormRefused.class)
        .hasMessageContaining("own_seats");
    assertThatThrownBy(() -> complete(Map.of("own_badge", "x".repeat(4001))))
        .isInstanceOf(FormRefused.class);

    assertThat(engine.getTaskService().createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  @Test
  void keepsNothingInHistoryThatNothingDeclares() {
    engine
        .getRuntimeService()
        .setVariable(task.getProcessInstanceId(), "own_unknown", "from elsewhere");

    assertThat(history()).doesNotContainKey("own_unknown");
  }

  @Test
  void judgesACaseByTheDiagramItBeganOn() {
    deploy(SampleProcess.ASKING, SampleProcess.QUESTION);

    complete(Map.of("own_badge", "B-18"));

    assertThat(history()).containsEntry("own_badge", "B-18");
  }

  @Test
  void erasesWhatIsPersonalWithThePersonAndLeavesTheRest() {
    complete(Map.of("own_badge", "B-17", "own_since", "2027-01-31", "own_seats", 2));
    var other = started("4712");
    signOut();
    engine.getRuntimeService().setVariable(other.getProcessInstanceId(), "own_badge", "B-99");

    values.erase(new PersonErased(new EmployeeId("4711")));

    assertThat(history())
        .containsEntry("own_seats", 2)
        .doesNotContainKeys("own_badge", "own_since");
    assertThat(
            engine
                .getHistoryService()
                .createHistoricDetailQuery()
                .processInstanceId(task.getProcessInstanceId())
                .variableUpdates()
                .list())
        .noneSatisfy(detail -> assertThat(detail.toString()).contains("B-17"));
    assertThat(values.of(List.of(other.getProcessInstanceId())))
        .extracting(OwnValues.OwnValue::value)
        .containsExactly("B-99");
  }

  @Test
  void emptiesItInACaseThatRunsAndForgetsWhatATableWasAsked() {
    signOut();
    var running = asked(ASKING, TABLE).getProcessInstanceId();
    engine.getRuntimeService().setVariable(running, "own_badge", "B-17");
    engine.getRuntimeService().setVariable(running, "own_seats", 4);
    run(running);
    assertThat(decisions(running)).isOne();

    values.erase(new PersonErased(new EmployeeId("4711")));

    assertThat(engine.getRuntimeService().getVariables(running))
        .containsEntry("own_badge", null)
        .containsEntry("own_seats", 4);
    assertThat(decisions(running)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "task, own_badge, 0",
    "task, own_seats, 1",
    "around, own_badge, 0",
    "around, own_seats, 1"
  })
  void forgetsWhatATableWasHandedUnderAnotherName(String place, String from, long left) {
    signOut();
    var handing =
        """
        <bpmn:extensionElements><camunda:inputOutput>
          <camunda:inputParameter name="serial">${%s}</camunda:inputParameter>
        </camunda:inputOutput></bpmn:extensionElements>
        """
            .formatted(from);
    var isTask = place.equals("task");
    var task = ASKING.replace("/>", ">%s</bpmn:businessRuleTask>".formatted(isTask ? handing : ""));
    var running =
        asked(
                isTask
                    ? task
                    : """
                    <bpmn:subProcess id="route" name="Route">%s
                      <bpmn:startEvent id="in" name="In" />
                      <bpmn:sequenceFlow id="s1" sourceRef="in" targetRef="table" />%s
                      <bpmn:sequenceFlow id="s2" sourceRef="table" targetRef="out" />
                      <bpmn:endEvent id="out" name="Out" />
                    </bpmn:subProcess>
                    """
                        .formatted(handing, task.replace("id=\"route\"", "id=\"table\"")),
                TABLE.replace("own_badge", "serial"))
            .getProcessInstanceId();
    engine.getRuntimeService().setVariable(running, "own_badge", "B-17");
    engine.getRuntimeService().setVariable(running, "own_seats", "4");
    run(running);
    assertThat(decisions(running)).isOne();

    values.erase(new PersonErased(new EmployeeId("4711")));

    assertThat(decisions(running)).isEqualTo(left);
  }

  private long decisions(String instance) {
    return engine
        .getHistoryService()
        .createHistoricDecisionInstanceQuery()
        .processInstanceId(instance)
        .count();
  }

  /** A case that asks a table as soon as its job runs, and a person afterwards. */
  private ProcessInstance asked(String asking, String table) {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("sample")
        .addString(
            "sample/sample.bpmn",
            diagram(DECLARED)
                .replace(
                    "name=\"Begun\"",
                    "name=\"Begun\" camunda:formRef=\"ask\" camunda:formRefBinding=\"deployment\"")
                .replace(
                    "<bpmn:sequenceFlow id=\"f1\" sourceRef=\"begun\" targetRef=\"ask\" />",
                    """
                    <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="route" />
                    ASKS
                    <bpmn:sequenceFlow id="f2" sourceRef="route" targetRef="ask" />
                    """
                        .replace("ASKS", asking)))
        .addString("sample/ask.form", FORM)
        .addString("sample/route.dmn", table)
        .deploy();
    return engine
        .getRuntimeService()
        .startProcessInstanceByKey("sample", Variables.putValue("employee", "4711"));
  }

  private void run(String instance) {
    for (var jobs = jobs(instance); !jobs.isEmpty(); jobs = jobs(instance)) {
      jobs.forEach(job -> engine.getManagementService().executeJob(job.getId()));
    }
  }

  private List<Job> jobs(String instance) {
    return engine.getManagementService().createJobQuery().processInstanceId(instance).list();
  }

  private void complete(Map<String, Object> answers) {
    engine.getIdentityService().setAuthentication("ada", List.of("operator"));
    try {
      engine.getTaskService().complete(task.getId(), Variables.fromMap(answers));
    } finally {
      signOut();
    }
  }

  private Map<String, Object> history() {
    signOut();
    return engine
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(task.getProcessInstanceId())
        .list()
        .stream()
        .filter(kept -> kept.getValue() != null)
        .collect(
            Collectors.toMap(
                HistoricVariableInstance::getName, HistoricVariableInstance::getValue));
  }

  private Task started(String employee) {
    signOut();
    var started =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("sample", Variables.putValue("employee", employee));
    engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(started.getId())
        .list()
        .forEach(job -> engine.getManagementService().executeJob(job.getId()));
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(started.getId())
        .singleResult();
  }

  private void deploy(String diagram, String form) {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("sample")
        .addString("sample/sample.bpmn", diagram)
        .addString("sample/ask.form", form)
        .deploy();
  }

  private static String diagram(String declared) {
    return SampleProcess.ASKING.replace(
        "isExecutable=\"true\">", "isExecutable=\"true\">" + declared);
  }
}
