package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.safety.DeviceId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wherever the token of a case is put, and whatever its variables say, nobody is left out. */
class CaseMovedByHandTests extends LeaverStage {
  @Autowired private JdbcClient jdbc;

  private DeviceId mac;
  private ProcessInstance offboarding;
  private Task question;

  @BeforeEach
  void somebodyIsAsked() {
    mac = laptop();
    offboarding = left();
    pass(offboarding, MINUTE);
    question = Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
  }

  @AfterEach
  void nobodyIsSignedIn() {
    engine.getIdentityService().clearAuthentication();
  }

  @ParameterizedTest
  @CsvSource({
    "wipeWhenAwake, ''",
    "wipeWhenAwake, none",
    "letSilenceCount, wipe",
    "mustSomebodyAgree, none",
    "isApproved, approve",
    "planWipe, none"
  })
  void whoeverMovesTheTokenPastTheQuestionStillMeetsTheSafe(String step, String said) {
    var part = question.getProcessInstanceId();
    engine
        .getRuntimeService()
        .createProcessInstanceModification(part)
        .cancelAllForActivity("approveWipe")
        .startBeforeActivity(step)
        .setVariables(
            Map.of(
                "approval",
                said.equals("none") ? "none" : "one",
                "onSilence",
                said.equals("wipe") ? "wipe" : "keepLocked",
                "decision",
                "approve",
                "oneMoreHasToAgree",
                false))
        .execute();
    pass(offboarding, HOUR);
    assertThat(fleet.wipes(mac)).as("%s", standing(offboarding)).isZero();
    assertThat(warrants()).isZero();
  }

  @Test
  void aVersionThatAsksNobodyIsNoWayAroundTheSafe() {
    // what was deployed before there was a gate: straight to the wipe
    var older =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(question.getProcessInstanceId())
            .singleResult()
            .getProcessDefinitionId();
    var plan =
        engine
            .getRuntimeService()
            .createMigrationPlan(older, older)
            .mapActivities("approveWipe", "approveWipe")
            .build();
    signIn("adam", "administrator");
    assertThatThrownBy(() -> engine.getRuntimeService().newMigration(plan))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("Nothing was done. A case is not moved");
  }

  @Test
  void noPersonMovesACaseOrWritesItsVariables() {
    var runtime = engine.getRuntimeService();
    var definition = offboarding.getProcessDefinitionId();
    var execution = question.getExecutionId();
    var yes = Map.of("approval", "none");
    List<java.util.function.Consumer<RuntimeService>> attempts =
        List.of(
            it -> it.setVariable(execution, "approval", "none"),
            it -> it.setVariableLocal(execution, "approval", "none"),
            it -> it.setVariables(execution, yes),
            it -> it.setVariablesLocal(execution, yes),
            it -> it.removeVariable(execution, "otherNumbers"),
            it -> it.removeVariableLocal(execution, "otherNumbers"),
            it -> it.removeVariables(execution, List.of("otherNumbers")),
            it -> it.removeVariablesLocal(execution, List.of("otherNumbers")),
            it -> it.setVariablesAsync(List.of(offboarding.getId()), yes),
            it -> it.setVariablesAsync(it.createProcessInstanceQuery(), yes),
            it -> it.createProcessInstanceModification(question.getProcessInstanceId()),
            it -> it.createModification(definition),
            it -> it.restartProcessInstances(definition),
            it -> it.createProcessInstanceById(definition).startBeforeActivity("offboardDevice"),
            it -> it.createProcessInstanceById(definition).startAfterActivity("offboardDevice"),
            it -> it.createProcessInstanceByKey("offboarding").startTransition("any"));
    signIn("adam", "administrator");
    for (int number = 0; number < attempts.size(); number++) {
      var attempt = attempts.get(number);
      assertThatThrownBy(() -> attempt.accept(runtime))
          .as("attempt %d", number)
          .isInstanceOf(BadUserRequestException.class)
          .hasMessageContaining("Nothing was done");
    }
    engine.getIdentityService().clearAuthentication();
    assertThat(runtime.getVariable(execution, "approval")).isEqualTo("one");
    assertThatCode(() -> runtime.setVariable(execution, "approval", "one"))
        .as("the service's own code writes them")
        .doesNotThrowAnyException();
  }

  @Test
  void aTimerThatIsBroughtForwardDoesNotShortenTheTimeToAnswer() {
    engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(question.getProcessInstanceId())
        .list()
        .forEach(
            job -> engine.getManagementService().setJobDuedate(job.getId(), Date.from(walk.now())));
    pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(warrants()).isZero();
  }

  private long warrants() {
    return jdbc.sql(
            """
            select count(*) from muster_wipe_warrant
            where plan in (select id from muster_wipe_plan where case_id = ?)
            """)
        .param(offboarding.getId())
        .query(Long.class)
        .single();
  }

  private void signIn(String name, String group) {
    engine.getIdentityService().setAuthentication(name, List.of(group));
  }
}
