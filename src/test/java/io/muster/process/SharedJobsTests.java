package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.Stumble;
import io.muster.testing.WholeEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * Which steps are done in the job of what comes before them, and what becomes of their failures.
 */
@TestPropertySource(properties = "muster.jobs.shared=true")
class SharedJobsTests extends WholeEngine {
  private static final String WAIT =
      """
      <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
      <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="wait" />
      <bpmn:intermediateCatchEvent id="wait" name="Wait">
        <bpmn:timerEventDefinition id="waitTimer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:intermediateCatchEvent>
      """;

  /** A timer, a table, and two steps. */
  private static final String TWO_STEPS =
      WAIT
          + """
          <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="choose" />
          <bpmn:businessRuleTask id="choose" name="Choose" camunda:asyncBefore="true"
              camunda:resultVariable="until" camunda:decisionRef="connectionRouting"
              camunda:decisionRefBinding="latest" camunda:mapDecisionResult="singleEntry">
            <bpmn:extensionElements>
              <camunda:inputOutput>
                <camunda:inputParameter name="mailDomain">example.com</camunda:inputParameter>
                <camunda:inputParameter name="department">Engineering</camunda:inputParameter>
                <camunda:inputParameter name="location">Berlin</camunda:inputParameter>
              </camunda:inputOutput>
            </bpmn:extensionElements>
          </bpmn:businessRuleTask>
          <bpmn:sequenceFlow id="f3" sourceRef="choose" targetRef="stumble" />
          <bpmn:serviceTask id="stumble" name="Stumble" camunda:asyncBefore="true"
              camunda:delegateExpression="${stumble}" />
          <bpmn:sequenceFlow id="f4" sourceRef="stumble" targetRef="again" />
          <bpmn:serviceTask id="again" name="Again" camunda:asyncBefore="true"
              camunda:delegateExpression="${stumble}" />
          """;

  private static final String FORK =
      WAIT
          + """
          <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="fork" />
          <bpmn:parallelGateway id="fork" name="Both" />
          <bpmn:sequenceFlow id="f3" sourceRef="fork" targetRef="stumble" />
          <bpmn:sequenceFlow id="f4" sourceRef="fork" targetRef="again" />
          <bpmn:serviceTask id="stumble" name="Stumble" camunda:asyncBefore="true"
              camunda:delegateExpression="${stumble}" />
          <bpmn:serviceTask id="again" name="Again" camunda:asyncBefore="true"
              camunda:delegateExpression="${stumble}" />
          """;

  @Autowired private Stumble stumble;
  private String running = "";

  @BeforeEach
  void timeStands() {
    ClockUtil.setCurrentTime(Date.from(Instant.now()));
  }

  @AfterEach
  void fix() {
    stumble.with(null);
    ClockUtil.reset();
  }

  @Test
  void doesOneStepInTheJobOfTheTimerAndTheTableBeforeIt() {
    start(TWO_STEPS);
    assertThat(places()).containsExactly("begun");
    step();
    assertThat(places()).as("there is nothing to do until then").containsExactly("wait");

    pass();
    step();

    assertThat(places()).as("what follows a step has its own job").containsExactly("again");
    assertThat(variables()).containsKeys("until", "serial");
    step();
    assertThat(places()).isEmpty();
    assertThat(finished()).containsExactly("begun", "wait", "choose", "stumble", "again");
  }

  @Test
  void givesAStepThatFailsAJobOfItsOwnAtNoCost() {
    start(TWO_STEPS);
    step();
    pass();
    stumble.with(Unavailable.answerLost("lost", null));
    var retries = job().getRetries();

    assertThatThrownBy(this::step).isInstanceOf(Unavailable.class);
    assertThat(places()).containsExactly("wait");
    assertThat(job().getRetries()).as("the timer is not to blame").isEqualTo(retries);
    assertThat(incidents()).isEmpty();

    step();
    assertThat(places()).as("the timer by itself").containsExactly("choose");
    step();
    assertThat(places()).as("the table by itself").containsExactly("stumble");
    assertThat(variables()).doesNotContainKey("serial");

    assertThatThrownBy(this::step).isInstanceOf(Unavailable.class);
    assertThat(places()).containsExactly("stumble");
    assertThat(job().getDuedate())
        .as("it pauses like any step")
        .isAfter(ClockUtil.getCurrentTime());

    stumble.with(null);
    step();
    assertThat(places()).containsExactly("again");
  }

  @Test
  void aFailureThatSaysNothingIsNotSharedAgainEither() {
    start(TWO_STEPS);
    step();
    pass();
    stumble.with(new ConcurrentModificationException());
    assertThatThrownBy(this::step).isInstanceOf(ConcurrentModificationException.class);
    assertThat(job().getExceptionMessage()).contains("ConcurrentModificationException");

    step();

    assertThat(places()).as("the timer by itself").containsExactly("choose");
  }

  @Test
  void whatAVendorAsksToWaitForIsWaitedFor() {
    start(TWO_STEPS);
    step();
    pass();
    var notBefore = ClockUtil.getCurrentTime().toInstant().plusSeconds(90);
    stumble.with(Unavailable.turnedAway("later", null, notBefore));
    assertThatThrownBy(this::step).isInstanceOf(Unavailable.class);

    assertThat(job().getDuedate().toInstant()).isEqualTo(notBefore);
  }

  @Test
  void whatMayBeUnderWayIsNotAskedForAgainAtOnce() {
    start(TWO_STEPS);
    step();
    pass();
    stumble.with(Unavailable.answerLost("lost", null));
    assertThatThrownBy(this::step).isInstanceOf(Unavailable.class);

    assertThat(job().getDuedate().toInstant())
        .isEqualTo(ClockUtil.getCurrentTime().toInstant().plusSeconds(10));
  }

  @Test
  void raisesTheIncidentAtTheStepThatFailed() {
    start(TWO_STEPS);
    step();
    pass();
    stumble.with(new RemoteFailure.Misconfigured("renew the key"));

    for (var tries = 0; tries < 4; tries++) {
      try {
        step();
      } catch (RemoteFailure.Misconfigured expected) {
        // kept with the job
      }
    }

    assertThat(incidents()).extracting(Incident::getActivityId).containsExactly("stumble");
    assertThat(job().getRetries()).isZero();
  }

  @Test
  void givesEachBranchOfAForkItsOwnJob() {
    start(FORK);
    step();
    pass();

    step();

    assertThat(places()).containsExactlyInAnyOrder("stumble", "again");
  }

  @Test
  void aStepThatWasSuspendedByItselfStaysSo() {
    start(TWO_STEPS);
    step();
    var definition =
        engine
            .getManagementService()
            .createJobDefinitionQuery()
            .processDefinitionKey("sample")
            .activityIdIn("stumble")
            .list();
    definition.forEach(
        one -> engine.getManagementService().suspendJobDefinitionById(one.getId(), true));
    pass();

    step();

    assertThat(places()).containsExactly("stumble");
    assertThat(job().isSuspended()).isTrue();
  }

  @Test
  void whatDestroysHasItsOwnJob() {
    assertThat(new Wiping().mayShareJob()).isFalse();
    assertThat(stumble.mayShareJob()).isTrue();
  }

  @Destroys
  private static final class Wiping extends Step {
    @Override
    protected void run(org.camunda.bpm.engine.delegate.DelegateExecution execution) {
      throw new UnsupportedOperationException();
    }
  }

  private void start(String parts) {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("shared jobs")
        .addString(
            "sample/sample.bpmn",
            """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
              <bpmn:process id="sample" name="Sample" isExecutable="true">
                %s
              </bpmn:process>
            </bpmn:definitions>
            """
                .formatted(parts))
        .deploy();
    running =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("sample", Map.of("employee", "4711"))
            .getId();
  }

  private static void pass() {
    ClockUtil.setCurrentTime(
        Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofHours(2))));
  }

  private void step() {
    engine.getManagementService().executeJob(job().getId());
  }

  private Job job() {
    return engine.getManagementService().createJobQuery().processInstanceId(running).list().get(0);
  }

  private List<String> places() {
    var management = engine.getManagementService();
    return management.createJobQuery().processInstanceId(running).list().stream()
        .map(
            job ->
                management
                    .createJobDefinitionQuery()
                    .jobDefinitionId(job.getJobDefinitionId())
                    .singleResult()
                    .getActivityId())
        .toList();
  }

  private Map<String, Object> variables() {
    return engine.getRuntimeService().getVariables(running);
  }

  private List<Incident> incidents() {
    return engine.getRuntimeService().createIncidentQuery().processInstanceId(running).list();
  }

  private List<String> finished() {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(running)
        .finished()
        .orderPartiallyByOccurrence()
        .asc()
        .list()
        .stream()
        .map(activity -> activity.getActivityId())
        .toList();
  }
}
