package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipeOrder.State;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class WipeOrderTests extends SafetyStage {
  private static final Duration SETTLED = Duration.ofMinutes(1);
  private static final Duration WARRANT_LIFE = Duration.ofDays(7);

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "DONE", "GONE", "WRITTEN_OFF"})
  void wipesADeviceOnceOverAllCases(State state) {
    var first = approvedWarrant();
    freeze("second case", LAPTOP);
    var plan = planned(again());
    safety.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
    var second = safety.issue(plan, LAPTOP);
    clock.advance(Duration.ofSeconds(1));
    spend(first, LAPTOP);
    safety.seen(first.id(), state, "seen so");
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> spend(second, LAPTOP))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("in this enrolment already");
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("in this enrolment already");
    assertThatThrownBy(() -> planned(again().within(Duration.ofDays(2))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("in this enrolment already");
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "FORGOTTEN"})
  void wipesAgainUnderANewWarrantWhereTheFirstCameToNothing(State state) {
    var first = approvedWarrant();
    spend(first, LAPTOP);
    clock.advance(SETTLED);
    safety.seen(first.id(), state, "seen so");
    spend(first, LAPTOP);
    assertThat(calls).as("the first warrant is spent").hasValue(1);
    var second = warrant(Draft.of(LAPTOP).within(Duration.ofHours(20)));
    clock.advance(Duration.ofSeconds(1));
    spend(second, LAPTOP);
    assertThat(calls).hasValue(2);
    assertThat(safety.orders("case")).extracting(WipeOrder::state).contains(State.PENDING, state);
  }

  @Test
  void plansAnewWithoutAPersonWhereTheFirstPlanCanNeverBeCarriedOut() {
    var draft = Draft.of(PHONE).corporate().askingNobody();
    freeze("case", PHONE);
    var plan = planned(draft);
    var first = safety.issue(plan, PHONE);
    assertThat(planned(draft)).as("a step that is tried again").isEqualTo(plan);
    clock.advance(WARRANT_LIFE);
    assertThat(planned(draft)).as("it can still be spent").isEqualTo(plan);
    clock.advance(Duration.ofNanos(1000));
    var second = warrant(draft);
    assertThat(second.id()).isNotEqualTo(first.id());

    clock.advance(Duration.ofSeconds(1));
    spend(second, PHONE);
    clock.advance(SETTLED);
    assertThatThrownBy(() -> spend(first, PHONE)).isInstanceOf(Refused.class);
    safety.seen(second.id(), State.FAILED, "said no");
    var third = warrant(draft);
    clock.advance(Duration.ofSeconds(1));
    spend(third, PHONE);
    assertThat(calls).hasValue(2);
    assertThatThrownBy(() -> spend(first, PHONE)).isInstanceOf(Refused.class);
  }

  @Test
  void wipesNoThirdTimeWhenTheFirstIsSeenDoneAfterAll() {
    var first = approvedWarrant();
    spend(first, LAPTOP);
    clock.advance(SETTLED);
    safety.seen(first.id(), State.FAILED, "said no");
    var second = warrant(Draft.of(LAPTOP).within(Duration.ofHours(20)));
    safety.seen(first.id(), State.DONE, "did it after all");
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> spend(second, LAPTOP)).hasMessageContaining("never wiped twice");
    assertThat(calls).hasValue(1);
  }

  @Test
  void wipesTheNextLifeOfADeviceByAWarrantOfItsOwn() {
    var first = approvedWarrant();
    spend(first, LAPTOP);
    clock.advance(Duration.ofDays(1));
    var anew = new Facts(LAPTOP).enrolledAt(clock.instant()).now();
    freeze("case", anew);
    assertThatThrownBy(() -> spend(warrant(Draft.of(anew).within(Duration.ofDays(2))), anew))
        .as("asleep since")
        .isInstanceOf(Unavailable.class);
    var second = warrant(Draft.of(anew).within(Duration.ofDays(3)));
    clock.advance(Duration.ofSeconds(1));
    spend(second, anew);
    assertThat(calls).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({"-1,true", "0,true", "60000,true", "60001,false"})
  void countsForAnEnrolmentThatBeganWhileTheCallWasOnItsWay(long later, boolean counts) {
    var first = approvedWarrant();
    spend(first, LAPTOP);
    var anew = new Facts(LAPTOP).enrolledAt(clock.instant().plusMillis(later)).now();
    clock.advance(Duration.ofMinutes(2));
    freeze("case", anew);
    var draft = Draft.of(anew).within(Duration.ofHours(20));
    if (counts) {
      refusedEverywhere(draft, anew);
    } else {
      var second = warrant(draft);
      clock.advance(Duration.ofSeconds(1));
      spend(second, anew);
      assertThat(calls).hasValue(2);
    }
  }

  private void refusedEverywhere(Draft draft, DeviceFacts live) {
    assertThatThrownBy(() -> planned(draft)).hasMessageContaining("in this enrolment already");
    var warrant = smuggledWarrant(draft);
    assertThatThrownBy(() -> spend(warrant, live))
        .hasMessageContaining("in this enrolment already");
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"PT0S,PT15M", "PT1H,PT15M", "PT1H4M,PT16M", "PT24H,PT6H", "PT25H,PT6H"})
  void looksEverMoreRarelyAtADeviceThatSleepsOn(Duration since, Duration wait) {
    freeze("case", LAPTOP);
    var warrant = warrant(Draft.of(LAPTOP));
    clock.advance(since);
    assertThatThrownBy(() -> safety.spend(warrant, LAPTOP, () -> false, calls::incrementAndGet))
        .isInstanceOfSatisfying(
            Unavailable.class,
            asleep -> assertThat(asleep.notBefore()).contains(clock.instant().plus(wait)));
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void neverForgetsThatAWipeWasDone(State later) {
    var warrant = approvedWarrant();
    spend(warrant, LAPTOP);
    clock.advance(SETTLED);
    safety.seen(warrant.id(), State.DONE, "done");
    safety.seen(warrant.id(), later, "something else");
    assertThat(safety.order(warrant.id())).map(WipeOrder::state).contains(State.DONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"FORGOTTEN", "FAILED"})
  void believesOnlyOnceTheWorldHasSettledThatACallCameToNothing(State nothing) {
    var warrant = approvedWarrant();
    spend(warrant, LAPTOP);
    clock.advance(SETTLED.minusMillis(1));
    safety.seen(warrant.id(), nothing, "not in its history, or an earlier one's failure");
    assertThat(safety.order(warrant.id())).map(WipeOrder::state).contains(State.PENDING);
    assertThatThrownBy(() -> planned(Draft.of(LAPTOP).within(Duration.ofHours(20))))
        .hasMessageContaining("in this enrolment already");
    clock.advance(Duration.ofMillis(1));
    safety.seen(warrant.id(), nothing, "not in its history, or it failed");
    assertThat(safety.order(warrant.id())).map(WipeOrder::state).contains(nothing);
    planned(Draft.of(LAPTOP).within(Duration.ofHours(20)));
  }

  @Test
  void callsNoMoreUnderAWarrantThatWasSeenDone() {
    var warrant = approvedWarrant();
    assertThatThrownBy(
            () -> safety.spend(warrant, awake(LAPTOP), () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    safety.seen(warrant.id(), State.DONE, "in its history");
    clock.advance(Duration.ofHours(1));
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void countsACallWithoutAnAnswerForAnOrder() {
    var warrant = approvedWarrant();
    assertThat(safety.order(warrant.id())).isEmpty();
    assertThatThrownBy(() -> safety.seen(warrant.id(), State.DONE, "?"))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(
            () -> safety.spend(warrant, awake(LAPTOP), () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    assertThat(safety.orders("case"))
        .containsExactly(
            new WipeOrder(
                warrant.id(),
                safety.order(warrant.id()).orElseThrow().plan(),
                LEAVER,
                LAPTOP.device(),
                WipeKind.COMPLETE,
                clock.instant(),
                State.PENDING,
                "Sent; nothing was seen of it yet."));
    assertThat(safety.orderedBy("case")).containsExactly(LAPTOP.device());
    assertThat(safety.orders("other")).isEmpty();
  }

  @Test
  void endsNoCaseWhileAnOrderMayStillBeCarriedOut() {
    safety.demandNothingPending("case");
    var warrant = approvedWarrant();
    safety.demandNothingPending("case");
    spend(warrant, LAPTOP);
    assertThatThrownBy(() -> safety.demandNothingPending("case"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("device 41")
        .hasMessageContaining("2026-11-24T08:00:01Z")
        .hasMessageContaining("seen carried out or failed")
        .hasMessageContaining("left device management");
    safety.demandNothingPending("other");
    clock.advance(SETTLED);
    for (var end : List.of(State.FAILED, State.FORGOTTEN, State.DONE)) {
      safety.seen(warrant.id(), State.PENDING, "again");
      safety.seen(warrant.id(), end, "seen so");
      safety.demandNothingPending("case");
    }
  }

  @Test
  void endsACaseWhoseDeviceIsGoneOnlyByAPersonsWordAboutIt() {
    var warrant = approvedWarrant();
    spend(warrant, LAPTOP);
    assertThatThrownBy(() -> safety.writeOff(warrant.id(), "left so by ops"))
        .as("it is managed, and may be wiped")
        .isInstanceOf(Refused.class);
    safety.seen(warrant.id(), State.GONE, "not shown any more");
    assertThatThrownBy(() -> safety.demandNothingPending("case")).isInstanceOf(Refused.class);
    safety.writeOffGone("other", "left so by ops");
    assertThatThrownBy(() -> safety.demandNothingPending("case")).isInstanceOf(Refused.class);
    safety.writeOffGone("case", "left so by ops: it was stolen");
    safety.demandNothingPending("case");
    safety.seen(warrant.id(), State.GONE, "not shown any more");
    safety.demandNothingPending("case");
    assertThat(safety.order(warrant.id()).orElseThrow().words()).contains("stolen");
    safety.seen(warrant.id(), State.PENDING, "it is back");
    assertThatThrownBy(() -> safety.demandNothingPending("case")).isInstanceOf(Refused.class);
  }

  @Test
  void wipesADeviceThatWasGoneOnlyInALaterEnrolment() {
    spend(approvedWarrant(), LAPTOP);
    safety.orders("case").forEach(order -> safety.seen(order.warrant(), State.GONE, "not shown"));
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> planned(Draft.of(LAPTOP).within(Duration.ofDays(2))))
        .hasMessageContaining("in this enrolment already")
        .hasMessageContaining("no proof");
    var anew = new Facts(LAPTOP).enrolledAt(clock.instant()).now();
    freeze("case", anew);
    var second = warrant(Draft.of(anew).within(Duration.ofDays(2)));
    clock.advance(Duration.ofSeconds(1));
    spend(second, anew);
    assertThat(calls).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatWouldForbidAnOrderNow(Since change) {
    var warrant = approvedWarrant();
    assertThat(safety.forbids(warrant.id(), change.of(LAPTOP))).as("nothing ordered").isEmpty();
    spend(warrant, LAPTOP);
    assertThat(safety.forbids(warrant.id(), LAPTOP)).isEmpty();
    if (change == Since.HOLD) {
      holds.place(LEAVER, "counsel", "a lawsuit");
    }
    assertThat(safety.forbids(warrant.id(), change.of(LAPTOP)).orElseThrow())
        .contains(change.words)
        .contains("device 41")
        .contains("not known to cancel")
        .contains("give it back to the leaver's user (12)")
        .contains("call whoever holds it");
    safety.seen(warrant.id(), State.DONE, "done");
    var tooLate = safety.forbids(warrant.id(), change.of(LAPTOP));
    if (change == Since.OTHER_OWNER) {
      assertThat(tooLate.orElseThrow()).contains("carried out").contains("(user 13)");
    } else {
      assertThat(tooLate).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,true", "1,true"})
  void asksWhoseItWasWhenItWasWipedAlsoInALaterEnrolment(long later, boolean told) {
    var warrant = approvedWarrant();
    spend(warrant, LAPTOP);
    safety.seen(warrant.id(), State.DONE, "done");
    var since = Objects.requireNonNull(LAPTOP.enrolledAt());
    var colleagues = new Facts(LAPTOP).owner("13").enrolledAt(since.plusMillis(later)).now();
    assertThat(safety.forbids(warrant.id(), colleagues).isPresent()).isEqualTo(told);
  }

  @Test
  void sendsNothingUnderWhatWasWithdrawn() {
    var warrant = approvedWarrant();
    freeze("case", PHONE);
    var unissued = planned(Draft.of(PHONE).corporate());
    var open = planned(Draft.of(PHONE).corporate().within(Duration.ofHours(20)));
    safety.approve(unissued, new Decider("boss", Set.of("approver")), "agreed");
    safety.withdraw("case", "rescinded by HR");
    assertThatThrownBy(() -> spend(warrant, LAPTOP))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("rescinded by HR");
    assertThatThrownBy(() -> safety.issue(unissued, PHONE)).hasMessageContaining("rescinded by HR");
    assertThatThrownBy(() -> safety.approve(open, new Decider("boss", Set.of("approver")), ""))
        .hasMessageContaining("rescinded");
    assertThat(calls).hasValue(0);
    var anew = warrant(Draft.of(LAPTOP).within(Duration.ofHours(20)));
    clock.advance(Duration.ofSeconds(1));
    spend(anew, LAPTOP);
    assertThat(calls).as("a new plan is no withdrawn one").hasValue(1);
  }

  @Test
  void callsNotAgainForWhatWasWithdrawnMeanwhileButWatchesIt() {
    var warrant = approvedWarrant();
    assertThatThrownBy(
            () -> safety.spend(warrant, awake(LAPTOP), () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    safety.withdraw("case", "rescinded by HR");
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> spend(warrant, LAPTOP)).hasMessageContaining("withdrawn");
    assertThat(calls).hasValue(1);
    assertThatThrownBy(() -> safety.demandNothingPending("case")).isInstanceOf(Refused.class);
  }

  @Test
  void withdrawsNothingThatWasSentForCertainAndNothingOfAnotherCase() {
    var warrant = approvedWarrant();
    var sent = spend(warrant, LAPTOP);
    freeze("other", PHONE);
    var others = warrant(Draft.of(PHONE).in("other").corporate());
    clock.advance(Duration.ofSeconds(1));
    safety.withdraw("case", "rescinded by HR");
    assertThat(spend(warrant, LAPTOP)).isEqualTo(sent);
    spend(others, PHONE);
    assertThat(calls).hasValue(2);
  }

  @Test
  void holdsADeviceForAnOrderOfBeforeWhoseEnrolmentNobodyKnew() {
    var before = approvedWarrant();
    spend(before, LAPTOP);
    JdbcClient.create(database).sql("update muster_wipe_order set enrolled_at = null").update();
    freeze("second case", LAPTOP);
    assertThatThrownBy(() -> planned(again())).hasMessageContaining("in this enrolment already");
    JdbcClient.create(database)
        .sql("update muster_wipe_order set called_at = ?")
        .param(Timestamp.from(START.minusSeconds(100)))
        .update();
    planned(again());
  }

  /** Two cases, two approved warrants, one device, two nodes at the same moment; many times. */
  @Test
  void letsOneOfTwoWarrantsRacingOnTwoNodesCall() throws Exception {
    var pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        calls.set(0);
        var device = new Facts(LAPTOP).device(1000 + round).serial("S" + round).now();
        freeze("one", device);
        freeze("two", device);
        var warrants =
            Stream.of("one", "two").map(name -> warrant(Draft.of(device).in(name))).toList();
        clock.advance(Duration.ofSeconds(1));
        var together = new CountDownLatch(2);
        var tries =
            warrants.stream()
                .map(
                    warrant ->
                        pool.submit(
                            () -> {
                              var node = node();
                              together.countDown();
                              together.await();
                              return node.spend(
                                  warrant, awake(device), () -> false, calls::incrementAndGet);
                            }))
                .toList();
        var refused = 0;
        for (var attempt : tries) {
          try {
            attempt.get();
          } catch (ExecutionException lost) {
            assertThat(lost.getCause()).isInstanceOf(Refused.class);
            refused++;
          }
        }
        assertThat(refused).isEqualTo(1);
        assertThat(calls).hasValue(1);
        clock.set(START);
      }
    } finally {
      pool.shutdown();
    }
  }

  private Draft again() {
    return Draft.of(LAPTOP).in("second case");
  }

  /** What happens to a device after the order went out. */
  enum Since {
    OTHER_OWNER("owner is somebody else now (user 13)"),
    NOBODYS("belongs to nobody now"),
    HOLD("legal hold was placed"),
    ENROLMENT("enrolled anew"),
    SERIAL("serial number"),
    OWNERSHIP("ownership is another"),
    SHARED("several people use it now");

    private final String words;

    Since(String words) {
      this.words = words;
    }

    DeviceFacts of(DeviceFacts device) {
      var facts = new Facts(device);
      return switch (this) {
        case OTHER_OWNER -> facts.owner("13").now();
        case NOBODYS -> facts.owner(null).now();
        case HOLD -> device;
        case ENROLMENT -> facts.enrolledAt(START).now();
        case SERIAL -> facts.serial("other").now();
        case OWNERSHIP -> facts.ownership(Ownership.PERSONAL).now();
        case SHARED -> facts.shared(Known.YES).now();
      };
    }
  }
}
