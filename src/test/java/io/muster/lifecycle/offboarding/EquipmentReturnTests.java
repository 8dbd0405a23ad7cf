package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A process of the owner's own: who starts it, with what, and where it leads. */
class EquipmentReturnTests extends OffboardingGround {
  private static final Duration WEEK = Duration.ofDays(7);

  @AfterAll
  void everyPathOfItsDiagramIsWalked() {
    assertThat(notWalked("equipmentReturn")).isEmpty();
  }

  @Test
  void isReceivedWithoutAReminder() {
    var asked = ordered();
    answer(asked, "awaitEquipment", Map.of("decision", "received", "own_condition", "damaged"));
    assertThat(walk.whole(asked)).isEnded().hasPassed("equipmentReceived");
  }

  @Test
  void endsWhereThereIsNothingToReturn() {
    var asked = started("operator", Map.of("employee", ada.id().value()));
    answer(asked, "orderLabel", Map.of("decision", "nothing"));
    assertThat(walk.whole(asked)).isEnded().hasPassed("nothingToReturn");
  }

  @Test
  void isRemindedAfterAWeekAndChasedAfterTwo() {
    var asked = ordered();
    walk.pass(asked, WEEK.minusHours(1));
    assertThat(walk.whole(asked)).isWaitingAt("awaitEquipment");
    walk.pass(asked, Duration.ofHours(2));
    answer(asked, "remindLeaver", Map.of("decision", "reminded"));
    walk.pass(asked, WEEK.plusSeconds(1));
    answer(asked, "chaseEquipment", Map.of("decision", "remindAgain"));
    answer(asked, "remindLeaver", Map.of("decision", "reminded"));
    walk.pass(asked, WEEK.plusSeconds(1));
    answer(asked, "chaseEquipment", Map.of("decision", "writeOff"));
    assertThat(walk.whole(asked)).isEnded().hasPassed("equipmentWrittenOff");
  }

  @Test
  void mayArriveLate() {
    var reminded = ordered();
    walk.pass(reminded, WEEK.plusSeconds(1));
    answer(reminded, "remindLeaver", Map.of("decision", "reminded"));
    answer(
        reminded,
        "awaitEquipment_again",
        Map.of("decision", "received", "own_condition", "complete"));
    assertThat(walk.whole(reminded)).isEnded().hasPassed("equipmentReceivedLate");

    var chased = ordered();
    walk.pass(chased, WEEK.plusSeconds(1));
    answer(chased, "remindLeaver", Map.of("decision", "reminded"));
    walk.pass(chased, WEEK.plusSeconds(1));
    answer(chased, "chaseEquipment", Map.of("decision", "received"));
    assertThat(walk.whole(chased)).isEnded().hasPassed("equipmentReceivedLate");
  }

  @Test
  void isStartedByTheGroupsItNamesAndByNobodyElse() {
    var number = Map.<String, Object>of("employee", ada.id().value());

    assertThatThrownBy(() -> started("hr", number)).hasMessageContaining("equipmentReturn");
    walk.member("oneadministrator", "administrator");
    assertThatThrownBy(() -> started("administrator", number))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("may be started by these groups: operator");
    assertThat(
            engine
                .getAuthorizationService()
                .createAuthorizationQuery()
                .groupIdIn("operator")
                .resourceType(Resources.PROCESS_DEFINITION)
                .resourceId("equipmentReturn")
                .hasPermission(Permissions.CREATE_INSTANCE)
                .count())
        .isOne();
  }

  @Test
  void takesWhatItDeclaresAndAPersonWhomHrHasToldOf() {
    var number = ada.id().value();

    refused(Map.of("employee", number, "warrant", "W-1"), "no variable 'warrant'");
    refused(Map.of("employee", number, "own_other", "x"), "no variable 'own_other'");
    refused(Map.of("employee", number, "own_condition", "lost"), "complete, damaged, incomplete");
    refused(Map.of("employee", "NOBODY-1"), "HR has told of nobody with the number NOBODY-1");
    refused(Map.of("employee", "no number"), "is no number HR would write");
    var asked = started("operator", Map.of("employee", number, "own_label", "L-1"));
    assertThat(asked.getBusinessKey()).isEqualTo(number + "/" + asked.getId());
  }

  private void refused(Map<String, Object> variables, String why) {
    assertThatThrownBy(() -> started("operator", variables))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageStartingWith("Nothing was started. ")
        .hasMessageContaining(why);
  }

  private ProcessInstance ordered() {
    var asked = started("operator", Map.of("employee", ada.id().value()));
    answer(asked, "orderLabel", Map.of("decision", "ordered", "own_label", "L-17"));
    return asked;
  }

  private ProcessInstance started(String group, Map<String, Object> variables) {
    engine
        .getIdentityService()
        .setAuthentication(walk.member("one" + group, group), List.of(group));
    ProcessInstance started;
    try {
      started = engine.getRuntimeService().startProcessInstanceByKey("equipmentReturn", variables);
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    walk.run(started);
    return started;
  }

  private void answer(ProcessInstance asked, String key, Map<String, Object> answers) {
    walk.complete(walk.task(asked, key), "operator", answers);
    walk.run(asked);
  }
}
