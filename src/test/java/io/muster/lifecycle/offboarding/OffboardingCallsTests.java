package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.FleetCosts;
import io.muster.lifecycle.offboarding.OffboardingCalls.Crowd;
import io.muster.lifecycle.offboarding.OffboardingCalls.Wipes;
import org.junit.jupiter.api.Test;

/** How many calls leavers cost, at the edges; the rest is held against simulators. */
class OffboardingCallsTests {
  private static final FleetCosts COSTS = new FleetCosts(4, 250, 1, 1, 2);
  private static final Wipes NONE = new Wipes(0, 0, 0, 0, 0);

  @Test
  void containsOneWithoutGatheringACrowd() {
    assertThat(containment(1, 0, 1)).isEqualTo(3);
    assertThat(containment(1, 0, 250)).isEqualTo(3);
    assertThat(containment(1, 0, 251)).as("two full calls").isEqualTo(5);
    assertThat(containment(2, 0, 2)).isEqualTo(6);
  }

  @Test
  void readsListsForWhoeverHasNothing() {
    assertThat(containment(0, 0, 0)).isZero();
    assertThat(containment(0, 1, 0)).isEqualTo(4);
    assertThat(containment(1, 2, 1)).isEqualTo(11);
  }

  @Test
  void looksAtEachDeviceAndPlansWhatIsErased() {
    assertThat(calls(new Crowd(1, 0, 3, NONE)).decision()).isEqualTo(3);
    assertThat(calls(new Crowd(1, 0, 3, new Wipes(1, 0, 1, 0, 0))).decision()).isEqualTo(5);
  }

  @Test
  void looksLaterWhereTheMinuteIsFull() {
    var one = calls(new Crowd(1, 0, 1, new Wipes(0, 0, 1, 0, 0)));
    // a warrant, a wake, two looks, two for the wipe
    assertThat(one.wipe(6)).as("just fits").isEqualTo(6 + 5);
    assertThat(one.wipe(5)).as("does not").isEqualTo(6 + 2);
    assertThat(calls(new Crowd(1, 0, 1, NONE)).wipe(24)).isZero();
  }

  @Test
  void sendsNothingToADeviceThatSleeps() {
    var asleep = calls(new Crowd(1, 0, 1, new Wipes(0, 0, 0, 1, 0)));
    assertThat(asleep.wipe(24)).isEqualTo(3);
  }

  private static int containment(int withDevices, int unseen, int devices) {
    return calls(new Crowd(withDevices, unseen, devices, NONE)).containment();
  }

  private static OffboardingCalls calls(Crowd crowd) {
    return new OffboardingCalls(COSTS, crowd);
  }
}
