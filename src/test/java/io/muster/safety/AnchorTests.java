package io.muster.safety;

import static io.muster.safety.Claim.NAMED;
import static io.muster.safety.Claim.NOT_THEIRS;
import static io.muster.safety.Claim.ONE_OF_SEVERAL;
import static io.muster.safety.Claim.THEIRS;
import static io.muster.safety.Claim.WAS_THEIRS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnchorTests extends SafetyStage {
  private static final DeviceFacts COLLEAGUES = new Facts(LAPTOP).owner("13").now();
  private static final DeviceFacts NOBODYS = new Facts(LAPTOP).owner(null).now();
  private static final DeviceFacts SHARED_ADDRESS =
      new Facts(LAPTOP).device(43).serial("C43").owner("22").now();

  private static final Bearer ADA = new Bearer("Ada Lovelace", "ada@example.com");
  private static final Bearer EVE = new Bearer("Eve Successor", "eve@example.com");

  @Test
  void wipesNothingOfACaseThatWroteNothingDown() {
    refusedEverywhere(Draft.of(LAPTOP), LAPTOP, "Write down the leaver's devices again");
    clock.advance(Duration.ofSeconds(1));
    freeze("case", LAPTOP);
    var again = Draft.of(LAPTOP).within(Duration.ofHours(20));
    var warrant = warrant(again);
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, LAPTOP);
    assertThat(calls).as("what the message says helps").hasValue(1);
  }

  @Test
  void wipesNothingInACaseThatIsAboutSomebodyElse() {
    safety.freeze(
        new LeaverSnapshot("case", new EmployeeId("E2"), Map.of("12", true), List.of(LAPTOP)));
    refusedEverywhere(Draft.of(LAPTOP), LAPTOP, "is about employee E2");
  }

  @Test
  void neverWipesWhatIsAColleaguesNow() {
    freeze("case", LAPTOP);
    refusedEverywhere(Draft.of(COLLEAGUES), COLLEAGUES, "not known to be the leaver's");
    refusedEverywhere(
        Draft.of(COLLEAGUES).as(NOT_THEIRS), COLLEAGUES, "not known to be the leaver's");
  }

  @Test
  void neverWipesWhatWasAColleaguesWhenItWasWrittenDown() {
    freeze("case", COLLEAGUES);
    refusedEverywhere(Draft.of(COLLEAGUES), COLLEAGUES, "not known to be the leaver's");
    refusedEverywhere(Draft.of(NOBODYS).as(WAS_THEIRS), NOBODYS, "not known to be the leaver's");
  }

  @Test
  void refusesAClaimThatIsNotWhatItIs() {
    freeze("case", LAPTOP, SHARED_ADDRESS);
    refusedEverywhere(Draft.of(LAPTOP).as(ONE_OF_SEVERAL), LAPTOP, "in another way (THEIRS)");
    refusedEverywhere(Draft.of(LAPTOP).as(WAS_THEIRS), LAPTOP, "in another way (THEIRS)");
    refusedEverywhere(Draft.of(SHARED_ADDRESS), SHARED_ADDRESS, "in another way (ONE_OF_SEVERAL)");
  }

  @Test
  void wipesWhatWasTheirsIfSomebodyAgreesToExactlyThat() {
    freeze("case", LAPTOP);
    var warrant = warrant(Draft.of(NOBODYS).as(WAS_THEIRS));
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, NOBODYS);
    assertThat(calls).hasValue(1);
  }

  @Test
  void keepsTheFirstWordAboutADevice() {
    freeze("case", LAPTOP);
    freeze("case", COLLEAGUES, new Facts(LAPTOP).serial("other").now());
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(WAS_THEIRS);
    freeze("other", COLLEAGUES);
    freeze("other", LAPTOP);
    assertThat(safety.claim("other", NOBODYS)).isEqualTo(NOT_THEIRS);
  }

  @Test
  void addsLaterUsersAndIsCertainOfNoneThatIsDoubtedLater() {
    freeze("case", LAPTOP);
    safety.freeze(
        new LeaverSnapshot("case", LEAVER, Map.of("12", false, "22", true, "33", true), List.of()));
    assertThat(safety.claim("case", LAPTOP)).isEqualTo(ONE_OF_SEVERAL);
    assertThat(safety.claim("case", SHARED_ADDRESS)).isEqualTo(ONE_OF_SEVERAL);
    assertThat(safety.claim("case", new Facts(PHONE).owner("33").now())).isEqualTo(THEIRS);
  }

  @Test
  void addsDevicesThatAreFoundLater() {
    freeze("case", LAPTOP);
    freeze("case", PHONE);
    assertThat(safety.devicesOf("case")).containsExactlyInAnyOrder(LAPTOP.device(), PHONE.device());
    assertThat(safety.devicesOf("unknown")).isEmpty();
  }

  @Test
  void makesNoCaseOneOfAnotherPerson() {
    freeze("case", LAPTOP);
    var other = new EmployeeId("E2");
    assertThatThrownBy(
            () -> safety.freeze(new LeaverSnapshot("case", other, Map.of("13", true), List.of())))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(
            () -> safety.begin(new Leaving("case", other, "VOLUNTARY", false, "hr", START)))
        .isInstanceOf(Refused.class);
    assertThat(safety.claim("case", COLLEAGUES)).isEqualTo(NOT_THEIRS);
  }

  @Test
  void wipesWhatWasEnrolledSinceOnlyOnceItWasWrittenDownToo() {
    freeze("case", LAPTOP);
    var anew = new Facts(LAPTOP).enrolledAt(START).now();
    assertThat(safety.claim("case", anew)).isEqualTo(THEIRS);
    refusedEverywhere(Draft.of(anew), anew, "not written down in this enrolment");
    freeze("case", anew);
    var warrant = warrant(Draft.of(anew).within(Duration.ofHours(20)));
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, anew);
    assertThat(calls).hasValue(1);
  }

  @Test
  void neverWipesADeviceThatCannotBeToldFromAnother() {
    var noSerial = new Facts(PHONE).serial(" ").now();
    var noEnrolment = new Facts(PHONE).device(8).enrolledAt(null).now();
    freeze("case", noSerial, noEnrolment);
    for (var device : List.of(noSerial, noEnrolment)) {
      refusedEverywhere(
          Draft.of(device).corporate().askingNobody(), device, "cannot be told from another");
      refusedEverywhere(Draft.of(device).corporate(), device, "cannot be told from another");
    }
  }

  @Test
  void wipesWhatAPersonSaysIsTheirsIfAnotherPersonAgrees() {
    freeze("case", NOBODYS);
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(NOT_THEIRS);
    safety.name("case", NOBODYS, "ops");
    safety.name("case", NOBODYS, "somebody later");
    refusedEverywhere(Draft.of(NOBODYS).as(WAS_THEIRS), NOBODYS, "in another way (NAMED)");
    var draft = Draft.of(NOBODYS).as(NAMED).within(Duration.ofHours(20));
    var plan = planned(draft);
    assertThat(safety.planned("case", NOBODYS.device())).isTrue();
    assertThat(safety.planned("case", PHONE.device())).isFalse();
    assertThatThrownBy(
            () -> safety.approve(plan, new Decider(" OPS", Set.of("approver")), "it is hers"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Another person");
    var warrant = warrant(draft);
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, NOBODYS);
    assertThat(calls).hasValue(1);
  }

  @Test
  void takesAPersonsWordOnlyForWhatIsFrozenAndNobodysSince() {
    freeze("case", NOBODYS);
    safety.sighted(COLLEAGUES); // before anybody spoke about it
    clock.advance(Duration.ofHours(1));
    safety.name("case", new Facts(NOBODYS).serial("other").now(), "ops");
    safety.name("other", NOBODYS, "ops");
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(NOT_THEIRS);
    safety.name("case", NOBODYS, "ops");
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(NAMED);
    clock.advance(Duration.ofHours(1));
    safety.sighted(COLLEAGUES);
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(NOT_THEIRS);
  }

  @Test
  void takesWhatWasAColleaguesInBetweenForNobodysOnly() {
    freeze("case", LAPTOP);
    clock.advance(Duration.ofHours(1));
    safety.sighted(COLLEAGUES);
    clock.advance(Duration.ofHours(1));
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(NOT_THEIRS);
  }

  @Test
  void neverWipesWhatBelongsToAUserWhoWasGivenToSomebodyElse() {
    freezeNamed();
    var draft = Draft.of(LAPTOP.borneBy(ADA));
    var plan = planned(draft);
    safety.approve(plan, new Decider("boss", Set.of("approver")), "this person (user 12)");
    var renamed = LAPTOP.borneBy(EVE);
    assertThat(safety.claim("case", renamed)).isEqualTo(NOT_THEIRS);
    assertThatThrownBy(() -> safety.issue(plan, renamed))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("user 12 (Eve Successor)");
    var warrant = safety.issue(plan, LAPTOP.borneBy(ADA));
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> spend(warrant, renamed))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Eve Successor");
    refusedEverywhere(
        Draft.of(renamed).within(Duration.ofHours(20)), renamed, "not known to be the leaver's");
    spend(warrant, LAPTOP.borneBy(ADA));
    assertThat(calls).hasValue(1);
  }

  @Test
  void asksAPersonWhereOnlyTheAddressIsStillTheLeavers() {
    freezeNamed();
    var doubtful = LAPTOP.borneBy(new Bearer("Eve Successor", "ADA@example.com "));
    assertThat(safety.claim("case", doubtful)).isEqualTo(ONE_OF_SEVERAL);
    refusedEverywhere(Draft.of(doubtful), doubtful, "in another way (ONE_OF_SEVERAL)");
  }

  @Test
  void takesNothingForTheLeaversThatItsUserLostToSomebodyElseAndThenNobody() {
    freezeNamed();
    clock.advance(Duration.ofHours(1));
    safety.sighted(LAPTOP.borneBy(ADA));
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(WAS_THEIRS);
    assertThat(safety.reassignedLately(LAPTOP.borneBy(ADA))).isEmpty();
    clock.advance(Duration.ofHours(1));
    safety.sighted(LAPTOP.borneBy(EVE));
    assertThat(safety.claim("case", NOBODYS)).isEqualTo(NOT_THEIRS);
    assertThat(safety.reassignedLately(LAPTOP.borneBy(EVE))).isPresent();
  }

  private void freezeNamed() {
    safety.freeze(
        new LeaverSnapshot(
            "case", LEAVER, Map.of("12", true), Map.of("12", ADA), List.of(LAPTOP.borneBy(ADA))));
  }
}
