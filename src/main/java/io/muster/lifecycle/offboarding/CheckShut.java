package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_NAME;
import static io.muster.lifecycle.offboarding.Offboarding.LAST_SEEN;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.NEXT_LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.SERIAL;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.Progress;
import io.muster.devices.Sighting;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.lifecycle.shared.Moments;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Claim;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks whether a device of the leaver's is really locked and isolated; nobody's word counts. */
@Component
class CheckShut extends Step {
  /** A device that has reported since and does not know of the order was never told. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);

  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final NotSecured notSecured;
  private final Ladder ladder;
  private final Moments moments;
  private final Clock clock;

  CheckShut(
      DeviceFleet fleet,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      NotSecured notSecured,
      Ladder ladder,
      Moments moments,
      Clock clock) {
    this.fleet = fleet;
    this.safety = safety;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.ladder = ladder;
    this.moments = moments;
    this.clock = clock;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected boolean isTold() {
    return false;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var number = DEVICE.in(execution);
    if (isOver(execution, number)) {
      shut(execution, number);
      return;
    }
    try {
      see(execution, number);
    } catch (RemoteFailure.Unavailable silent) {
      unanswered(execution, number, silent);
    }
  }

  /** That device management does not answer, or answers about another device, is no peace. */
  private void unanswered(
      DelegateExecution execution, String number, RemoteFailure.Unavailable silent) {
    var words =
        "device %s: nobody can see whether it is locked and isolated: %s"
            .formatted(number, silent.getMessage());
    var turn = silent.notBefore().filter(when -> when.isAfter(clock.instant()));
    outcomes.waits(execution, number, turn.isPresent() ? "budget" : "no answer");
    PROBLEM.set(execution, words);
    notSecured.tellIfLate(execution, words);
    ladder.silent(execution, askedAt(execution, Kind.LOCK, number));
    turn.ifPresent(
        when -> NEXT_LOOK.set(execution, Duration.between(clock.instant(), when).toString()));
  }

  private void see(DelegateExecution execution, String number) {
    var device = fleet.read(DeviceId.of(number)).filter(Device::enrolled);
    if (device.isEmpty()) {
      contradicted(
          execution, number, "it left device management before it was seen locked and isolated");
      return;
    }
    var live = device.get();
    DEVICE_NAME.set(execution, live.name());
    SERIAL.set(execution, live.serial());
    LAST_SEEN.set(execution, moments.shown(live.lastSeen()));
    if (safety.claim(Step.caseId(execution), live.facts()) == Claim.NOT_THEIRS
        && live.owner() != null) {
      contradicted(execution, number, "it belongs to somebody else by now and is locked");
      return;
    }
    look(execution, live);
  }

  private void look(DelegateExecution execution, Device device) {
    var number = device.id().toString();
    var since = askedAt(execution, Kind.LOCK, number);
    if (device.lastSeen() != null && device.lastSeen().isBefore(since)) {
      silent(execution, device, since);
      return;
    }
    outcomes.goesOn(execution, number);
    var lock = fleet.lockSeen(device.id(), since);
    var isolation = fleet.isolationSeen(device.id(), askedAt(execution, Kind.ISOLATION, number));
    say(execution, Kind.LOCK, number, lock);
    say(execution, Kind.ISOLATION, number, isolation);
    if (lock.progress() == Progress.DONE && isolation.progress() == Progress.DONE) {
      shut(execution, number);
      return;
    }
    var words =
        "%s: lock %s; isolation %s".formatted(name(device), lock.words(), isolation.words());
    notSecured.tellIfLate(execution, words);
    if (Stream.of(lock, isolation).anyMatch(seen -> isContradicted(seen, device, since))) {
      PROBLEM.set(execution, words);
      ladder.askNow(execution);
    } else {
      ladder.silent(execution, since);
    }
  }

  private void silent(DelegateExecution execution, Device device, Instant since) {
    var words =
        "%s: silent since %s, neither seen locked nor isolated"
            .formatted(name(device), moments.shown(device.lastSeen()));
    outcomes.waits(execution, device.id().toString(), "offline");
    PROBLEM.set(execution, words);
    notSecured.tellIfLate(execution, words);
    ladder.silent(execution, since);
  }

  private boolean isContradicted(Sighting seen, Device device, Instant since) {
    return seen.progress() == Progress.FAILED
        || (seen.progress() == Progress.NOT_FOUND
            && !clock.instant().isBefore(since.plus(SHOWN_WITHIN))
            && device.lastSeen() != null);
  }

  private void say(DelegateExecution execution, Kind kind, String number, Sighting seen) {
    outcomes.say(
        execution,
        kind,
        number,
        switch (seen.progress()) {
          case DONE -> State.OBSERVED;
          case PENDING -> State.ACCEPTED;
          case FAILED, NOT_FOUND -> State.CONTRADICTED;
        },
        seen.words());
  }

  private void contradicted(DelegateExecution execution, String number, String why) {
    Stream.of(Kind.LOCK, Kind.ISOLATION)
        .forEach(kind -> outcomes.say(execution, kind, number, State.CONTRADICTED, why));
    PROBLEM.set(execution, "device %s: %s".formatted(number, why));
    notSecured.tellIfLate(execution, "device %s: %s".formatted(number, why));
    ladder.askNow(execution);
  }

  private void shut(DelegateExecution execution, String number) {
    outcomes.goesOn(execution, number);
    LOOK.set(execution, "shut");
    notSecured.overIfSecured(execution);
  }

  /** What was wiped, or written off by a person, need not be seen locked. */
  private boolean isOver(DelegateExecution execution, String number) {
    var erased =
        Stream.of(Kind.WIPE, Kind.DISENROL)
            .flatMap(kind -> outcomes.find(execution, kind, number).stream())
            .anyMatch(outcome -> outcome.state() == State.OBSERVED);
    if (erased) {
      outcomes.closeDevice(execution, number, "the device was seen wiped; nothing is left to lock");
    }
    return erased || isWrittenOff(execution, number);
  }

  /** A person's word stands also where half of it had been seen before. */
  private boolean isWrittenOff(DelegateExecution execution, String number) {
    var states =
        Stream.of(Kind.LOCK, Kind.ISOLATION)
            .flatMap(kind -> outcomes.find(execution, kind, number).stream())
            .map(Outcome::state)
            .toList();
    return states.contains(State.CLOSED)
        && states.stream().allMatch(state -> state == State.CLOSED || state == State.OBSERVED);
  }

  private Instant askedAt(DelegateExecution execution, Kind kind, String number) {
    return outcomes
        .find(execution, kind, number)
        .map(Outcome::requestedAt)
        .orElseGet(clock::instant);
  }

  private static String name(Device device) {
    return "device %s (%s)".formatted(device.id(), device.name());
  }
}
