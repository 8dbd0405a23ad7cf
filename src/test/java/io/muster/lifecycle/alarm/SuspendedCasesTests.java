package io.muster.lifecycle.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.Worker;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A case that is suspended stands still, and operators are asked about it until it goes on. */
@ProcessTest
class SuspendedCasesTests {
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private SuspendedCases watch;

  private Worker ada;
  private ProcessInstance onboarding;

  @BeforeEach
  void aCase() {
    walk.set(ProcessEstate.MORNING);
    ada = walk.person("Engineering", "Developer", "Berlin");
    onboarding = walk.hire(ada);
    watch.look();
    assertThat(asked()).as("nothing is suspended").isEmpty();
  }

  @AfterEach
  void nothingIsSuspended() {
    engine.getRepositoryService().activateProcessDefinitionByKey("onboarding");
    engine.getRuntimeService().deleteProcessInstance(onboarding.getId(), "the test is over");
    watch.look();
    assertThat(asked()).isEmpty();
  }

  @Test
  void asksAboutACaseUntilItIsActivated() {
    engine.getRuntimeService().suspendProcessInstanceById(onboarding.getId());
    watch.look();
    assertThat(asked())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains(
                        "PUT /process-instance/%s/suspended".formatted(onboarding.getId()),
                        "employee " + ada.id(),
                        "activate it")
                    .doesNotContain("/job/"));
    engine.getRuntimeService().activateProcessInstanceById(onboarding.getId());
    watch.look();
    assertThat(asked()).isEmpty();
  }

  @Test
  void asksAboutAStepOfACase() {
    var job =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(onboarding.getId())
            .listPage(0, 1)
            .get(0);
    engine.getManagementService().suspendJobById(job.getId());
    watch.look();
    assertThat(asked())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains(
                        "PUT /job/%s/suspended (of case %s)"
                            .formatted(job.getId(), onboarding.getId())));
    engine.getManagementService().activateJobById(job.getId());
  }

  @Test
  void asksAboutAProcessOfWhichNobodyCanBegin() {
    engine.getRepositoryService().suspendProcessDefinitionByKey("onboarding");
    watch.look();
    assertThat(asked())
        .hasValueSatisfying(
            words ->
                assertThat(words).contains("PUT /process-definition/onboarding:", "version 1"));
  }

  @Test
  void namesTwentyAndCountsTheOthers() {
    for (int more = 1; more < SuspendedCases.NAMED; more++) {
      suspendAnother();
    }
    engine.getRuntimeService().suspendProcessInstanceById(onboarding.getId());
    watch.look();
    assertThat(asked()).hasValueSatisfying(words -> assertThat(words).doesNotContain("others"));
    var last = suspendAnother();
    watch.look();
    assertThat(asked())
        .hasValueSatisfying(
            words -> assertThat(words).contains("and 1 others").hasSizeLessThan(4000));
    assertThat(last.isEnded()).isFalse();
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .suspended()
        .processDefinitionKey("onboarding")
        .list()
        .stream()
        .filter(one -> !one.getId().equals(onboarding.getId()))
        .forEach(
            one ->
                engine.getRuntimeService().deleteProcessInstance(one.getId(), "the test is over"));
  }

  private ProcessInstance suspendAnother() {
    var another = walk.hire(walk.person("Engineering", "Developer", "Berlin"));
    engine.getRuntimeService().suspendProcessInstanceById(another.getId());
    return another;
  }

  private Optional<String> asked() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("source-alarm")
        .variableValueEquals("source", SuspendedCases.ABOUT)
        .list()
        .stream()
        .findFirst()
        .map(alarm -> (String) engine.getRuntimeService().getVariable(alarm.getId(), "problem"));
  }
}
