package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrozenLeaverTests {
  private static final Facts LAPTOP = Facts.laptop();
  private static final FrozenLeaver ADA = leaver(LAPTOP.now());

  @Test
  void goesByTheOwner() {
    assertThat(ADA.claim(LAPTOP.now())).isEqualTo(Claim.THEIRS);
    assertThat(ADA.claim(LAPTOP.owner("22").now())).isEqualTo(Claim.ONE_OF_SEVERAL);
    assertThat(ADA.claim(LAPTOP.owner("13").now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(LAPTOP.device(99).serial("new").now())).isEqualTo(Claim.THEIRS);
  }

  @Test
  void knowsWhatWasTheirsByNumberSerialAndEnrolment() {
    var nobodys = LAPTOP.owner(null);
    assertThat(ADA.claim(nobodys.now())).isEqualTo(Claim.WAS_THEIRS);
    assertThat(ADA.claim(nobodys.device(42).now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(nobodys.serial("other").now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(nobodys.serial("").now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(nobodys.enrolledAt(Facts.START).now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(nobodys.enrolledAt(null).now())).isEqualTo(Claim.NOT_THEIRS);
  }

  @Test
  void takesBlankForNoProof() {
    var blank = LAPTOP.serial("");
    assertThat(leaver(blank.now()).claim(blank.owner(null).now())).isEqualTo(Claim.NOT_THEIRS);
    var unknown = LAPTOP.enrolledAt(null);
    assertThat(leaver(unknown.now()).claim(unknown.owner(null).now())).isEqualTo(Claim.NOT_THEIRS);
  }

  @Test
  void takesNothingForTheirsThatBelongedToNobodyOrAnother() {
    var nobodys = LAPTOP.owner(null);
    assertThat(leaver(nobodys.now()).claim(nobodys.now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(leaver(LAPTOP.owner("13").now()).claim(nobodys.now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(leaver(LAPTOP.owner("22").now()).claim(nobodys.now())).isEqualTo(Claim.WAS_THEIRS);
  }

  @Test
  void believesNoReadingThatContradictsTheFirst() {
    var enrolledAt = Facts.START.minusSeconds(99);
    assertThat(ADA.claim(LAPTOP.serial("other").now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(LAPTOP.enrolledAt(enrolledAt.minusMillis(1)).now()))
        .isEqualTo(Claim.NOT_THEIRS);
    assertThat(ADA.claim(LAPTOP.enrolledAt(enrolledAt.plusMillis(1)).serial("other").now()))
        .as("another life of the number is theirs by its owner")
        .isEqualTo(Claim.THEIRS);
    assertThat(ADA.claim(LAPTOP.serial("").now())).as("unknown").isEqualTo(Claim.THEIRS);
    assertThat(ADA.claim(LAPTOP.enrolledAt(null).now())).as("unknown").isEqualTo(Claim.THEIRS);
  }

  @Test
  void knowsExactlyTheLivesThatWereFrozen() {
    assertThat(ADA.knows(LAPTOP.owner("13").now())).isTrue();
    assertThat(ADA.knows(LAPTOP.enrolledAt(Facts.START).now())).isFalse();
    assertThat(ADA.knows(LAPTOP.serial("other").now())).isFalse();
    assertThat(ADA.knows(LAPTOP.device(42).now())).isFalse();
  }

  @Test
  void believesAPersonsWordAboutThatLifeOfADeviceOnlyWhileItIsNobodys() {
    var nobodys = LAPTOP.owner(null);
    var named = new FrozenLeaver.Naming(nobodys.now(), "ops", Facts.START);
    var leaver =
        new FrozenLeaver(
            new EmployeeId("E1001"),
            Map.of("12", true),
            List.of(nobodys.now()),
            List.of(named),
            LeaverNames.NONE);
    assertThat(leaver.claim(nobodys.now())).isEqualTo(Claim.NAMED);
    assertThat(leaver.claim(LAPTOP.owner("13").now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(leaver.claim(LAPTOP.owner("12").now())).isEqualTo(Claim.THEIRS);
    assertThat(leaver.claim(nobodys.serial("other").now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(leaver.claim(nobodys.enrolledAt(Facts.START).now())).isEqualTo(Claim.NOT_THEIRS);
    assertThat(leaver.claim(nobodys.device(42).now())).isEqualTo(Claim.NOT_THEIRS);
  }

  private static FrozenLeaver leaver(DeviceFacts... devices) {
    return new FrozenLeaver(
        new EmployeeId("E1001"),
        Map.of("12", true, "22", false),
        List.of(devices),
        List.of(),
        LeaverNames.NONE);
  }
}
