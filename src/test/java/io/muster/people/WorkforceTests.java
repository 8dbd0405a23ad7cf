package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Ground;
import org.junit.jupiter.api.Test;

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
  void knowsNothingOfAStranger() {
    assertThat(workforce.addressesOf(new EmployeeId("nobody"))).isEmpty();
    assertThat(workforce.namesOf(new EmployeeId("nobody"))).isEmpty();
  }
}
