package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.Stumble;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What becomes of a step that fails, and what of a case reaches history. */
class FailedStepTests extends WholeEngine {
  private final Instant later =
      Instant.now().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);

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
  void fix() {
    stumble.with(null);
    ClockUtil.reset();
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
      run(Unavailable.turnedAway("the budget of okta is spent", null, later));
    }

    assertThat(job().getRetries()).isEqualTo(before);
    assertThat(job().getDuedate().toInstant()).isEqualTo(later);
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

    run(Unavailable.answerLost("failed with 503", null, later));

    assertThat(job().getRetries()).isEqualTo(before - 1);
    assertThat(job().getDuedate().toInstant()).isEqualTo(later);

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
        new NotFoundException("no process of that key is deployed"),
        new UncheckedIOException(new JsonParseException(null, "a variable that is no JSON")),
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
        new MismatchingMessageCorrelationException("nobody listens yet"),
        new CannotCreateTransactionException("no connection"),
        new UncheckedIOException(new IOException("broken pipe")),
        new IllegalStateException("no answer", Unavailable.answerLost("lost", null)));
  }

  @Test
  void raisesAnIncidentAtOnceWhenNobodyIsThereToDecide() {
    run(new RemoteFailure.Refused("the address is taken"));

    assertThat(job().getRetries()).isZero();
    assertThat(incidents()).hasSize(1);
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().processInstanceId(running))
        .extracting(query -> query.count())
        .isEqualTo(1L);
  }

  @Test
  void triesAnUnknownRefusalThreeTimesAndThenAsks() {
    run(Unavailable.notUnderstood("Okta refused it (400, E0000999)"));
    assertThat(job().getRetries()).isEqualTo(2);
    assertThat(incidents()).isEmpty();

    run(Unavailable.notUnderstood("Okta refused it (400, E0000999)"));
    assertThat(job().getRetries()).isEqualTo(1);
    assertThat(incidents()).isEmpty();

    run(Unavailable.notUnderstood("Okta refused it (400, E0000999)"));
    assertThat(job().getRetries()).isZero();
    assertThat(incidents())
        .extracting(Incident::getIncidentMessage)
        .containsExactly("Okta refused it (400, E0000999)");
  }

  @ParameterizedTest
  @CsvSource({
    "CONTAINMENT, 59, 0",
    "CONTAINMENT, 61, 1",
    "JOINER, 14399, 0",
    "JOINER, 14401, 1",
    "SYNC, 86399, 0",
    "SYNC, 86401, 1"
  })
  void saysWhenAWaitIsLongerThanWasPromised(CallPriority urgency, long seconds, int incidents) {
    var due = job().getCreateTime().toInstant();
    ClockUtil.setCurrentTime(Date.from(due));

    run(budget(urgency, due.plusSeconds(seconds)));
    run(budget(urgency, due.plusSeconds(seconds)));

    assertThat(incidents()).hasSize(incidents);
    assertThat(job().getRetries()).as("it goes on by itself").isPositive();
  }

  @Test
  void saysItNoLongerOnceTheStepIsThrough() {
    var due = job().getCreateTime().toInstant();
    run(budget(CallPriority.CONTAINMENT, due.plusSeconds(3600)));
    assertThat(incidents())
        .singleElement()
        .satisfies(
            incident ->
                assertThat(incident.getIncidentMessage())
                    .contains("longer than promised", "The calls per day to hexnode are used up"));

    stumble.with(null);
    run();

    assertThat(incidents()).isEmpty();
    assertThat(
            engine
                .getHistoryService()
                .createHistoricIncidentQuery()
                .processInstanceId(running)
                .resolved()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aCaseThatIsEndedTakesItsIncidentAlong() {
    run(budget(CallPriority.CONTAINMENT, later));

    engine.getRuntimeService().deleteProcessInstance(running, "taken back");

    assertThat(incidents()).isEmpty();
  }

  @Test
  void waitsForNothingForEver() {
    var due = job().getCreateTime().toInstant();
    ClockUtil.setCurrentTime(Date.from(due.plus(Duration.ofDays(2)).minusSeconds(1)));
    run(Unavailable.answerLost("so that the retries are counted", null));
    var before = job().getRetries();
    run(budget(CallPriority.SYNC, due.plus(Duration.ofDays(2))));
    assertThat(job().getRetries()).isEqualTo(before);

    ClockUtil.setCurrentTime(Date.from(due.plus(Duration.ofDays(2))));
    for (var turn = 0; job().getRetries() > 0; turn++) {
      assertThat(turn).isLessThan(10);
      run(budget(CallPriority.SYNC, due.plus(Duration.ofDays(3))));
    }

    assertThat(incidents()).extracting(Incident::getIncidentType).contains("failedJob");
  }

  @ParameterizedTest
  @CsvSource({"899, 0", "900, 1", "901, 1"})
  void endsAWaitThatMakesSenseOnlySoLong(long seconds, int incidents) {
    var due = job().getCreateTime().toInstant();
    ClockUtil.setCurrentTime(Date.from(due.plusSeconds(seconds)));

    run(
        Unavailable.turnedAway("Google is still making the account", null, due.plusSeconds(910))
            .noLongerThan(Duration.ofMinutes(15)));

    assertThat(incidents()).hasSize(incidents);
    assertThat(job().getRetries() == 0).isEqualTo(incidents == 1);
  }

  private static Unavailable budget(CallPriority urgency, Instant turn) {
    return urgency.during(
        () ->
            Unavailable.turnedAway(
                "The calls per day to hexnode are used up for now.", null, turn));
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
