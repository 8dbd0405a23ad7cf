package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.Stumble;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What becomes of a step that fails, and what of a case reaches history. */
class FailedStepTests extends WholeEngine {
  private static final Instant LATER = Instant.parse("2099-01-01T12:00:00Z");

  @Autowired private Stumble stumble;
  private String running = "";

  @BeforeEach
  void aStepIsDue() {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("stumble")
        .enableDuplicateFiltering(false)
        .addString(
            "sample/sample.bpmn",
            """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
              <bpmn:process id="sample" name="Sample" isExecutable="true">
                <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
                <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="stumble" />
                <bpmn:serviceTask id="stumble" name="Stumble" camunda:asyncBefore="true"
                    camunda:delegateExpression="${stumble}" />
              </bpmn:process>
            </bpmn:definitions>
            """)
        .deploy();
    running =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("sample", Variables.putValue("employee", "4711"))
            .getId();
    run();
  }

  @AfterEach
  void mend() {
    stumble.with(null);
  }

  @Test
  void triesAgainLaterWhenASystemIsNotThere() {
    var before = job().getRetries();
    stumble.with(Unavailable.answerLost("no answer within 10 s", null));

    assertThatThrownBy(this::run).isInstanceOf(Unavailable.class);

    assertThat(job().getRetries()).isPositive().isLessThanOrEqualTo(before);
    assertThat(job().getDuedate()).isNotNull();
    assertThat(incidents()).isEmpty();
  }

  @Test
  void waitsForTheTimeItWasToldWithoutSpendingARetry() {
    run(Unavailable.answerLost("so that the retries are counted", null));
    var before = job().getRetries();

    for (var turn = 0; turn < 20; turn++) {
      run(Unavailable.turnedAway("the budget of okta is spent", null, LATER));
    }

    assertThat(job().getRetries()).isEqualTo(before);
    assertThat(job().getDuedate().toInstant()).isEqualTo(LATER);
    assertThat(incidents()).isEmpty();
  }

  @Test
  void spendsARetryWhenTheCallMayHaveArrived() {
    run(Unavailable.answerLost("lost", null));
    var before = job().getRetries();

    run(Unavailable.answerLost("lost again", null));

    assertThat(job().getRetries()).isEqualTo(before - 1);
  }

  @Test
  void waitsForTheTimeItWasToldAlsoWhereTheCallMayHaveArrived() {
    run(Unavailable.answerLost("lost", null));
    var before = job().getRetries();

    run(Unavailable.answerLost("failed with 503", null, LATER));

    assertThat(job().getRetries()).isEqualTo(before - 1);
    assertThat(job().getDuedate().toInstant()).isEqualTo(LATER);

    run(Unavailable.answerLost("failed with 503", null, Instant.EPOCH));
    assertThat(job().getDuedate().toInstant())
        .as("what was said is over before the engine's own pause")
        .isAfter(Instant.EPOCH);
  }

  @Test
  void raisesAnIncidentAtOnceWhenTheSetUpIsWrong() {
    run(new RemoteFailure.Misconfigured("okta answers 401: renew the key of the connection"));

    assertThat(job().getRetries()).isZero();
    assertThat(incidents())
        .extracting(Incident::getIncidentMessage)
        .containsExactly("okta answers 401: renew the key of the connection");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void raisesAnIncidentAtOnceWhenNoLaterTryCanMendIt(RuntimeException mistake) {
    run(mistake);

    assertThat(job().getRetries()).isZero();
    assertThat(incidents()).hasSize(1);
  }

  static Stream<RuntimeException> mistakes() {
    return Stream.of(
        new IllegalStateException("the variable 'device' is not set"),
        new NullPointerException(),
        new ClassCastException("Integer is no String"),
        new IllegalArgumentException("no such kind"),
        new ProcessEngineException("no flow could be selected"),
        new ProcessEngineException("Unknown property", new ELException("no 'devise'")),
        new ProcessEngineException("a table", new FeelException("cannot be worked out")));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void triesAgainLaterWhenSomethingPassesByItself(RuntimeException passing) {
    run(passing);

    assertThat(job().getRetries()).isPositive();
    assertThat(job().getDuedate()).isNotNull();
    assertThat(incidents()).isEmpty();
  }

  static Stream<RuntimeException> passing() {
    return Stream.of(
        new OptimisticLockingException("another node was quicker"),
        new IllegalStateException("cannot read", new SQLException("connection reset")),
        new ProcessEngineException("cannot read", new SQLException("too many clients")),
        new CannotAcquireLockException("busy"),
        new CannotCreateTransactionException("no connection"),
        new UncheckedIOException(new IOException("broken pipe")),
        new IllegalStateException("no answer", Unavailable.answerLost("lost", null)));
  }

  @Test
  void raisesAnIncidentInTheEndWhenNobodyIsThereToDecide() {
    for (var turn = 0; turn < 7; turn++) {
      run(new RemoteFailure.Refused("the address is taken"));
    }

    assertThat(incidents()).hasSize(1);
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().processInstanceId(running))
        .extracting(query -> query.count())
        .isEqualTo(1L);
  }

  @Test
  void keepsDeclaredVariablesInHistoryAndNoOthers() {
    run();

    assertThat(
            engine
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(running)
                .list())
        .extracting(variable -> variable.getName())
        .containsExactlyInAnyOrder("employee", "serial");
    assertThat(
            engine
                .getHistoryService()
                .createHistoricDetailQuery()
                .processInstanceId(running)
                .variableUpdates()
                .list())
        .hasSize(2);
  }

  private void run() {
    engine.getManagementService().executeJob(job().getId());
  }

  private void run(RuntimeException failure) {
    stumble.with(failure);
    assertThatThrownBy(this::run).isNotNull();
  }

  private Job job() {
    return engine.getManagementService().createJobQuery().processInstanceId(running).singleResult();
  }

  private List<Incident> incidents() {
    return engine.getRuntimeService().createIncidentQuery().processInstanceId(running).list();
  }
}
