package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class CallFenceTests extends SafetyStage {
  private static final Duration CLAIM_LIFE = Duration.ofSeconds(20);

  @Test
  void demandsAWarrantForExactlyThisDevice() {
    var warrant = approvedWarrant();
    assertThatThrownBy(() -> safety.demandWarrantFor(LAPTOP.device()))
        .isInstanceOf(IllegalStateException.class);
    safety.spend(
        warrant,
        awake(LAPTOP),
        () -> false,
        () -> {
          assertThatCode(() -> safety.demandWarrantFor(LAPTOP.device())).doesNotThrowAnyException();
          assertThatThrownBy(() -> safety.demandWarrantFor(new DeviceId(42)))
              .isInstanceOf(IllegalStateException.class);
        });
    assertThatThrownBy(() -> safety.demandWarrantFor(LAPTOP.device()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sendsUntilTheTimeForTheCallHasPassed() {
    var warrant = approvedWarrant();
    var claimed = clock.instant();
    assertThatThrownBy(
            () ->
                safety.spend(
                    warrant,
                    awake(LAPTOP),
                    () -> false,
                    () -> {
                      clock.advance(CLAIM_LIFE.minusMillis(1));
                      assertThatCode(() -> safety.demandWarrantFor(LAPTOP.device()))
                          .doesNotThrowAnyException();
                      clock.advance(Duration.ofMillis(1));
                      safety.demandWarrantFor(LAPTOP.device());
                    }))
        .isInstanceOfSatisfying(
            Unavailable.class,
            stopped -> {
              assertThat(stopped.surelyNotSent()).isTrue();
              assertThat(stopped.notBefore()).contains(claimed.plus(Duration.ofMinutes(1)));
            });
  }

  @Test
  void sendsNothingFromANodeThatStoodStillAndLetsAnotherCall() {
    var warrant = approvedWarrant();
    assertThatThrownBy(
            () ->
                safety.spend(
                    warrant,
                    awake(LAPTOP),
                    () -> false,
                    () -> {
                      clock.advance(Duration.ofSeconds(100));
                      // meanwhile another node does it
                      node().spend(warrant, awake(LAPTOP), () -> false, this::call);
                      call();
                    }))
        .isInstanceOfSatisfying(
            Unavailable.class, stopped -> assertThat(stopped.surelyNotSent()).isTrue());
    assertThat(calls).hasValue(1);
  }

  @Test
  void sendsNothingFromANodeThatStoodStillAlone() {
    var warrant = approvedWarrant();
    assertThatThrownBy(() -> safety.spend(warrant, awake(LAPTOP), () -> false, this::callLate))
        .isInstanceOfSatisfying(
            Unavailable.class, stopped -> assertThat(stopped.surelyNotSent()).isTrue());
    assertThat(calls).hasValue(0);
    safety.spend(warrant, awake(LAPTOP), () -> false, this::call);
    assertThat(calls).hasValue(1);
  }

  @Test
  void marksNothingFromANodeThatStoodStillAfterTheCall() {
    var warrant = approvedWarrant();
    assertThatThrownBy(
            () ->
                safety.spend(
                    warrant,
                    awake(LAPTOP),
                    () -> false,
                    () -> {
                      call();
                      clock.advance(Duration.ofMinutes(1));
                    }))
        .isInstanceOfSatisfying(
            Unavailable.class, late -> assertThat(late.surelyNotSent()).isFalse());
    var asked = new boolean[1];
    safety.spend(
        warrant,
        awake(LAPTOP),
        () -> {
          asked[0] = true;
          return true;
        },
        this::call);
    assertThat(asked[0]).as("the device is looked at before anything else").isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void believesAnAnswerThatCameWithinTheTimeForIt() {
    var warrant = approvedWarrant();
    safety.spend(
        warrant,
        awake(LAPTOP),
        () -> false,
        () -> {
          call();
          clock.advance(Duration.ofMinutes(1).minusMillis(1));
        });
    clock.advance(Duration.ofHours(1));
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void sendsOnlyToADeviceThatShowedItselfAfterTheWarrant() {
    freeze("case", LAPTOP);
    var warrant = warrant(Draft.of(LAPTOP));
    var issued = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    for (var asleep : new Instant[] {null, issued.minusMillis(1), issued}) {
      var live = new Facts(LAPTOP).seenAt(asleep).now();
      assertThat(safety.isAwake(warrant.id(), live)).isFalse();
      assertThatThrownBy(() -> safety.spend(warrant, live, () -> false, this::call))
          .isInstanceOfSatisfying(
              Unavailable.class,
              wait -> {
                assertThat(wait.surelyNotSent()).isTrue();
                assertThat(wait.notBefore().orElseThrow()).isAfter(clock.instant());
              })
          .hasMessageContaining("has not shown itself since the warrant");
    }
    assertThat(calls).hasValue(0);
    var awake = new Facts(LAPTOP).seenAt(issued.plusMillis(1)).now();
    assertThat(safety.isAwake(warrant.id(), awake)).isTrue();
    safety.spend(warrant, awake, () -> false, this::call);
    assertThat(calls).hasValue(1);
  }

  @Test
  void sendsOnlyToADeviceThatShowedItselfLately() {
    var warrant = approvedWarrant();
    var live = awake(LAPTOP);
    clock.advance(Duration.ofMinutes(15).plusMillis(1));
    assertThat(safety.isAwake(warrant.id(), live)).isFalse();
    assertThatThrownBy(() -> safety.spend(warrant, live, () -> false, this::call))
        .isInstanceOf(Unavailable.class);
    clock.set(clock.instant().minusMillis(1));
    assertThat(safety.isAwake(warrant.id(), live)).isTrue();
    safety.spend(warrant, live, () -> false, this::call);
    assertThat(calls).hasValue(1);
  }

  @Test
  void takesATimeFarAheadForAWrongClock() {
    var warrant = approvedWarrant();
    var ahead = clock.instant().plus(Duration.ofMinutes(15));
    assertThat(safety.isAwake(warrant.id(), new Facts(LAPTOP).seenAt(ahead).now())).isTrue();
    assertThat(safety.isAwake(warrant.id(), new Facts(LAPTOP).seenAt(ahead.plusMillis(1)).now()))
        .isFalse();
  }

  @Test
  void startsOnlyWhereOneCallEndsBeforeTheNext() {
    assertThatThrownBy(() -> SafetyNode.properties(Map.of("muster.safety.settle-time", "55s")))
        .isInstanceOf(BindException.class)
        .rootCause()
        .hasMessageContaining("muster.safety.settle-time")
        .hasMessageContaining("muster.safety.claim-life");
    assertThat(SafetyNode.properties(Map.of("muster.safety.settle-time", "55001ms")).settleTime())
        .isEqualTo(Duration.ofMillis(55001));
    assertThatThrownBy(() -> SafetyNode.properties(Map.of("muster.safety.claim-life", "0s")))
        .rootCause()
        .hasMessageContaining("muster.safety.claim-life");
  }

  private void call() {
    safety.demandWarrantFor(LAPTOP.device());
    calls.incrementAndGet();
  }

  private void callLate() {
    clock.advance(Duration.ofSeconds(100));
    call();
  }
}
