package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Ground;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HR's words about a person replace each other, but what the person was called is kept. */
class WorkforceTests {
  private final Workforce workforce = Ground.shared().workforce();
  private final Worker ada = Ground.shared().newWorker();

  @Test
  void knowsEveryAddressAndNameThatHrEverTold() {
    var married =
        new Worker(
            ada.id(),
            "Ada",
            "King-" + ada.id(),
            "king." + ada.workEmail(),
            ada.department(),
            ada.title(),
            ada.location(),
            null,
            null,
            ada.zone(),
            ada.startDate(),
            false);
    workforce.know(married);
    workforce.know(married);
    assertThat(workforce.find(ada.id())).contains(married);
    assertThat(workforce.addressesOf(ada.id()))
        .containsExactlyInAnyOrder(ada.workEmail(), married.workEmail());
    assertThat(workforce.namesOf(ada.id()))
        .containsExactlyInAnyOrder(ada.fullName(), married.fullName());
  }

  @Test
  void knowsWhichAddressesAreAColleaguesByNow() {
    var bob = Ground.shared().newWorker();
    var asked = Set.of(" " + bob.workEmail().toUpperCase(Locale.ROOT), ada.workEmail(), "no@one");
    assertThat(workforce.takenByOthers(ada.id(), asked))
        .containsExactly(" " + bob.workEmail().toUpperCase(Locale.ROOT));
    assertThat(workforce.takenByOthers(ada.id(), Set.of())).isEmpty();
    Ground.shared().says(bob.id(), "TERMINATED");
    assertThat(workforce.takenByOthers(ada.id(), asked)).as("of somebody who left").isEmpty();
    Ground.shared().says(bob.id(), "HIRED");
    assertThat(workforce.takenByOthers(ada.id(), asked)).hasSize(1);
    Ground.shared().says(bob.id(), "HIRE_RESCINDED");
    assertThat(workforce.takenByOthers(ada.id(), asked)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "0,1", "1,1"})
  void countsAColleagueWhoIsToLeaveUntilTheLastDayIsOver(int days, int taken) {
    var bob = Ground.shared().newWorker();
    Ground.shared().leavesAfter(bob.id(), days);
    assertThat(workforce.takenByOthers(ada.id(), Set.of(bob.workEmail()))).hasSize(taken);
  }

  @Test
  void knowsNothingOfAStranger() {
    assertThat(workforce.addressesOf(new EmployeeId("nobody"))).isEmpty();
    assertThat(workforce.namesOf(new EmployeeId("nobody"))).isEmpty();
  }
}
