package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where a case may go back to a table, so that nothing is skipped. */
class DiagramOrderTests {
  @ParameterizedTest
  @CsvSource({
    // everything after the table, on every way
    "onboarding, expectGroups, groupsSettle, true",
    "onboarding, expectGroups, resolveGroups, true",
    "onboarding, expectGroups, mirrorGroups, true",
    "onboarding, expectGroups, remindEnrolment, true",
    "onboarding, expectGroups, resolveReadBack, true",
    "onboarding, assignPolicies, eachComputer, true",
    "onboarding, chooseDevice, enrolmentAwaited, true",
    // before it, or at it
    "onboarding, expectGroups, preHireWindowOpens, false",
    "onboarding, expectGroups, chooseConnection, false",
    "onboarding, expectGroups, expectGroups, false",
    "onboarding, assignPolicies, groupsSettle, false",
    "onboarding, chooseDevice, tiePolicies, false",
    // on its way back to it already: what is between would be skipped
    "onboarding, expectGroups, adoptChange, false",
    "transfer, expectGroups, adoptChange, false",
    // round the loop: it waits for the next change
    "transfer, expectGroups, changeTakesEffect, false",
    "transfer, expectGroups, othersFirst, false",
    "transfer, assignPolicies, resolveNoRule, false",
    "transfer, assignPolicies, groupsSettle, false",
    "transfer, expectGroups, groupsSettle, true",
    // being ended
    "onboarding, expectGroups, leavingOvertakes, false",
    // no table, or not of the process itself
    "onboarding, createAccount, groupsSettle, false",
    "onboarding, chooseAccess, readBack, false",
    "onboarding, nowhere, groupsSettle, false"
  })
  void goesBackFromWhereEverythingInBetweenIsDoneAgain(
      String process, String table, String from, boolean possible) throws IOException {
    assertThat(order(process).isBehind(table, List.of(from))).isEqualTo(possible);
  }

  @Test
  void goesBackOnlyIfThatIsSoOfEveryPlaceWhereTheCaseStands() throws IOException {
    var order = order("onboarding");
    assertThat(order.isBehind("expectGroups", List.of("enrolmentAwaited", "remindEnrolment")))
        .isTrue();
    assertThat(order.isBehind("expectGroups", List.of("enrolmentAwaited", "chooseConnection")))
        .isFalse();
    assertThat(order.isBehind("expectGroups", List.of())).isFalse();
  }

  private static DiagramOrder order(String process) throws IOException {
    var file = Path.of("processes", process, process + ".bpmn");
    return DiagramOrder.of(
        Bpmn.readModelFromStream(new ByteArrayInputStream(Files.readAllBytes(file))));
  }
}
