package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipePlan.Approval;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WipeSafetyTests extends SafetyStage {
  @BeforeEach
  void writeDownTheDevices() {
    freeze("case", LAPTOP, PHONE);
  }

  @Test
  void wipesOnceWhenSomebodyAgreed() {
    var warrant = approvedWarrant();
    spend(warrant, LAPTOP);
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void issuesNoWarrantWithoutAnAnswer() {
    var plan = planned(Draft.of(LAPTOP));
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Nobody has approved");
  }

  @Test
  void issuesNoWarrantAfterANo() {
    var plan = planned(Draft.of(LAPTOP));
    safety.decline(plan, new Decider("boss", Set.of("approver")), "not his");
    assertThatThrownBy(
            () -> safety.approve(plan, new Decider("other", Set.of("approver")), "but yes"))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP)).hasMessageContaining("declined");
  }

  @ParameterizedTest
  @EnumSource(names = {"PERSONAL", "UNKNOWN"})
  void neverWipesCompletelyWhatIsNotKnownToBeTheCompanys(Ownership ownership) {
    var device = new Facts(LAPTOP).ownership(ownership).now();
    refusedEverywhere(Draft.of(device), device, "never wiped completely");
  }

  @Test
  void neverWipesCompletelyWithoutAskingAnybody() {
    refusedEverywhere(Draft.of(LAPTOP).askingNobody(), LAPTOP, "always needs somebody's approval");
  }

  @Test
  void takesOnlyTheCompanysPartOffAPrivatePhoneWithoutAsking() {
    var warrant = warrant(Draft.of(PHONE).corporate().askingNobody());
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, PHONE);
    assertThat(calls).hasValue(1);
  }

  @Test
  void refusesEverythingUnderLegalHoldEvenAfterTheWarrantWasIssued() {
    var warrant = approvedWarrant();
    holds.place(LEAVER, "counsel", "a lawsuit");
    assertThatThrownBy(() -> spend(warrant, LAPTOP)).hasMessageContaining("legal hold");
    assertThatThrownBy(() -> planned(Draft.of(LAPTOP))).hasMessageContaining("legal hold");
    assertThat(calls).hasValue(0);
  }

  @Test
  void aYesFromBeforeAHoldWasLiftedIsNoneAfterwards() {
    var warrant = approvedWarrant();
    holds.place(LEAVER, "counsel", "a lawsuit");
    holds.lift(LEAVER, "adam", "settled");
    assertThatThrownBy(() -> spend(warrant, LAPTOP))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("hold on employee")
        .hasMessageContaining("Plan and ask again");
    assertThat(calls).hasValue(0);
  }

  @Test
  void aYesFromAfterAHoldWasLiftedCounts() {
    holds.place(LEAVER, "counsel", "a lawsuit");
    holds.lift(LEAVER, "adam", "settled");
    clock.advance(Duration.ofSeconds(1));
    spend(approvedWarrant(), LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void refusesADeviceThatIsNotAsItWasApproved(Change change) {
    var plan = planned(Draft.of(LAPTOP));
    safety.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
    assertThatThrownBy(() -> safety.issue(plan, change.of(LAPTOP)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not as it was approved");
    var warrant = safety.issue(plan, LAPTOP);
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> spend(warrant, change.of(LAPTOP)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not as it was approved");
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e1001", "ADA@example.com", " ada@example.com "})
  void doesNotLetTheLeaverDecideAboutTheirOwnWipe(String name) {
    var plan = planned(Draft.of(LAPTOP));
    assertThatThrownBy(() -> safety.approve(plan, new Decider(name, Set.of("approver")), "fine"))
        .hasMessageContaining("leaver");
    assertThatThrownBy(() -> safety.decline(plan, new Decider(name, Set.of("approver")), "no"))
        .hasMessageContaining("leaver");
    safety.approve(
        plan, new Decider("boss", Set.of("approver")), "a leaver's no counts for nothing");
  }

  @Test
  void asksOnlyGroupsThatMayAgree() {
    for (var groups : List.of(Set.of("processowner"), Set.of("approver", "hr"), Set.<String>of())) {
      assertThatThrownBy(() -> safety.plan(askedOf(Approval.ONE_PERSON, groups)))
          .as("%s", groups)
          .isInstanceOf(Refused.class)
          .hasMessageContaining("muster.safety.approver-groups");
    }
    assertThat(safety.plan(askedOf(Approval.ONE_PERSON, Set.of("operator")))).isNotEmpty();
  }

  @Test
  void takesAnAnswerOnlyFromWhoeverIsInAnApprovingGroupNow() {
    var plan = safety.plan(askedOf(Approval.ONE_PERSON, Set.of("approver")));
    for (var groups : List.of(Set.of("operator"), Set.of("processowner", "hr"), Set.<String>of())) {
      var outsider = new Decider("boss", groups);
      assertThatThrownBy(() -> safety.approve(plan, outsider, "yes"))
          .hasMessageContaining("approver");
      assertThatThrownBy(() -> safety.decline(plan, outsider, "no"))
          .hasMessageContaining("approver");
    }
    assertThat(safety.approve(plan, new Decider("boss", Set.of("hr", "approver")), "yes")).isZero();
  }

  @Test
  void takesNoAnswerFromWhoeverHasHadAHandInTheQuestion() {
    var plan = safety.plan(askedOf(Approval.ONE_PERSON, Set.of("approver")));
    var pat =
        new Decider(
            "Pat", Set.of("Pat"), Set.of("approver"), Map.of("pat", "deployed wipeDecision"));
    assertThatThrownBy(() -> safety.approve(plan, pat, "yes"))
        .hasMessageContaining("deployed wipeDecision");
    assertThat(safety.approve(plan, new Decider("boss", Set.of("approver")), "yes")).isZero();
  }

  @Test
  void twoDifferentPeopleAgreeWhereTwoHaveTo() {
    var plan = safety.plan(askedOf(Approval.TWO_PEOPLE, Set.of("approver")));
    var one = new Decider("one", Set.of("one", "One@example.com"), Set.of("approver"), Map.of());
    var again =
        new Decider("second", Set.of("second", "one@example.com"), Set.of("approver"), Map.of());
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP))
        .hasMessageContaining("Nobody has approved");
    assertThat(safety.approve(plan, one, "yes")).isEqualTo(1);
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP))
        .hasMessageContaining("Nobody has approved");
    assertThatThrownBy(() -> safety.approve(plan, one, "yes")).hasMessageContaining("already");
    assertThatThrownBy(() -> safety.approve(plan, again, "yes")).hasMessageContaining("already");
    assertThat(safety.approve(plan, new Decider("boss", Set.of("approver")), "yes")).isZero();
    assertThat(safety.issue(plan, LAPTOP)).isNotNull();
    assertThatThrownBy(() -> safety.approve(plan, new Decider("third", Set.of("approver")), "too"))
        .hasMessageContaining("answered already");
  }

  @Test
  void oneNoIsEnoughWhereTwoHaveToAgree() {
    var plan = safety.plan(askedOf(Approval.TWO_PEOPLE, Set.of("approver")));
    safety.approve(plan, new Decider("one", Set.of("approver")), "yes");
    safety.decline(plan, new Decider("boss", Set.of("approver")), "no");
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP)).hasMessageContaining("declined");
  }

  @Test
  void silenceIsNeverTheYesOfTwo() {
    var draft = Draft.of(LAPTOP).silenceWipesAfter(Duration.ofDays(1)).plan();
    assertThatThrownBy(
            () ->
                safety.plan(
                    new WipePlan(
                        draft.caseId(),
                        draft.employee(),
                        draft.facts(),
                        draft.claim(),
                        draft.kind(),
                        Approval.TWO_PEOPLE,
                        draft.deadline(),
                        draft.onSilence())))
        .hasMessageContaining("two people");
  }

  private static WipePlan askedOf(Approval approval, Set<String> groups) {
    var draft = Draft.of(LAPTOP).plan();
    return new WipePlan(
        draft.caseId(),
        draft.employee(),
        draft.facts(),
        draft.claim(),
        draft.kind(),
        approval,
        draft.deadline(),
        draft.onSilence(),
        groups);
  }

  @Test
  void takesNoApprovalAfterTheDeadline() {
    var plan = planned(Draft.of(LAPTOP));
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> safety.approve(plan, new Decider("boss", Set.of("approver")), "late"))
        .isInstanceOf(Refused.class);
  }

  @Test
  void letsSilenceCountOnlyWhereThePlanSaysSoAndTheTimeHasPassed() {
    var keeping = planned(Draft.of(LAPTOP));
    var wiping = planned(Draft.of(LAPTOP).silenceWipesAfter(Duration.ofHours(5)));
    assertThatThrownBy(() -> safety.letSilenceCount(wiping)).hasMessageContaining("not passed");
    clock.advance(Duration.ofDays(2));
    assertThatThrownBy(() -> safety.letSilenceCount(keeping)).isInstanceOf(Refused.class);
    safety.letSilenceCount(wiping);
    safety.letSilenceCount(wiping);
    var warrant = safety.issue(wiping, LAPTOP);
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void doesNotLetSilenceCountTooEarly() {
    assertThatThrownBy(
            () -> planned(Draft.of(LAPTOP).silenceWipesAfter(Duration.ofHours(4).minusMillis(1))))
        .hasMessageContaining("PT4H");
    planned(Draft.of(LAPTOP).silenceWipesAfter(Duration.ofHours(4)));
  }

  @Test
  void looksBeforeItCallsAgainWhenTheAnswerWasLost() {
    var warrant = approvedWarrant();
    assertThatThrownBy(
            () -> safety.spend(warrant, awake(LAPTOP), () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    safety.spend(warrant, LAPTOP, () -> true, calls::incrementAndGet);
    clock.advance(Duration.ofHours(1));
    safety.spend(warrant, LAPTOP, () -> true, calls::incrementAndGet);
    assertThat(calls).hasValue(1);
  }

  @Test
  void callsAgainOnlyOnceTheWorldHasSettledAndTheDeviceKnowsOfNothing() {
    var warrant = approvedWarrant();
    var called = clock.instant();
    assertThatThrownBy(
            () -> safety.spend(warrant, awake(LAPTOP), () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    clock.advance(Duration.ofMinutes(1).minusMillis(1));
    assertThatThrownBy(() -> spend(warrant, LAPTOP))
        .isInstanceOfSatisfying(
            Unavailable.class,
            wait -> assertThat(wait.notBefore()).contains(called.plus(Duration.ofMinutes(1))));
    clock.advance(Duration.ofMillis(1));
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(2);
  }

  @Test
  void forgetsAWarrantThatWasNotSpentInTime() {
    var inTime = warrant(Draft.of(PHONE).corporate().askingNobody());
    clock.advance(Duration.ofDays(7).plusMillis(1));
    assertThatThrownBy(() -> spend(inTime, PHONE)).hasMessageContaining("older than");
    clock.set(START.plus(Duration.ofDays(7)));
    spend(inTime, PHONE);
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void forgetsAnAnswerThatIsTooOld(boolean silence) {
    var plan =
        planned(
            silence
                ? Draft.of(LAPTOP).silenceWipesAfter(Duration.ofHours(4))
                : Draft.of(LAPTOP).within(Duration.ofHours(5)));
    clock.advance(Duration.ofHours(4));
    if (silence) {
      safety.letSilenceCount(plan);
    } else {
      safety.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
    }
    clock.advance(Duration.ofDays(7));
    var warrant = safety.issue(plan, LAPTOP);
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP)).hasMessageContaining("ask again");
    assertThatThrownBy(() -> spend(warrant, LAPTOP)).hasMessageContaining("ask again");
    assertThat(calls).hasValue(0);
  }

  @Test
  void letsOneOfManyNodesCall() throws Exception {
    var warrant = approvedWarrant();
    var threads = 8;
    var together = new CountDownLatch(threads);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var attempts =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(
                  number ->
                      pool.submit(
                          () -> {
                            var node = node();
                            together.countDown();
                            together.await();
                            try {
                              node.spend(
                                  warrant, awake(LAPTOP), () -> false, calls::incrementAndGet);
                            } catch (Unavailable otherWasQuicker) {
                              assertThat(otherWasQuicker.surelyNotSent()).isTrue();
                            }
                            return null;
                          }))
              .toList();
      for (var attempt : attempts) {
        attempt.get();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void tellsTwoPlansApartWhoseWordsRunTogether() {
    var one = Draft.of(new Facts(LAPTOP).serial("A\n12").owner("12").now());
    var other = Draft.of(new Facts(LAPTOP).serial("A").owner("12\n12").now());
    assertThat(smuggledPlan(one)).isNotEqualTo(smuggledPlan(other));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "KEY", "CLAIM"})
  void tellsTwoPlansApartInEverythingTheApproverSees(Part part) {
    assertThat(smuggledPlan(part.of(Draft.of(LAPTOP))))
        .isNotEqualTo(smuggledPlan(Draft.of(LAPTOP)));
    assertThat(safety.find(smuggledPlan(part.of(Draft.of(LAPTOP)))).orElseThrow().facts())
        .isEqualTo(new Facts(part.of(Draft.of(LAPTOP)).facts()).seenAt(null).now());
    assertThat(safety.find(smuggledPlan(part.of(Draft.of(LAPTOP)))).orElseThrow().claim())
        .isEqualTo(part.of(Draft.of(LAPTOP)).claim());
  }

  enum Part {
    SHARED,
    KEY,
    CLAIM;

    SafetyStage.Draft of(SafetyStage.Draft draft) {
      return switch (this) {
        case SHARED -> SafetyStage.Draft.of(new Facts(draft.facts()).shared(Known.YES).now());
        case KEY -> SafetyStage.Draft.of(new Facts(draft.facts()).recoveryKey(Known.NO).now());
        case CLAIM -> draft.as(Claim.ONE_OF_SEVERAL);
      };
    }
  }

  enum Change {
    SERIAL,
    OWNER,
    NOBODYS,
    OWNERSHIP,
    ENROLMENT,
    SHARED,
    GONE,
    OTHER_DEVICE;

    DeviceFacts of(DeviceFacts device) {
      var facts = new Facts(device);
      return switch (this) {
        case SERIAL -> facts.serial("other").now();
        case OWNER -> facts.owner("13").now();
        case NOBODYS -> facts.owner(null).now();
        case OWNERSHIP -> facts.ownership(Ownership.PERSONAL).now();
        case ENROLMENT -> facts.enrolledAt(START).now();
        case SHARED -> facts.shared(Known.YES).now();
        case GONE -> facts.gone().now();
        case OTHER_DEVICE -> facts.device(42).now();
      };
    }
  }
}
