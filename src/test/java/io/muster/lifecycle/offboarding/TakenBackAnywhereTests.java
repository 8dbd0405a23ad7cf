package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.safety.DeviceId;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

/** A case ends as it began, but for wipes that were sent, wherever its leaving is taken back. */
class TakenBackAnywhereTests extends OffboardingGround {
  private static final int MOST_STEPS = 400;

  private DeviceId mac = new DeviceId(1);

  @Test
  void endsAsItBeganButForWipesThatWereSentWhereverTheLeavingIsTakenBack() {
    var places = new LinkedHashSet<String>();
    var offboarding = begun();
    for (int steps = 0; steps < MOST_STEPS && walk.runs(offboarding); steps++) {
      places.addAll(walk.whole(offboarding).active());
      takeStep(offboarding);
    }
    assertThat(walk.whole(offboarding)).isEnded().hasPassed("offboarded");
    assertThat(places)
        .contains(
            "terminated",
            "effective",
            "lockDevices",
            "handOver",
            "suspendAccount",
            "waitToLook",
            "approveWipe",
            "issueWarrant",
            "waitForDevice",
            "wipeDevice",
            "waitForWipe",
            "leaveGroups",
            "retireAccount",
            "verifyDeparture",
            "planSweeps");
    assertAll(
        places.stream().map(place -> () -> assertThat(endsAsItBegan(place)).as(place).isTrue()));
  }

  @Test
  void onboardsWhoeverStaysAfterEverythingWasTaken() {
    var offboarding = begun();
    for (int steps = 0; steps < MOST_STEPS && walk.runs(offboarding); steps++) {
      takeStep(offboarding);
    }
    walk.run(walk.start(new TerminationRescinded(walk.origin(), ada.id())));
    assertThat(okta.find(ada.id()).orElseThrow().barred()).isFalse();
    assertThat(fleet.groupsOf(user())).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  private ProcessInstance begun() {
    aPersonWhoWorksHere();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    owned.by(ada.id());
    mac = laptop();
    fleet.setOnline(mac, false);
    return walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
  }

  /** Goes there, takes the leaving back, and looks at everything that must be as it was. */
  private boolean endsAsItBegan(String place) {
    var offboarding = begun();
    for (int steps = 0; !walk.whole(offboarding).active().contains(place); steps++) {
      assertThat(steps).as("steps to " + place).isLessThan(MOST_STEPS);
      takeStep(offboarding);
    }
    var sent = fleet.wipes(mac);
    takeBack();
    walk.run(offboarding);
    if (walk.task(offboarding, "resolveReturn") != null) {
      assertThat(sent).as("at " + place).isEqualTo(1);
      fleet.setOnline(mac, true);
      walk.decide(offboarding, "resolveReturn", "tryAgain");
      walk.decide(offboarding, "resolveReturn", "goOn");
    }
    assertThat(walk.whole(offboarding)).as("taken back at " + place).isEnded();
    assertThat(fleet.wipes(mac)).as("at " + place).isEqualTo(sent);
    assertThat(okta.find(ada.id()).orElseThrow().barred()).as("at " + place).isFalse();
    assertThat(fleet.groupsOf(user()))
        .as("at " + place)
        .containsExactlyInAnyOrder("Engineering", "Berlin");
    return sent == 1 || !fleet.isolated().contains(mac);
  }

  /** Does a job that is due, or what people are asked, or lets time pass, in this order. */
  private void takeStep(ProcessInstance offboarding) {
    if (walk.isDue(offboarding)) {
      if (walk.whole(offboarding).active().contains("wipeDevice")) {
        fleet.setOnline(mac, false);
      }
      walk.step(offboarding);
    } else if (walk.task(offboarding, "handOver") != null) {
      walk.complete(walk.task(offboarding, "handOver"), "operator", "handedOver");
    } else if (walk.task(offboarding, "approveWipe") != null) {
      walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    } else {
      var active = walk.whole(offboarding).active();
      fleet.setOnline(mac, active.contains("waitForDevice") || active.contains("waitForWipe"));
      walk.moveOn(offboarding);
    }
  }
}
