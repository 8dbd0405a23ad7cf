package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Ground;
import io.muster.ledger.Entry;
import io.muster.people.Worker;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the orders of many leavers share a call. */
class CommonOrdersTests {
  private final Ground ground = Ground.shared();
  private final SimulatedHexnode hexnode =
      new SimulatedHexnode(
          new HexnodeOptions().unlimited(), Map.of("batch-gap", "2s", "batch-size", "10"));
  private final List<Leaver> leavers = new ArrayList<>();

  @AfterEach
  void close() {
    hexnode.close();
  }

  @Test
  void locksTheFirstAtOnceAndACrowdTogether() {
    leavers(9);
    lock(0);
    for (int number = 1; number < 9; number++) {
      waits(number);
    }
    ground.clock().advance(Duration.ofSeconds(2));
    for (int number = 1; number < 9; number++) {
      lock(number);
    }
    assertThat(locks()).isEqualTo(2);
    assertThat(leavers).allMatch(this::told);
  }

  @Test
  void writesAnEntryForEachDeviceOfEachCase() {
    leavers(3);
    lock(0);
    waits(1);
    waits(2);
    ground.clock().advance(Duration.ofSeconds(2));
    lock(2);
    lock(1);
    assertThat(leavers)
        .allSatisfy(
            leaver ->
                assertThat(ground.ledger().of(leaver.worker().id()))
                    .singleElement()
                    .satisfies(
                        entry -> {
                          assertThat(entry.action()).isEqualTo("device.lock");
                          assertThat(entry.target()).isEqualTo(leaver.device().toString());
                          assertThat(entry.onBehalfOf().id()).isEqualTo(leaver.caseId());
                          assertThat(entry.answer()).isEqualTo(Entry.Answer.ACCEPTED);
                        }));
  }

  @ParameterizedTest
  @CsvSource({"9, 2", "10, 2", "11, 3"})
  void namesNoMoreDevicesInOneCallThanItMay(int others, int calls) {
    leavers(others + 1);
    lock(0);
    IntStream.rangeClosed(1, others).forEach(this::waits);
    for (int round = 0; round < 10; round++) {
      ground.clock().advance(Duration.ofSeconds(4));
      IntStream.rangeClosed(1, others).forEach(this::tryLock);
    }
    assertThat(leavers).allMatch(this::told);
    assertThat(locks()).isEqualTo(calls);
  }

  @Test
  void takesWhoeverHasToGoAtOnceWithoutAWaitAndTheOthersWithThem() {
    leavers(3);
    lock(0);
    waits(1);
    in(2, CallPriority.URGENT);
    assertThat(locks()).isEqualTo(2);
    lock(1);
    assertThat(locks()).isEqualTo(2);
    assertThat(told(leavers.get(1))).isTrue();
  }

  @Test
  void doesNotSendWhatNobodyWantsAnyMore() {
    leavers(3);
    lock(0);
    waits(1);
    ground.clock().advance(Duration.ofMinutes(1).plusSeconds(1));
    lock(2);
    assertThat(told(leavers.get(1))).isFalse();
    ground.clock().advance(Duration.ofSeconds(2));
    lock(1);
    assertThat(told(leavers.get(1))).isTrue();
  }

  @Test
  void isTakenBackWithTheLeaving() {
    leavers(3);
    lock(0);
    waits(1);
    run(1, () -> hexnode.fleet().ensureReleased(Set.of(leavers.get(1).device())));
    ground.clock().advance(Duration.ofSeconds(2));
    lock(2);
    assertThat(told(leavers.get(1))).isFalse();
  }

  @Test
  void findsTheOneDeviceThatIsRefusedAndLocksTheOthers() {
    leavers(9);
    lock(0);
    IntStream.rangeClosed(1, 8).forEach(this::waits);
    ground.clock().advance(Duration.ofSeconds(2));
    // the whole, the lower half of it, its lower half, and the lowest
    hexnode.portal().faults().next(4, "POST", "/actions/lock_devices/").answer(400);
    assertThatThrownBy(() -> lock(1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("device " + leavers.get(1).device());
    IntStream.rangeClosed(2, 8).forEach(this::lock);
    assertThat(leavers.subList(2, 9)).allMatch(this::told);
    assertThat(locks()).isEqualTo(1 + 4 + 3);
  }

  @Test
  void asksAgainWhereTheAnswerWasLostAndNothingIsSeen() {
    leavers(2);
    hexnode.portal().faults().next(1, "POST", "/actions/lock_devices/").answer(503);
    assertThatThrownBy(() -> lock(0))
        .isInstanceOfSatisfying(
            Unavailable.class, lost -> assertThat(lost.surelyNotSent()).isFalse());
    ground.clock().advance(Duration.ofSeconds(30));
    lock(0);
    assertThat(told(leavers.get(0))).isTrue();
  }

  @Test
  void haveEverythingElseWait() {
    leavers(2);
    lock(0);
    waits(1);
    assertThatThrownBy(
            () ->
                CallPriority.VERIFICATION.during(
                    () -> hexnode.fleet().read(leavers.get(0).device())))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("first");
    ground.clock().advance(Duration.ofSeconds(2));
    lock(1);
    assertThat(
            CallPriority.VERIFICATION.during(() -> hexnode.fleet().read(leavers.get(0).device())))
        .isPresent();
  }

  private record Leaver(Worker worker, DeviceId device) {
    String caseId() {
      return "case-" + worker.id();
    }
  }

  private void leavers(int many) {
    for (int number = 0; number < many; number++) {
      var worker = ground.newWorker();
      var user = Integer.parseInt(hexnode.user(worker.workEmail()).value());
      var device = NewDevice.of(Machine.MAC, "SN-" + worker.id()).corporate().ownedBy(user);
      leavers.add(new Leaver(worker, hexnode.add(device)));
    }
  }

  private void lock(int number) {
    in(number, CallPriority.CONTAINMENT);
  }

  private void in(int number, CallPriority lane) {
    lane.during(
        () -> {
          run(number, () -> hexnode.fleet().ensureLocked(Set.of(leavers.get(number).device())));
          return true;
        });
  }

  /** A call that named the device was accepted. */
  private boolean told(Leaver leaver) {
    return hexnode.portal().journal().calls("POST", "/actions/lock_devices/").stream()
        .filter(call -> call.status() == 200)
        .anyMatch(
            call ->
                call.json()
                    .path("devices")
                    .toString()
                    .matches(".*\\b%s\\b.*".formatted(leaver.device())));
  }

  private void waits(int number) {
    assertThatThrownBy(() -> lock(number))
        .isInstanceOfSatisfying(
            Unavailable.class, wait -> assertThat(wait.notBefore()).isPresent());
  }

  private void tryLock(int number) {
    try {
      lock(number);
    } catch (Unavailable later) {
      assertThat(later.notBefore()).isPresent();
    }
  }

  private void run(int number, Runnable work) {
    var leaver = leavers.get(number);
    Ground.inCase(
        leaver.caseId(),
        leaver.worker().id(),
        () -> {
          work.run();
          return true;
        });
  }

  private long locks() {
    return hexnode.calls().stream().filter(call -> call.contains("lock_devices")).count();
  }
}
