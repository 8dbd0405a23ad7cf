package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.Platform;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Whoever goes on under another number, a contractor who is employed, looks like one who leaves and
 * one who begins. Nothing of theirs is wiped before somebody was told.
 */
@ProcessTest
class OtherNumbersTests {
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private Workforce workforce;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;

  private Worker ada;

  @BeforeEach
  void aContractorWithALaptop() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    fleet.clear();
    ada = startingOn(walk.person("Engineering", "Developer", "Berlin"), "2024-01-01");
    workforce.know(ada);
    okta.ensureAccount(ada);
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
  }

  @Test
  void whoeverIsAskedIsToldOfTheOtherNumber() {
    device(Ownership.CORPORATE);
    var employed = begins("C-77", ada.workEmail(), ada.familyName(), "2026-03-02");
    var offboarding = letOut();
    assertThat(said(offboarding))
        .contains(employed.id().value(), "2026-03-02", "same work address", "do not wipe");
  }

  @Test
  void aNewAddressWithTheSameNameIsToldOfToo() {
    device(Ownership.CORPORATE);
    begins("C-78", "ada@elsewhere.example", ada.familyName(), "2026-03-02");
    assertThat(said(letOut())).contains("C-78", "same name");
  }

  @Test
  void theSameBeginningOfTheAddressIsToldOfToo() {
    device(Ownership.CORPORATE);
    var local = ada.workEmail().substring(0, ada.workEmail().indexOf('@'));
    begins("C-79", local.toUpperCase(Locale.ROOT) + "@elsewhere.example", "King", "2026-03-02");
    assertThat(said(letOut())).contains("C-79");
  }

  @Test
  void nobodyIsToldOfOthers() {
    device(Ownership.CORPORATE);
    begins("C-80", "grace@example.com", "Hopper", "2026-03-02");
    begins("C-81", "an.old.namesake@example.com", ada.familyName(), "2019-01-01");
    begins("C-82", "has.left@example.com", ada.familyName(), "2026-02-01");
    walk.accept(
        new Terminated(
            walk.origin(),
            new EmployeeId("C-82"),
            LocalDate.parse("2026-02-10"),
            null,
            Reason.VOLUNTARY,
            false,
            false));
    assertThat(said(letOut())).isEqualTo(OtherNumbers.NONE);
  }

  @Test
  void asksSomebodyWhereTheTableWouldHaveAskedNobody() {
    var phone = device(Ownership.PERSONAL);
    begins("C-83", ada.workEmail(), ada.familyName(), "2026-03-02");
    var offboarding = letOut();
    assertThat(walk.task(offboarding, "approveWipe")).isNotNull();
    assertThat(fleet.wipes(phone)).isZero();
  }

  @Test
  void doesNotTakeSilenceForAgreementThoughTheTableDoes() throws IOException {
    SilenceMeansWipe.during(
        engine,
        () -> {
          var mac = device(Ownership.CORPORATE);
          begins("C-85", ada.workEmail(), ada.familyName(), "2026-03-02");
          var offboarding = letOut();
          assertThat((String) asked(offboarding, "ifNobodyAnswers")).contains("stays locked");
          walk.pass(offboarding, Duration.ofDays(1));
          assertThat(walk.whole(offboarding))
              .hasPassed("keptInSilence")
              .isWaitingAt("resolveDeparture");
          assertThat(fleet.wipes(mac)).isZero();
        });
  }

  @Test
  void wipesNothingWhereHrTellsOfTheOtherNumberAfterSomebodyAgreed() {
    var mac = device(Ownership.CORPORATE);
    var offboarding = letOut();
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    begins("C-84", ada.workEmail(), ada.familyName(), "2026-03-02");
    walk.run(offboarding);
    var refused = walk.task(offboarding, "resolveWarrant");
    assertThat(refused).isNotNull();
    assertThat((String) engine.getTaskService().getVariable(refused.getId(), "problem"))
        .contains("C-84");
    assertThat(fleet.wipes(mac)).isZero();

    walk.set(walk.now().plusSeconds(60));
    walk.decide(offboarding, "resolveWarrant", "tryAgain");
    assertThat(said(offboarding)).contains("C-84");
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  private DeviceId device(Ownership ownership) {
    return fleet.enrol(ada.workEmail(), Platform.MACOS, ownership);
  }

  private ProcessInstance letOut() {
    var offboarding = walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    return offboarding;
  }

  private String said(ProcessInstance offboarding) {
    return (String) asked(offboarding, "otherNumbers");
  }

  private Object asked(ProcessInstance offboarding, String what) {
    var task = walk.task(offboarding, "approveWipe");
    return engine.getTaskService().getVariable(task.getId(), what);
  }

  private Worker begins(String number, String address, String familyName, String day) {
    var worker =
        new Worker(
            new EmployeeId(number),
            ada.givenName(),
            familyName,
            address,
            ada.department(),
            ada.title(),
            ada.location(),
            ada.costCenter(),
            null,
            ada.zone(),
            LocalDate.parse(day),
            false);
    walk.accept(new Hired(walk.origin(), worker));
    return worker;
  }

  private static Worker startingOn(Worker worker, String day) {
    return new Worker(
        worker.id(),
        worker.givenName(),
        worker.familyName(),
        worker.workEmail(),
        worker.department(),
        worker.title(),
        worker.location(),
        worker.costCenter(),
        worker.manager(),
        worker.zone(),
        LocalDate.parse(day),
        worker.legalHold());
  }
}
