package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.deployment.TableReplay.Difference;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.TestingAuthenticationToken;

/** An edited table, asked what the live one was asked. */
class TableReplayTests extends WholeEngine {
  private static final String TABLE = "deviceEntitlement";
  private static final Path SHIPPED = Path.of("processes/onboarding/device-entitlement.dmn");

  @Autowired private TableReplay replay;
  @Autowired private ReplayController controller;

  private String shipped = "";

  @BeforeEach
  void someDecisions() throws IOException {
    shipped = Files.readString(SHIPPED);
    var history = engine.getHistoryService();
    history
        .createHistoricDecisionInstanceQuery()
        .decisionDefinitionKey(TABLE)
        .list()
        .forEach(one -> history.deleteHistoricDecisionInstanceByInstanceId(one.getId()));
  }

  @AfterEach
  void nowAgain() {
    ClockUtil.reset();
  }

  @Test
  void saysThatATableThatWasNotChangedAnswersAsBefore() {
    decide("Board", 3);
    decide("Engineering", 2);

    var replayed = replay(shipped);

    assertThat(replayed.decisions()).isEqualTo(5);
    assertThat(replayed.same()).isEqualTo(5);
    assertThat(replayed.differences()).isEmpty();
    assertThat(replayed.truncated()).isFalse();
  }

  @Test
  void tellsWhatItWouldHaveAnsweredOtherwiseTheMostFrequentFirst() {
    decide("Board", 3);
    decide("Engineering", 2);
    decide("Sales", 4);
    var answers = answers();

    var replayed = replay(shipped.replace("\"Board\"", "\"Board\", \"Sales\""));

    assertThat(replayed.same()).isEqualTo(5);
    assertThat(replayed.differences())
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.count()).isEqualTo(4);
              assertThat(difference.asked()).containsEntry("department", "Sales");
              assertThat(difference.before()).isEqualTo(List.of(answers.get("Sales")));
              assertThat(difference.after()).isEqualTo(List.of(answers.get("Board")));
            });
    assertThat(answers()).as("asking has changed nothing").isEqualTo(answers);
  }

  @Test
  void looksNoFurtherBackThanItIsAsked() {
    ClockUtil.setCurrentTime(Date.from(Instant.now().minus(Duration.ofDays(29))));
    decide("Board", 1);
    ClockUtil.setCurrentTime(Date.from(Instant.now().minus(Duration.ofDays(31))));
    decide("Board", 1);
    ClockUtil.reset();

    assertThat(replay(shipped).decisions()).isEqualTo(1);
    assertThat(replayed(shipped, 32).decisions()).isEqualTo(2);
  }

  @Test
  void cannotTellWhatNobodyRecorded() {
    decide("Board", 2);

    var replayed = replay(shipped.replace("<text>location</text>", "<text>building</text>"));

    assertThat(replayed.unanswered()).isEqualTo(2);
    assertThat(replayed.missing()).containsExactly("building");
    assertThat(replayed.same()).isZero();
  }

  @Test
  void refusesWhatTheGateRefusesAndWhatIsAnotherTable() {
    assertThatThrownBy(() -> replay(shipped.replace("\"Board\"", "\"Board")))
        .isInstanceOf(RefusedDeployment.class)
        .hasMessageContaining("no FEEL that can be read");
    assertThatThrownBy(
            () -> replay(shipped.replace("decision id=\"" + TABLE, "decision id=\"else")))
        .isInstanceOf(RefusedDeployment.class)
        .hasMessageContaining("holds no table 'deviceEntitlement'");
    assertThatThrownBy(() -> replay.replay("noSuchTable", bytes(shipped), Duration.ofDays(1)))
        .isInstanceOf(TableReplay.UnknownTable.class)
        .hasMessageContaining("/api/models");
  }

  @Test
  void namesCasesOnlyToThoseWhoMaySeeThem() {
    decide("Board", 1);
    var edited = shipped.replaceFirst("\"Board\"", "\"Nobody\"");

    assertThat(asked("ROLE_PROCESSOWNER", edited)).allMatch(List::isEmpty);
    assertThat(asked("ROLE_AUDITOR", edited)).noneMatch(List::isEmpty);
  }

  @Test
  void asksForADayAtLeastAndAYearAtMost() {
    var owner = new TestingAuthenticationToken("owner", "", "ROLE_PROCESSOWNER");
    for (var days : List.of(0, 367)) {
      assertThatThrownBy(() -> controller.replay(TABLE, days, bytes(shipped), owner))
          .hasMessageContaining("1 to 366 days");
    }
    for (var days : List.of(1, 366)) {
      assertThat(controller.replay(TABLE, days, bytes(shipped), owner).table()).isEqualTo(TABLE);
    }
  }

  private List<List<String>> asked(String role, String edited) {
    var caller = new TestingAuthenticationToken("somebody", "", role);
    return controller.replay(TABLE, 30, bytes(edited), caller).differences().stream()
        .map(Difference::cases)
        .toList();
  }

  private TableReplay.Replay replay(String edited) {
    return replayed(edited, 30);
  }

  private TableReplay.Replay replayed(String edited, int days) {
    return replay.replay(TABLE, bytes(edited), Duration.ofDays(days));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As when cases ask. */
  private void decide(String department, int times) {
    for (var time = 0; time < times; time++) {
      engine
          .getDecisionService()
          .evaluateDecisionTableByKey(
              TABLE, Map.of("department", department, "title", "Analyst", "location", "Berlin"));
    }
  }

  /** What was answered, by the department. */
  private Map<String, Map<String, Object>> answers() {
    return engine
        .getHistoryService()
        .createHistoricDecisionInstanceQuery()
        .decisionDefinitionKey(TABLE)
        .includeInputs()
        .includeOutputs()
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                one -> String.valueOf(one.getInputs().get(0).getValue()),
                one ->
                    one.getOutputs().stream()
                        .collect(
                            Collectors.toMap(
                                output -> output.getVariableName(), output -> output.getValue())),
                (first, same) -> first));
  }
}
