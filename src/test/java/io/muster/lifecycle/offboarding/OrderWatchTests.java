package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Platform;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.Optional;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What was ordered is looked at until it is over, whatever became of the case that ordered it. */
class OrderWatchTests extends OffboardingGround {
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired private OrderWatch watch;

  private DeviceId mac = new DeviceId(1);

  @Test
  void anOrderOfACaseThatWasOvertakenIsWatchedAndKeepsTheNextOneFromEnding() {
    var first = ordered();
    takeBack();
    walk.pass(first, MINUTE);
    walk.set(walk.now().plusSeconds(1));
    var second = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.pass(second, MINUTE);
    assertThat(walk.runs(first)).isFalse();

    handToAColleague();
    later(HOUR);
    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains("somebody else"));
    assertThat(walk.whole(second)).isWaitingAt("resolvePlan");
    walk.decide(second, "resolvePlan", "keep");
    walk.pass(second, MINUTE);
    assertThat(walk.whole(second)).isWaitingAt("resolveDeparture");
    assertThat(said(walk.task(second, "resolveDeparture"), "contradictions"))
        .contains("the wipe of device %s".formatted(mac), "may still be carried out");
    walk.decide(second, "resolveDeparture", "goOn");
    assertThat(walk.whole(second)).hasPassed("orderPending").isWaitingAt("resolveDeparture");

    fleet.beHonest(Deed.WIPE, mac);
    later(HOUR);
    assertThat(alarm()).as("it was carried out on a colleague's device").isPresent();
    walk.decide(second, "resolveDeparture", "goOn");
    assertThat(walk.whole(second)).isEnded();
  }

  @Test
  void anOrderThatIsOutWhileThePersonComesBackIsAnAlarmOnceItIsAWrongOne() {
    var offboarding = ordered();
    takeBack();
    walk.pass(offboarding, MINUTE);
    later(HOUR);
    assertThat(alarm()).isEmpty();

    handToAColleague();
    later(HOUR.minusSeconds(1));
    assertThat(alarm()).isEmpty();
    later(Duration.ofSeconds(1));

    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains("" + mac));
  }

  @Test
  void anOrderThatCannotBeSeenKeepsNobodyFromComingBack() {
    var offboarding = ordered();
    takeBack();
    fleet.mishaps().refuseNext("wipeSeen");
    walk.pass(offboarding, MINUTE);

    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn").hasPassed("letIn");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void theAlarmIsOverOnceTheOrderIs() {
    var offboarding = ordered();
    handToAColleague();
    takeBack();
    walk.pass(offboarding, MINUTE);
    assertThat(alarm()).as("looked at once when the leaving is taken back").isPresent();

    fleet.hand(mac, ada.workEmail());
    fleet.beHonest(Deed.WIPE, mac);
    later(HOUR);

    assertThat(alarm()).isEmpty();
  }

  @Test
  void aCaseThatLooksByItselfIsLeftAloneUntilItShouldHave() {
    ordered();
    later(Duration.ofDays(9));
    handToAColleague();
    later(Duration.ofDays(8).minusSeconds(1));
    assertThat(alarm()).isEmpty();

    later(Duration.ofSeconds(1));

    assertThat(alarm()).isPresent();
  }

  @Test
  void anOrderOfAnEarlierCaseWhoseDeviceIsGoneIsClosedByAPersonOfTheNext() {
    var first = ordered();
    takeBack();
    walk.pass(first, MINUTE);
    walk.set(walk.now().plusSeconds(1));
    var second = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.pass(second, MINUTE);
    fleet.lose(mac);
    later(HOUR);
    walk.decide(second, "resolvePlan", "keep");
    walk.pass(second, MINUTE);
    assertThat(walk.whole(second)).isWaitingAt("resolveDeparture");

    walk.decide(second, "resolveDeparture", "goOn");

    assertThat(walk.whole(second)).isEnded();
  }

  @Test
  void itIsLookedAtEverMoreRarely() {
    var offboarding = ordered();
    takeBack();
    walk.pass(offboarding, MINUTE);
    later(Duration.ofDays(40));
    handToAColleague();

    later(Duration.ofDays(1).minusSeconds(1));
    assertThat(alarm()).isEmpty();
    later(Duration.ofSeconds(1));
    assertThat(alarm()).isPresent();
  }

  /** The laptop was told to wipe itself, and sleeps. */
  private ProcessInstance ordered() {
    mac = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = leftInPeace();
    approve(offboarding);
    walk.pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    return offboarding;
  }

  private void handToAColleague() {
    var colleague = walk.person("Sales", "Agent", "Berlin");
    fleet.ensureUser(colleague);
    fleet.hand(mac, colleague.workEmail());
  }

  private void later(Duration time) {
    walk.set(walk.now().plus(time));
    watch.look();
  }

  private Optional<String> alarm() {
    return Optional.ofNullable(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .variableValueEquals("source", "wipe-order." + mac)
                .singleResult())
        .map(alarm -> (String) engine.getRuntimeService().getVariable(alarm.getId(), "problem"));
  }
}
