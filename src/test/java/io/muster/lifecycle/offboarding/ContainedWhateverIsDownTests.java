package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trouble of one system never keeps a leaver's access to another open. */
class ContainedWhateverIsDownTests extends LeaverStage {
  private static final List<String> CONTAINING = List.of("trace", "ensureLocked", "ensureIsolated");
  private static final Duration PROMISED = Duration.ofSeconds(58);

  @ParameterizedTest
  @CsvSource({
    "down, trace",
    "down, ensureLocked",
    "down, ensureIsolated",
    "ambiguous, trace",
    "ambiguous, ensureLocked",
    "ambiguous, ensureIsolated",
    "outOfBudget, trace",
    "outOfBudget, ensureLocked",
    "outOfBudget, ensureIsolated",
    "slow, all",
    "down, all"
  })
  void theAccountIsDisabledAndSessionsEndedWithinAMinute(String how, String operation) {
    var mac = laptop();
    CONTAINING.stream()
        .filter(one -> operation.equals("all") || operation.equals(one))
        .forEach(one -> trouble(how, one));
    var event = walk.now();
    var offboarding = fired();
    pass(offboarding, PROMISED);
    assertThat(isDisabled()).isTrue();
    assertThat(okta.sessionsEnded(account, event)).contains(true);
    assertThat(walk.whole(offboarding)).hasPassed("endSessions");

    pass(offboarding, Duration.ofSeconds(5));
    var raised = alarm();
    if (!how.equals("slow")) {
      assertThat(raised).isPresent();
    }
    CONTAINING.forEach(fleet.mishaps()::mend);
    pass(offboarding, Duration.ofMinutes(15));
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    assertThat(alarm()).isEmpty();
  }

  /** As when the node that had the step in hand died: its job comes free later. */
  @ParameterizedTest
  @ValueSource(strings = {"containDevices", "snapshotDevices", "lockDevices"})
  void theAccountWaitsForDevicesThatNobodyHasTriedYet(String step) {
    var mac = laptop();
    var offboarding = fired();
    walkUntil(offboarding, step);
    putOff(offboarding, step, Duration.ofSeconds(35));
    pass(offboarding, Duration.ofSeconds(34));
    assertThat(isDisabled()).isFalse();

    pass(offboarding, Duration.ofSeconds(10));
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(isDisabled()).isTrue();
  }

  @Test
  void theAccountWaitsForThemNoLongerThanThePromiseAllows() {
    laptop();
    var offboarding = fired();
    walkUntil(offboarding, "snapshotDevices");
    putOff(offboarding, "snapshotDevices", HOUR);
    pass(offboarding, Duration.ofSeconds(40));
    assertThat(isDisabled()).isFalse();
    pass(offboarding, Duration.ofSeconds(6));
    assertThat(isDisabled()).isTrue();
  }

  private void putOff(ProcessInstance offboarding, String step, Duration later) {
    var jobs = engine.getManagementService();
    var held =
        jobs.createJobQuery().activityId(step).list().stream()
            .filter(job -> walk.parts(offboarding).contains(job.getProcessInstanceId()))
            .findFirst()
            .orElseThrow();
    jobs.setJobDuedate(held.getId(), Date.from(walk.now().plus(later)));
  }

  private void trouble(String how, String operation) {
    switch (how) {
      case "down" -> fleet.mishaps().failAlways(operation, down());
      case "ambiguous" -> fleet.mishaps().failAlways(operation, answerLost("Nobody knows."));
      case "outOfBudget" ->
          fleet
              .mishaps()
              .failAlways(
                  operation,
                  Unavailable.turnedAway(
                      "out of budget", null, walk.now().plus(Duration.ofMinutes(10))));
      default ->
          Stream.generate(() -> answerLost("It took too long."))
              .limit(2)
              .forEach(failure -> fleet.mishaps().failNext(operation, failure));
    }
  }

  @Test
  void anAmbiguousLockIsStillSeenBeforeItCounts() {
    var mac = laptop();
    fleet.lie(Deed.LOCK, mac, Lie.NEVER_ENDS);
    fleet.mishaps().loseNextAnswer("ensureLocked");
    var offboarding = fired();
    pass(offboarding, PROMISED);
    assertThat(isDisabled()).isTrue();
    pass(offboarding, Duration.ofMinutes(5));
    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains("device " + mac));
    fleet.beHonest(Deed.LOCK, mac);
    pass(offboarding, HOUR);
    assertThat(alarm()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"find", "read", "ensureSuspended", "ensureSessionsEnded"})
  void theDevicesAreLockedThoughTheDirectoryIsDown(String operation) {
    var mac = laptop();
    okta.mishaps().failAlways(operation, down());
    var offboarding = fired();
    pass(offboarding, PROMISED);
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(fleet.isolated()).containsExactly(mac);
    pass(offboarding, Duration.ofMinutes(2));
    assertThat(alarm()).isPresent();
    okta.mishaps().mend(operation);
    pass(offboarding, Duration.ofMinutes(15));
    assertThat(isDisabled()).isTrue();
    assertThat(alarm()).isEmpty();
  }
}
