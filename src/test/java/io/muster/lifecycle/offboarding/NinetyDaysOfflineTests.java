package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.safety.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

/** A laptop that nobody has seen for months is neither forgotten nor asked about for ever. */
class NinetyDaysOfflineTests extends LeaverStage {
  private final Map<String, List<String>> askers = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  @Test
  void aLaptopThatIsReassignedWhileItSleepsIsNeverWiped() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    fleet.lastSeen(mac, walk.now().minus(DAY));
    var offboarding = approved();
    fleet.mishaps().countAnew();
    for (int day = 1; day <= 90; day++) {
      if (day == 30) {
        fleet.hand(mac, COLLEAGUE);
      }
      pass(offboarding, DAY);
      answerLikePeople(offboarding);
    }
    assertThat(calls()).as("calls: %s", fleet.mishaps().calls()).isBetween(1, 60);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(fleet.erasures()).isEmpty();
    assertThat(askers.values().stream().flatMap(List::stream).distinct())
        .as("who was asked: %s", askers)
        .hasSizeGreaterThanOrEqualTo(3);
    for (var question : askers.entrySet()) {
      for (int number = 1; number < question.getValue().size(); number++) {
        assertThat(question.getValue().get(number))
            .as("question %d of %s", number, question)
            .isNotEqualTo(question.getValue().get(number - 1));
      }
    }
    isOpenAndTold(offboarding, mac.toString());
  }

  /** Everybody who is asked says that it is to be waited for. */
  private void answerLikePeople(ProcessInstance offboarding) {
    for (var task : tasks(offboarding)) {
      if (asked.add(task.getId())) {
        askers
            .computeIfAbsent(task.getTaskDefinitionKey(), any -> new ArrayList<>())
            .add(group(task));
        if (task.getTaskDefinitionKey().equals("chaseDevice")) {
          answer(offboarding, task, "keepWaiting");
        }
      }
    }
  }

  @Test
  void aLaptopThatComesBackAfterFortyDaysIsWipedOnceSomebodyHasAgreedAgain() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    pass(offboarding, DAY.multipliedBy(40));
    assertThat(fleet.wipes(mac)).isZero();
    fleet.setOnline(mac, true);
    for (int day = 0; day < 8 && !keys(offboarding).contains("approveWipe"); day++) {
      pass(offboarding, DAY); // at the latest after a week it is looked at again
    }
    assertThat(fleet.wipes(mac)).as("the yes is too old").isZero();
    again(offboarding, mac);
    pass(offboarding, HOUR);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.erasures()).hasSize(1);
    isEndedGreen(offboarding);
  }

  private void again(ProcessInstance offboarding, DeviceId mac) {
    var task = walk.task(offboarding, "approveWipe");
    assertThat(variable(task, "device")).isEqualTo(mac.toString());
    answer(offboarding, task, "approve");
  }
}
