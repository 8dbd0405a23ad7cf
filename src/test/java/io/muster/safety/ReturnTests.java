package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Refused;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReturnTests extends SafetyStage {
  @ParameterizedTest
  @CsvSource({"VOLUNTARY,false,false", "VOLUNTARY,true,true", "INVOLUNTARY,false,true"})
  void takesAYesToGiveBackWhereThePersonDidNotLeaveInPeace(
      String reason, boolean immediate, boolean awaits) {
    safety.begin(leaving(reason, immediate));
    assertThat(safety.awaitsConsentToReturn("case")).isEqualTo(awaits);
    if (awaits) {
      assertThatThrownBy(() -> safety.demandReturnAllowed("case"))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("until somebody agrees");
      safety.agreeToReturn("case", "boss", "it was a mistake");
    }
    assertThat(safety.awaitsConsentToReturn("case")).isFalse();
    safety.demandReturnAllowed("case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"E1001", "ada@EXAMPLE.com"})
  void doesNotLetTheLeaverAgree(String name) {
    safety.begin(leaving("INVOLUNTARY", false));
    assertThatThrownBy(() -> safety.agreeToReturn("case", name, "me"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("leaver");
    assertThat(safety.awaitsConsentToReturn("case")).isTrue();
  }

  @Test
  void keepsWhoAgreedFirst() {
    safety.begin(leaving("INVOLUNTARY", true));
    safety.agreeToReturn("case", "boss", "it was a mistake");
    safety.agreeToReturn("case", "other", "me too");
    assertThat(
            JdbcClient.create(database)
                .sql("select agreed_by || ': ' || comment from muster_leaver_return")
                .query(String.class)
                .list())
        .containsExactly("boss: it was a mistake");
  }

  @Test
  void takesANewYesOnceHrHasSaidNow() {
    safety.begin(leaving("VOLUNTARY", false));
    safety.agreeToReturn("case", "boss", "she stays");
    clock.advance(Duration.ofMillis(1));
    safety.begin(leaving("VOLUNTARY", true));
    assertThat(safety.awaitsConsentToReturn("case")).isTrue();
    safety.agreeToReturn("case", "boss", "she stays after all");
    assertThat(safety.awaitsConsentToReturn("case")).isFalse();
  }

  @Test
  void takesOverWhatHrSaysButNeverMakesItGentler() {
    var first = leaving("VOLUNTARY", false);
    safety.begin(first);
    assertThat(safety.leaving("case")).contains(first);
    safety.begin(new Leaving("case", LEAVER, "INVOLUNTARY", true, "other", START.plusSeconds(9)));
    assertThat(safety.leaving("case"))
        .as("of the source that hurried it")
        .contains(new Leaving("case", LEAVER, "INVOLUNTARY", true, "other", START.plusSeconds(9)));
    safety.begin(first);
    assertThat(safety.leaving("case"))
        .contains(new Leaving("case", LEAVER, "INVOLUNTARY", true, "other", first.effectiveAt()));
  }

  @Test
  void knowsNothingOfACaseThatNeverBegan() {
    assertThat(safety.leaving("case")).isEmpty();
    assertThat(safety.awaitsConsentToReturn("case")).isFalse();
    assertThatThrownBy(() -> safety.agreeToReturn("case", "boss", "")).isInstanceOf(Refused.class);
    freeze("case", LAPTOP);
    assertThat(safety.leaving("case")).isEmpty();
    safety.begin(leaving("INVOLUNTARY", false));
    assertThat(safety.leaving("case")).contains(leaving("INVOLUNTARY", false));
    assertThat(safety.claim("case", LAPTOP)).isEqualTo(Claim.THEIRS);
  }

  @Test
  void nothingOfASweepIsWipedWhileItIsAskedWhetherThePersonReturns() {
    safety.begin(leaving("INVOLUNTARY", true));
    safety.beginSweep("sweep", "case");
    freeze("sweep", LAPTOP);
    var warrant = warrant(Draft.of(LAPTOP).in("sweep"));
    clock.advance(Duration.ofSeconds(1));

    safety.askReturn("case");
    assertThatThrownBy(() -> spend(warrant, LAPTOP)).isInstanceOf(Refused.class);
    assertThat(calls).hasValue(0);

    safety.declineReturn("case", "boss");
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoeverAskedForTheLeavingAgreesToNoWipeOfItsSweep() {
    safety.begin(leaving("INVOLUNTARY", true));
    safety.requested("case", new Requester("mallory", Set.of("mallory"), "sent the HR event"));
    safety.beginSweep("sweep", "case");
    freeze("sweep", LAPTOP);
    var plan = planned(Draft.of(LAPTOP).in("sweep"));

    assertThatThrownBy(() -> safety.approve(plan, new Decider("mallory", Set.of("approver")), "me"))
        .isInstanceOf(Refused.class);
    safety.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
  }

  @Test
  void anAgreementCountsUntilHrSaysAgainThatThePersonLeaves() {
    safety.begin(leaving("INVOLUNTARY", true));
    safety.askReturn("case");
    safety.agreeToReturn("case", "boss", "she stays");
    assertThat(safety.awaitsConsentToReturn("case")).isFalse();

    clock.advance(Duration.ofMillis(1));
    safety.leavesAgain("case");

    assertThat(safety.awaitsConsentToReturn("case")).isTrue();
    clock.advance(Duration.ofMillis(1));
    safety.agreeToReturn("case", "boss", "after all");
    assertThat(safety.awaitsConsentToReturn("case")).isFalse();
  }

  private static Leaving leaving(String reason, boolean immediate) {
    return new Leaving("case", LEAVER, reason, immediate, "hr", START);
  }
}
