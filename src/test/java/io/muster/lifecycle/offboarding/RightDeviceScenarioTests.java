package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.guard.AgreedDeployments;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeSafety;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** The right device, the right person, and no leaver forgotten: what went wrong once. */
class RightDeviceScenarioTests extends LeaverStage {
  @Autowired private WipeSafety safety;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshotDevices",
        "inspectDevice",
        "decideWipe",
        "planWipe",
        "issueWarrant",
        "wakeDevice",
        "checkAwake",
        "wipeDevice"
      })
  void aPrivatePhoneHandedToAColleagueIsNeverWiped(String before) {
    var phone = phone();
    var offboarding = left();
    walkUntil(offboarding, before);
    fleet.hand(phone, COLLEAGUE);
    pass(offboarding, DAY);
    assertThat(fleet.wipes(phone)).isZero();
    for (var again = 0; again < 3; again++) {
      for (var key : List.of("resolvePlan", "resolveWarrant")) {
        if (keys(offboarding).contains(key)) {
          answer(offboarding, key, "tryAgain");
          pass(offboarding, HOUR);
        }
      }
    }
    assertThat(fleet.wipes(phone)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspectDevice",
        "decideWipe",
        "planWipe",
        "approveWipe",
        "issueWarrant",
        "wakeDevice",
        "checkAwake",
        "wipeDevice"
      })
  void aLaptopHandedToAColleagueIsNeverWipedWhoeverAgreesAndLooksAgain(String before) {
    var mac = laptop();
    var offboarding = left();
    reach(offboarding, before);
    fleet.hand(mac, COLLEAGUE);
    for (var round = 0; round < 4; round++) {
      pass(offboarding, HOUR);
      for (var key : List.of("approveWipe", "resolvePlan", "resolveWarrant")) {
        if (keys(offboarding).contains(key)) {
          answer(offboarding, key, key.equals("approveWipe") ? "approve" : "tryAgain");
        }
      }
    }
    assertThat(fleet.wipes(mac)).isZero();
    isOpenAndTold(offboarding, mac.toString());
    assertThat(told(offboarding)).contains("belongs to somebody else");
  }

  private void reach(ProcessInstance offboarding, String step) {
    if (List.of("inspectDevice", "decideWipe", "planWipe").contains(step)) {
      walk.runUntil(offboarding, step);
      return;
    }
    pass(offboarding, MINUTE);
    if (step.equals("approveWipe")) {
      return;
    }
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walkUntil(offboarding, step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspectDevice", "planWipe", "approveWipe", "issueWarrant", "wipeDevice"})
  void aLaptopWhoseUserIsRenamedToTheSuccessorIsNeverWiped(String before) {
    var mac = laptop();
    var offboarding = left();
    reach(offboarding, before);
    fleet.rename(user(), "Eve Successor", "eve@example.com");
    for (var round = 0; round < 3; round++) {
      pass(offboarding, HOUR);
      for (var key : List.of("approveWipe", "resolvePlan", "resolveWarrant")) {
        if (keys(offboarding).contains(key)) {
          answer(offboarding, key, key.equals("approveWipe") ? "approve" : "tryAgain");
        }
      }
      if (keys(offboarding).contains("identifyDevices")) {
        assertThat(told(offboarding)).contains("eve@example.com", "was the person before");
        answer(offboarding, "identifyDevices", "notTheirs");
      }
    }
    assertThat(fleet.wipes(mac)).isZero();
    isOpenAndTold(offboarding, mac.toString());
    assertThat(told(offboarding)).contains("belongs to somebody else");
  }

  @Test
  void aUserRenamedByMarriageStaysTheLeaversOnceHrSaysSo() {
    var mac = laptop();
    var offboarding = left();
    pass(offboarding, MINUTE);
    var user = user();
    ada = married();
    workforce.know(ada);
    fleet.rename(user, ada.fullName(), ada.workEmail());
    answer(offboarding, "approveWipe", "approve");
    pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  private Worker married() {
    return new Worker(
        ada.id(),
        ada.givenName(),
        "Byron" + ada.id(),
        "ada.byron." + ada.id() + "@example.com",
        ada.department(),
        ada.title(),
        ada.location(),
        ada.costCenter(),
        ada.manager(),
        ada.zone(),
        ada.startDate(),
        ada.legalHold());
  }

  @Test
  void whatBecameNobodysIsWipedWithAPersonAgreeingToExactlyThat() {
    var mac = laptop();
    var offboarding = left();
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(mac, null);
    pass(offboarding, MINUTE);
    var task = walk.task(offboarding, "approveWipe");
    assertThat(variable(task, "claim")).isEqualTo("wasTheirs");
    assertThat(variable(task, "ownerShown")).contains("nobody now; it was this person's");
    answer(offboarding, "approveWipe", "approve");
    pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void aPrivatePhoneThatBecameNobodysIsNotTakenFromWithoutAPerson() {
    var phone = phone();
    var offboarding = left();
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(phone, null);
    pass(offboarding, DAY.minus(HOUR));
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    assertThat(fleet.wipes(phone)).isZero();
    answer(offboarding, "approveWipe", "decline");
    assertThat(fleet.wipes(phone)).isZero();
  }

  @Test
  void whatBecameNobodysAndSomebodyElsesBetweenIsNeverWiped() {
    var mac = laptop();
    var offboarding = left();
    walk.runUntil(offboarding, "inspectDevice");
    fleet.hand(mac, COLLEAGUE);
    walk.runUntil(offboarding, "decideWipe"); // seen to be the colleague's
    fleet.hand(mac, null);
    pass(offboarding, HOUR);
    if (keys(offboarding).contains("resolvePlan")) {
      answer(offboarding, "resolvePlan", "tryAgain");
      pass(offboarding, HOUR);
    }
    assertThat(keys(offboarding)).doesNotContain("approveWipe");
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void aYesToTheLeaversDeviceIsNoneToOneThatOnlyWasTheirs() {
    var mac = laptop();
    var offboarding = left();
    pass(offboarding, MINUTE);
    fleet.hand(mac, null);
    answer(offboarding, "approveWipe", "approve");
    pass(offboarding, MINUTE);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveWarrant");
    answer(offboarding, "resolveWarrant", "tryAgain");
    pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(variable(walk.task(offboarding, "approveWipe"), "claim")).isEqualTo("wasTheirs");
  }

  @Test
  void theOrderForASleepingDeviceStaysWithUsAndDiesWithTheOwner() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    pass(offboarding, DAY);
    assertThat(walk.whole(offboarding)).isWaitingAt("waitForDevice");
    assertThat(fleet.wipes(mac)).isZero();
    fleet.hand(mac, COLLEAGUE);
    fleet.setOnline(mac, true);
    pass(offboarding, DAY.multipliedBy(2));
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(fleet.erasures()).isEmpty();
    isOpenAndTold(offboarding, mac.toString());
  }

  @Test
  void theOrderForASleepingDeviceDiesWithALegalHold() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    holds.place(ada.id(), "counsel", "a lawsuit");
    fleet.setOnline(mac, true);
    pass(offboarding, HOUR);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveWarrant");
    assertThat(fleet.wipes(mac)).isZero();
    answer(offboarding, "resolveWarrant", "tryAgain");
    pass(offboarding, HOUR);
    assertThat(fleet.wipes(mac)).isZero();
  }

  @Test
  void aDeviceThatIsWrittenOffIsNotWipedWhenItWakes() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    pass(offboarding, DAY.multipliedBy(5));
    answer(offboarding, "chaseDevice", "writeOff");
    pass(offboarding, DAY.multipliedBy(8));
    isClosedBy(offboarding, "oneoperator", Kind.WIPE, mac.toString());
    fleet.setOnline(mac, true);
    pass(sweep(offboarding), DAY.multipliedBy(37));
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(fleet.erasures()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "hold", "enrolment"})
  void anOrderThatIsOutAndForbiddenByNowIsAnAlarmAtTheNextLook(String what) {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    pass(offboarding, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(alarm()).isEmpty();
    switch (what) {
      case "owner" -> fleet.hand(mac, COLLEAGUE);
      case "hold" -> holds.place(ada.id(), "counsel", "a lawsuit");
      default -> fleet.enrolAgain(mac, "SERIAL" + mac, walk.now());
    }
    pass(offboarding, Duration.ofMinutes(5));
    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains(mac.toString()));
    var task = walk.task(offboarding, "chaseWipe");
    assertThat(variable(task, "problem")).contains(mac.toString());
    answer(offboarding, task, "settled");
    assertThat(walk.whole(offboarding)).isWaitingAt("chaseWipe").hasNotPassed("orderSettled");
    pass(offboarding, DAY.multipliedBy(40));
    assertThat(walk.whole(offboarding)).isNotEnded();
    assertThat(alarm()).as("while the order may be carried out").isPresent();
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void theAlarmAboutAForbiddenOrderDoesNotEndBecauseAnotherDeviceIsSeenShut() {
    var mac = laptop();
    var other = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    fleet.lie(Deed.LOCK, other, Lie.NEVER_ENDS);
    var offboarding = left();
    pass(offboarding, MINUTE);
    answer(offboarding, approvalOf(offboarding, mac), "approve");
    pass(offboarding, MINUTE);
    fleet.hand(mac, COLLEAGUE);
    pass(offboarding, Duration.ofMinutes(6));
    assertThat(alarm()).isPresent();
    fleet.beHonest(Deed.LOCK, other);
    pass(offboarding, HOUR);
    assertThat(outcome(offboarding, Kind.LOCK, other.toString()).orElseThrow().state())
        .isEqualTo(State.OBSERVED);
    assertThat(alarm()).as("the order may still be carried out").isPresent();
  }

  private Task approvalOf(ProcessInstance offboarding, DeviceId id) {
    return walk.tasks(offboarding, "approveWipe").stream()
        .filter(task -> variable(task, "device").equals(id.toString()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aReturnDoesNotEndWhileAnOrderIsOut() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.NEVER_ENDS);
    var offboarding = approved();
    pass(offboarding, MINUTE);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    pass(offboarding, HOUR);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");
    answer(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveReturn");
    fleet.beHonest(Deed.WIPE, mac);
    answer(offboarding, "resolveReturn", "tryAgain");
    answer(offboarding, "resolveReturn", "goOn");
    assertThat(walk.whole(offboarding)).isEnded();
  }

  @Test
  void twoCasesOfOnePersonWipeADeviceOnce() {
    var mac = laptop();
    var other = laptop();
    var first = left();
    pass(first, MINUTE);
    answer(first, approvalOf(first, mac), "approve");
    pass(first, MINUTE);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    pass(first, HOUR);
    answer(first, "resolveReturn", "goOn");
    assertThat(walk.whole(first)).isEnded();

    var second = fired();
    assertThat(second.getId()).isNotEqualTo(first.getId());
    pass(second, HOUR);
    assertThat(walk.whole(second)).isWaitingAt("resolvePlan");
    answer(second, "resolvePlan", "tryAgain");
    answer(second, approvalOf(second, other), "approve");
    pass(second, HOUR);
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(fleet.wipes(other)).isEqualTo(1);
  }

  @Test
  void aLockThatWasAnsweredAndForgottenIsAskedAboutAndSeenOnceItIsTrue() {
    var mac = laptop();
    fleet.lie(Deed.LOCK, mac, Lie.FORGETS);
    var offboarding = left();
    pass(offboarding, Duration.ofMinutes(10));
    assertThat(walk.whole(offboarding)).isWaitingAt("seeToDevice");
    assertThat(outcome(offboarding, Kind.LOCK, mac.toString()).orElseThrow().state())
        .isEqualTo(State.CONTRADICTED);
    assertThat(alarm()).isPresent();
    fleet.beHonest(Deed.LOCK, mac);
    answer(offboarding, "seeToDevice", "tryAgain");
    pass(offboarding, HOUR);
    assertThat(outcome(offboarding, Kind.LOCK, mac.toString()).orElseThrow().state())
        .isEqualTo(State.OBSERVED);
    assertThat(alarm()).isEmpty();
  }

  @Nested
  class WaysNotToFindThem {
    @Test
    void twoDeviceUsersOfOneAddress() {
      var second = fleet.user(ada.workEmail());
      var mac = fleet.enrol(COLLEAGUE, Platform.MACOS, Ownership.CORPORATE);
      fleet.handTo(mac, second);
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      assertThat(fleet.locked()).containsExactly(mac);
      var task = walk.task(offboarding, "approveWipe");
      assertThat(variable(task, "claim")).isEqualTo("oneOfSeveral");
      assertThat(variable(task, "ownerShown")).contains("one of several");
      assertThat(fleet.wipes(mac)).isZero();
    }

    @Test
    void theDeviceUserBearsTheAddressBeforeTheWedding() {
      var mac = laptop();
      ada = married();
      workforce.know(ada);
      okta.rename(account, ada.workEmail());
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      assertThat(fleet.locked()).containsExactly(mac);
      assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
    }

    @Test
    void aFormerAddressThatIsAColleaguesByNowLeadsToAQuestion() {
      var grace = colleague();
      workforce.know(withAddress(COLLEAGUE)); // HR typed it wrongly once
      workforce.know(ada);
      var mac = laptop();
      var phone = fleet.enrol(COLLEAGUE, Platform.IOS, Ownership.PERSONAL);
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      assertThat(fleet.locked()).containsExactly(mac);
      assertThat(variable(walk.task(offboarding, "identifyDevices"), "unclear"))
          .contains(COLLEAGUE, "an address of the person that is a colleague's");
      answer(offboarding, "identifyDevices", "notTheirs");
      pass(offboarding, DAY);
      assertThat(fleet.locked()).containsExactly(mac);
      assertThat(fleet.wipes(phone)).isZero();
      assertThat(known.usersOf(ada.id())).doesNotContain(grace);
    }

    @Test
    void aPresentAddressThatIsAColleaguesLeadsToAQuestionToo() {
      colleague();
      workforce.know(withAddress(COLLEAGUE)); // HR types it wrongly now
      var phone = fleet.enrol(COLLEAGUE, Platform.IOS, Ownership.PERSONAL);
      var offboarding = fired();
      pass(offboarding, HOUR);
      assertThat(fleet.locked()).isEmpty();
      assertThat(walk.whole(offboarding)).isWaitingAt("identifyDevices");
      assertThat(fleet.wipes(phone)).isZero();
    }

    @Test
    void aFormerAddressThatIsAColleaguesLoginLeadsToAQuestion() {
      var grace = walk.person("Engineering", "Developer", "Berlin");
      okta.rename(okta.ensureAccount(grace), COLLEAGUE);
      workforce.know(withAddress(COLLEAGUE));
      workforce.know(ada);
      var phone = fleet.enrol(COLLEAGUE, Platform.IOS, Ownership.PERSONAL);
      var offboarding = fired();
      pass(offboarding, HOUR);
      assertThat(fleet.locked()).isEmpty();
      assertThat(walk.whole(offboarding)).isWaitingAt("identifyDevices");
      assertThat(fleet.wipes(phone)).isZero();
    }

    @Test
    void aPrivatePhoneFoundByAFormerAddressIsLockedAndTakenFromOnlyIfSomebodyAgrees() {
      fleet.changeAddress(user(), "maiden@example.com");
      var phone = fleet.enrol("maiden@example.com", Platform.IOS, Ownership.PERSONAL);
      workforce.know(withAddress("maiden@example.com"));
      workforce.know(ada);
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      assertThat(fleet.locked()).containsExactly(phone);
      pass(offboarding, HOUR);
      assertThat(variable(walk.task(offboarding, "approveWipe"), "ownerShown"))
          .contains("perhaps this person");
      assertThat(fleet.wipes(phone)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUserSeenAsSomebodyElsesIsNeverCertain(boolean worksHere) {
      var other = walk.person("Engineering", "Developer", "Berlin").id();
      if (!worksHere) {
        walk.fireNow(other, Terminated.Reason.VOLUNTARY);
      }
      known.saw(other, user());
      var phone = phone();
      var offboarding = fired();
      pass(offboarding, HOUR);
      assertThat(fleet.locked()).containsExactly(phone);
      assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
      assertThat(fleet.wipes(phone)).isZero();
    }

    private FleetUserId colleague() {
      var grace = walk.person("Engineering", "Developer", "Berlin");
      workforce.know(
          new Worker(
              grace.id(),
              "Grace",
              "Hopper",
              COLLEAGUE,
              grace.department(),
              grace.title(),
              grace.location(),
              grace.costCenter(),
              grace.manager(),
              grace.zone(),
              grace.startDate(),
              false));
      return fleet.findUser(COLLEAGUE).orElseThrow();
    }

    private Worker withAddress(String address) {
      return new Worker(
          ada.id(),
          ada.givenName(),
          ada.familyName(),
          address,
          ada.department(),
          ada.title(),
          ada.location(),
          ada.costCenter(),
          ada.manager(),
          ada.zone(),
          ada.startDate(),
          false);
    }

    @Test
    void theDeviceWasSeenAsTheirsBeforeItWasUnassigned() {
      var mac = laptop();
      known.saw(ada.id(), fleet.read(mac).orElseThrow());
      fleet.drop(user());
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      assertThat(fleet.locked()).containsExactly(mac);
      pass(offboarding, DAY.multipliedBy(3));
      isOpenAndTold(offboarding, "device " + mac);
      assertThat(fleet.wipes(mac)).isZero();
      assertThat(variable(walk.task(offboarding, "identifyDevices"), "unclear"))
          .contains("device " + mac, "belongs to nobody and is locked");
      isTheirs(offboarding, mac);
      isWipedIfAnApproverAgrees(offboarding, mac);
    }

    @Test
    void theDeviceWasSeenAsTheirsAndAPersonSaysThatItIsNot() {
      var mac = laptop();
      known.saw(ada.id(), fleet.read(mac).orElseThrow());
      fleet.drop(user());
      var offboarding = fired();
      pass(offboarding, HOUR);
      answer(offboarding, "identifyDevices", "notTheirs");
      pass(offboarding, DAY);
      isOpenAndTold(offboarding, "wipe of device " + mac);
      assertThat(fleet.wipes(mac)).isZero();
    }

    private void isTheirs(ProcessInstance offboarding, DeviceId device) {
      walk.complete(
          walk.task(offboarding, "identifyDevices"),
          "operator",
          Map.of("decision", "theirs", "comment", "hers", "theirDevices", device.toString()));
      pass(offboarding, MINUTE);
    }

    private void isWipedIfAnApproverAgrees(ProcessInstance offboarding, DeviceId device) {
      assertThat(failures).as("%s", standing(offboarding)).isEmpty();
      assertThat(fleet.locked()).contains(device);
      pass(offboarding, DAY);
      assertThat(fleet.wipes(device)).isZero();
      var task = walk.task(offboarding, "approveWipe");
      assertThat(variable(task, "ownerShown")).contains("only a person said");
      answer(offboarding, task, "approve");
      pass(offboarding, HOUR);
      assertThat(fleet.wipes(device)).isEqualTo(1);
      isEndedGreen(offboarding);
    }

    @Test
    void aSecondUserOfTheSameNameIsAskedAboutAfterEverythingClearIsShut() {
      var mac = laptop();
      var second = fleet.user(ada.fullName(), "private@example.org");
      var tablet = fleet.enrol("private@example.org", Platform.IOS, Ownership.CORPORATE);
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      assertThat(fleet.locked()).containsExactly(mac);
      var task = walk.task(offboarding, "identifyDevices");
      assertThat(variable(task, "unclear")).contains("private@example.org");
      answer(offboarding, task, "theirs");
      assertThat(walk.whole(offboarding)).as("no device is named").isWaitingAt("identifyDevices");
      walk.complete(
          walk.task(offboarding, "identifyDevices"),
          "operator",
          Map.of("decision", "theirs", "comment", "hers", "theirDevices", tablet.toString()));
      pass(offboarding, MINUTE);
      assertThat(failures).as("%s", standing(offboarding)).isEmpty();
      assertThat(fleet.locked())
          .as("%s", standing(offboarding))
          .containsExactlyInAnyOrder(mac, tablet);
      assertThat(known.usersOf(ada.id())).doesNotContain(second);
      assertThat(walk.tasks(offboarding, "approveWipe"))
          .as("one person's word is not enough")
          .hasSize(1);
      answer(offboarding, "approveWipe", "approve");
      pass(offboarding, DAY);
      assertThat(fleet.wipes(tablet)).isZero();
      isOpenAndTold(offboarding, tablet.toString());
    }

    @Test
    void aColleagueOfTheSameNameIsNotAskedAbout() {
      var grace = walk.person("Engineering", "Developer", "Berlin").id();
      var namesake = fleet.user(ada.fullName(), "namesake@example.org");
      known.saw(grace, namesake);
      var theirs = fleet.enrol("namesake@example.org", Platform.MACOS, Ownership.CORPORATE);
      var offboarding = fired();
      pass(offboarding, DAY);
      isEndedGreen(offboarding);
      assertThat(fleet.locked()).doesNotContain(theirs);
    }

    @Test
    void somebodyOfTheSameNameWhoHasLeftIsAskedAbout() {
      var former = walk.person("Engineering", "Developer", "Berlin").id();
      walk.fireNow(former, Terminated.Reason.VOLUNTARY);
      known.saw(former, fleet.user(ada.fullName(), "namesake@example.org"));
      fleet.enrol("namesake@example.org", Platform.MACOS, Ownership.CORPORATE);
      var offboarding = fired();
      pass(offboarding, HOUR);
      assertThat(walk.whole(offboarding)).isWaitingAt("identifyDevices");
    }

    @Test
    void anotherPersonOfTheSameNameKeepsTheirDevices() {
      fleet.user(ada.fullName(), "namesake@example.org");
      var theirs = fleet.enrol("namesake@example.org", Platform.MACOS, Ownership.CORPORATE);
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      answer(offboarding, "identifyDevices", "notTheirs");
      pass(offboarding, DAY);
      isEndedGreen(offboarding);
      assertThat(fleet.locked()).doesNotContain(theirs);
      assertThat(fleet.wipes(theirs)).isZero();
    }

    @Test
    void theDeviceWasEnrolledAfterTheSnapshot() {
      var mac = laptop();
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      var later = laptop();
      answer(offboarding, "approveWipe", "approve");
      pass(offboarding, HOUR);
      assertThat(fleet.locked()).containsExactlyInAnyOrder(mac, later);
      assertThat(keys(offboarding)).as("%s", standing(offboarding)).contains("approveWipe");
      assertThat(variable(walk.task(offboarding, "approveWipe"), "device"))
          .isEqualTo(later.toString());
      assertThat(walk.whole(offboarding)).isNotEnded();
    }

    @Test
    void theUserWasDroppedBySyncAndNobodyEverSawTheDevice() {
      var mac = laptop();
      fleet.drop(user());
      var offboarding = fired();
      disabledWithinAMinute(offboarding);
      isOpenAndTold(offboarding, "device " + mac);
      assertThat(walk.whole(offboarding)).isWaitingAt("identifyDevices");
      assertThat(fleet.wipes(mac)).isZero();
      isTheirs(offboarding, mac);
      isWipedIfAnApproverAgrees(offboarding, mac);
    }

    @Test
    void aDeviceOfAnUnclearOwnerIsDecidedUponOnceItsOwnerIsCorrected() {
      fleet.user(ada.fullName(), "private@example.org");
      var tablet = fleet.enrol("private@example.org", Platform.IOS, Ownership.CORPORATE);
      var offboarding = fired();
      pass(offboarding, HOUR);
      isTheirs(offboarding, tablet);
      pass(offboarding, HOUR);
      assertThat(keys(offboarding)).contains("seeToDevice").doesNotContain("approveWipe");
      fleet.hand(tablet, ada.workEmail());
      answer(offboarding, "seeToDevice", "tryAgain");
      pass(offboarding, HOUR);
      assertThat(variable(walk.task(offboarding, "approveWipe"), "device"))
          .isEqualTo(tablet.toString());
      answer(offboarding, "approveWipe", "approve");
      pass(offboarding, HOUR);
      assertThat(fleet.wipes(tablet)).isEqualTo(1);
      isEndedGreen(offboarding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "the laptop", "colleague's"})
    void aWrongNumberIsAskedAboutAgainAndIsNoIncident(String said) {
      fleet.user(ada.fullName(), "private@example.org");
      var tablet = fleet.enrol("private@example.org", Platform.IOS, Ownership.CORPORATE);
      var mac = fleet.enrol(COLLEAGUE, Platform.MACOS, Ownership.CORPORATE);
      var offboarding = fired();
      pass(offboarding, MINUTE);
      var number = said.equals("colleague's") ? mac.toString() : said;
      walk.complete(
          walk.task(offboarding, "identifyDevices"),
          "operator",
          Map.of("decision", "theirs", "comment", "hers", "theirDevices", number));
      pass(offboarding, MINUTE);
      assertThat(failures).isEmpty();
      assertThat(variable(walk.task(offboarding, "identifyDevices"), "unclear"))
          .containsAnyOf("no device 4711", "'the' is no device number", "none of those asked");
      assertThat(fleet.locked()).isEmpty();
      isTheirs(offboarding, tablet);
      assertThat(fleet.locked()).containsExactly(tablet);
    }

    @Test
    void aRefusedLookForDevicesIsAskedAboutAndIsNoIncident() {
      var mac = laptop();
      fleet.mishaps().failAlways("trace", new Refused("Two users have one address."));
      var offboarding = fired();
      pass(offboarding, HOUR);
      assertThat(isDisabled()).isTrue();
      assertThat(failures).isEmpty();
      assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains("one address"));
      assertThat(variable(walk.task(offboarding, "identifyDevices"), "unclear"))
          .contains("nobody can look for the devices", "one address");
      fleet.mishaps().mend("trace");
      answer(offboarding, "identifyDevices", "notTheirs");
      pass(offboarding, MINUTE);
      assertThat(fleet.locked()).containsExactly(mac);
      answer(offboarding, "approveWipe", "approve");
      pass(offboarding, HOUR);
      isEndedGreen(offboarding);
    }

    @Test
    void aLookThatStaysRefusedEndsOnlyByAPersonsName() {
      laptop();
      fleet.mishaps().failAlways("trace", new Refused("Two users have one address."));
      var offboarding = fired();
      pass(offboarding, HOUR);
      answer(offboarding, "identifyDevices", "notTheirs");
      pass(offboarding, DAY);
      isOpenAndTold(offboarding, "one address");
      answer(offboarding, "resolveDeparture", "goOn");
      pass(offboarding, DAY);
      isClosedBy(offboarding, "oneoperator", Kind.LOCK, "every");
    }

    private void disabledWithinAMinute(ProcessInstance offboarding) {
      pass(offboarding, Duration.ofSeconds(50));
      assertThat(isDisabled()).isTrue();
      assertThat(okta.sessionsEnded(account, walk.now().minus(MINUTE))).contains(true);
    }
  }

  @Test
  void troubleInDeviceManagementDoesNotKeepTheAccountOpen() {
    laptop();
    fleet.mishaps().failAlways("trace", new Refused("Two users have one address."));
    var offboarding = fired();
    pass(offboarding, Duration.ofSeconds(50));
    assertThat(isDisabled()).isTrue();
  }

  @Test
  void anInvoluntaryLeaverWhoIsOfflineAndAboutWhomNobodyAnswersIsNeverOver() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = fired();
    pass(offboarding, DAY.multipliedBy(120));
    isOpenAndTold(offboarding, mac.toString());
    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains("silent since"));
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(outcome(offboarding, Kind.LOCK, mac.toString()).orElseThrow().settled()).isFalse();
  }

  @Test
  void aWipeThatWasForgottenIsOrderedAnewOnceSomebodyHasLooked() {
    var mac = laptop();
    fleet.lie(Deed.WIPE, mac, Lie.FORGETS);
    var offboarding = approved();
    pass(offboarding, HOUR);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveWarrant");
    assertThat(fleet.erasures()).isEmpty();
    fleet.beHonest(Deed.WIPE, mac);
    answer(offboarding, "resolveWarrant", "tryAgain");
    answer(offboarding, "approveWipe", "approve");
    pass(offboarding, HOUR);
    assertThat(fleet.erasures()).hasSize(1);
    isEndedGreen(offboarding);
  }

  @Test
  void theLadderAsksThreeGroupsNoneTwiceInARow() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = left();
    pass(offboarding, MINUTE);
    answer(offboarding, "approveWipe", "decline");
    var asked = new ArrayList<String>();
    var last = "";
    for (int day = 0; day < 60; day++) {
      pass(offboarding, DAY);
      var task = walk.task(offboarding, "seeToDevice");
      if (task != null && !task.getId().equals(last)) {
        last = task.getId();
        asked.add(group(task));
        answer(offboarding, task, "tryAgain");
      }
    }
    assertThat(asked).startsWith("operator", "approver", "administrator");
  }

  @Test
  void aLostLaptopIsAnAlarmAndIsWipedWhenItShowsItself() {
    var mac = laptop();
    fleet.setOnline(mac, false);
    var offboarding = approved();
    pass(offboarding, DAY.multipliedBy(5));
    answer(offboarding, "chaseDevice", "lost");
    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains("lost or stolen"));
    fleet.setOnline(mac, true);
    pass(offboarding, DAY.multipliedBy(8));
    if (walk.task(offboarding, "approveWipe") != null) {
      answer(offboarding, "approveWipe", "approve"); // the first yes has grown old meanwhile
    }
    pass(offboarding, HOUR);
    assertThat(fleet.erasures()).hasSize(1);
  }

  @Test
  void anAccountEnabledByHandADayLaterIsFoundShutAndAskedAbout() {
    var offboarding = left();
    pass(offboarding, HOUR);
    isEndedGreen(offboarding);
    var sweep = sweep(offboarding);
    pass(sweep, HOUR.multipliedBy(2));
    okta.undo(account);
    pass(sweep, DAY);
    assertThat(isDisabled()).isTrue();
    assertThat(walk.whole(sweep)).isWaitingAt("resolveResidue");
    assertThat(told(sweep)).contains(account.value());
    answer(sweep, "resolveResidue", "seenTo");
    pass(sweep, DAY.multipliedBy(40));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
  }

  @Test
  void aSharedDeviceIsLockedAndNotWiped() {
    var kiosk = laptop();
    fleet.shared(kiosk, Known.YES);
    var offboarding = left();
    pass(offboarding, DAY.multipliedBy(10));
    assertThat(fleet.locked()).contains(kiosk);
    assertThat(fleet.wipes(kiosk)).isZero();
    assertThat(walk.whole(offboarding)).hasPassed("keptLocked");
  }

  @Test
  void aDeviceThatBecameSharedAfterTheYesIsNotWiped() {
    var kiosk = laptop();
    var offboarding = left();
    pass(offboarding, MINUTE);
    fleet.shared(kiosk, Known.YES);
    answer(offboarding, "approveWipe", "approve");
    pass(offboarding, HOUR);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveWarrant");
    assertThat(fleet.wipes(kiosk)).isZero();
  }

  @Test
  void whoeverAgreesIsToldOfAMissingRecoveryKeyAndOfANewOwner() {
    var mac = fleet.enrol(COLLEAGUE, Platform.MACOS, Ownership.CORPORATE);
    fleet.recoveryKey(mac, Known.NO);
    safety.sighted(fleet.read(mac).orElseThrow().facts());
    fleet.hand(mac, ada.workEmail());
    var offboarding = left();
    pass(offboarding, MINUTE);
    assertThat(variable(walk.task(offboarding, "approveWipe"), "deviceFacts"))
        .contains("no recovery key", "changed hands lately");
  }

  @Test
  void companyPropertyIsNeverDisenrolledWithoutAPersonWhateverTheTableSays() throws IOException {
    var mac = laptop();
    during(
        shipped -> shipped.replace("\"complete\"", "\"corporate\"").replace("\"one\"", "\"none\""),
        () -> {
          var offboarding = left();
          pass(offboarding, DAY);
          assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
          assertThat(fleet.wipes(mac)).isZero();
          answer(offboarding, "approveWipe", "decline");
        });
  }

  @Test
  void nobodyThrownOutComesBackWithoutAPersonsYes() {
    var offboarding = fired();
    laptop();
    pass(offboarding, MINUTE);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    pass(offboarding, HOUR);
    assertThat(isDisabled()).isTrue();
    var consent = consent(offboarding);
    run(consent);
    walk.complete(walk.task(consent, "agreeToReturn"), "approver", "decline");
    run(consent);
    pass(offboarding, HOUR);
    assertThat(isDisabled()).isTrue();
    assertThat(walk.whole(offboarding)).hasNotPassed("backAtWork");

    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    consent = consent(offboarding);
    run(consent);
    walk.complete(walk.task(consent, "agreeToReturn"), "approver", "agree");
    run(consent);
    pass(offboarding, HOUR);
    assertThat(okta.read(account).map(Account::status)).contains(Account.Status.ACTIVE);
  }

  private ProcessInstance consent(ProcessInstance offboarding) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("returnConsent")
        .processInstanceBusinessKey("%s/return/%s".formatted(ada.id(), offboarding.getId()))
        .singleResult();
  }

  @ParameterizedTest
  @ValueSource(strings = {"down", "refused", "wronglySetUp", "forgets"})
  void whoeverIsNotContainedWithinAMinuteIsAnAlarmThatEndsByItself(String why) {
    switch (why) {
      case "down" -> okta.mishaps().failAlways("ensureSuspended", down());
      case "refused" -> okta.mishaps().failAlways("ensureSuspended", new Refused("No."));
      case "wronglySetUp" ->
          okta.mishaps().failAlways("ensureSuspended", new Misconfigured("The key is wrong."));
      default -> okta.lie("ensureSuspended", InMemoryDirectory.Lie.FORGETS);
    }
    var offboarding = fired();
    pass(offboarding, Duration.ofSeconds(55));
    assertThat(alarm()).isEmpty();
    pass(offboarding, Duration.ofSeconds(7));
    assertThat(alarm()).hasValueSatisfying(said -> assertThat(said).contains(target()));
    okta.mishaps().mend("ensureSuspended");
    okta.tellTruth("ensureSuspended");
    jobsTriedAgain(offboarding);
    for (var key : List.of("resolveSuspend", "resolveAccounts")) {
      if (keys(offboarding).contains(key)) {
        answer(offboarding, key, "tryAgain");
      }
    }
    pass(offboarding, Duration.ofMinutes(5));
    assertThat(isDisabled()).isTrue();
    assertThat(alarm()).isEmpty();
  }

  /** An operator has jobs tried again that were given up. */
  private void jobsTriedAgain(ProcessInstance offboarding) {
    for (var part : walk.parts(offboarding)) {
      engine
          .getManagementService()
          .createJobQuery()
          .processInstanceId(part)
          .noRetriesLeft()
          .list()
          .forEach(job -> engine.getManagementService().setJobRetries(job.getId(), 1));
    }
  }

  @Test
  void aTableWithAnUnknownWordIsRefusedWhenItIsDeployed() {
    assertThatThrownBy(() -> during(shipped -> shipped.replace("\"one\"", "\"three\""), () -> {}))
        .hasMessageContaining("three");
  }

  @Test
  void anUnknownWordThatATableSaidBeforeItWasCheckedIsAskedAboutAndIsNoYes() {
    var mac = laptop();
    var offboarding = left();
    walk.runUntil(offboarding, "planWipe");
    var planning =
        walk.parts(offboarding).stream()
            .flatMap(
                part ->
                    engine
                        .getManagementService()
                        .createJobQuery()
                        .processInstanceId(part)
                        .activityId("planWipe")
                        .list()
                        .stream())
            .findFirst()
            .orElseThrow();
    engine.getRuntimeService().setVariable(planning.getExecutionId(), "approval", "three");
    pass(offboarding, HOUR);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolvePlan").isNotWaitingAt("approveWipe");
    assertThat(told(offboarding)).contains("three");
    assertThat(fleet.wipes(mac)).isZero();
  }

  /** With another table in place of the shipped one for as long as this takes. */
  private void during(UnaryOperator<String> change, Runnable test) throws IOException {
    var shipped =
        new ClassPathResource("processes/offboarding/wipe-decision.dmn")
            .getContentAsString(StandardCharsets.UTF_8);
    var deployment =
        AgreedDeployments.deploy(
            engine,
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString("wipe-decision.dmn", change.apply(shipped)));
    try {
      test.run();
    } finally {
      engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }
  }
}
