package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.EMPLOYEE;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.process.Step;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What has to come true for the leaver of the case at hand, as its steps find it. */
@Component
class LeaverOutcomes {
  private static final Set<Kind> OF_DEVICES =
      Set.of(Kind.LOCK, Kind.ISOLATION, Kind.WIPE, Kind.DISENROL);

  /** The target of what is said about all of a kind: that they were looked for. */
  static final String EVERY = "every";

  private final Outcomes outcomes;

  LeaverOutcomes(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  void say(DelegateExecution execution, Kind kind, String target, State state, String words) {
    outcomes.say(Step.caseId(execution), EMPLOYEE.in(execution), kind, target, state, words);
  }

  /** The same from outside of the case. */
  void say(WipePlan plan, Kind kind, State state, String words) {
    outcomes.say(
        plan.caseId(), plan.employee(), kind, plan.facts().device().toString(), state, words);
  }

  /** Nobody counts as secured before accounts and devices have even been looked for. */
  void begin(DelegateExecution execution) {
    say(execution, Kind.ACCOUNT, EVERY, State.REQUESTED, "not looked for yet");
    say(execution, Kind.LOCK, EVERY, State.REQUESTED, "not looked for yet");
  }

  /** Since when the devices are to be found and locked, as long as that has not been sent. */
  Optional<Instant> devicesAwaitedSince(DelegateExecution execution) {
    return outcomes.of(Step.caseId(execution)).stream()
        .filter(outcome -> outcome.kind() == Kind.LOCK && outcome.state() == State.REQUESTED)
        .map(Outcome::requestedAt)
        .min(Instant::compareTo);
  }

  /** They were looked for; each that was found has an outcome of its own. */
  void listed(DelegateExecution execution, Kind kind, int found) {
    say(execution, kind, EVERY, State.NOT_OBSERVABLE, "looked for, %d found".formatted(found));
  }

  /** They cannot be listed at all, for this reason. */
  void notListed(DelegateExecution execution, Kind kind, String why) {
    say(execution, kind, EVERY, State.CONTRADICTED, why);
  }

  /** True if they could not be listed, and nobody has listed them or closed that since. */
  boolean isNotListed(DelegateExecution execution, Kind kind) {
    return find(execution, kind, EVERY)
        .filter(every -> every.state() == State.CONTRADICTED)
        .isPresent();
  }

  /** True unless a person has closed what was to be erased on this device. */
  boolean isOpen(DelegateExecution execution, String device) {
    return Stream.of(Kind.WIPE, Kind.DISENROL)
        .flatMap(kind -> find(execution, kind, device).stream())
        .noneMatch(outcome -> outcome.state() == State.CLOSED);
  }

  /** The same of several targets. */
  void sayOfEach(
      DelegateExecution execution, Kind kind, Set<DeviceId> targets, State state, String words) {
    targets.stream()
        .map(DeviceId::toString)
        .sorted()
        .forEach(target -> say(execution, kind, target, state, words));
  }

  /** How this outcome stands, if it was ever wanted. */
  Optional<Outcome> find(DelegateExecution execution, Kind kind, String target) {
    return outcomes.of(Step.caseId(execution)).stream()
        .filter(outcome -> outcome.kind() == kind && outcome.target().equals(target))
        .findFirst();
  }

  /** All of the case. */
  List<Outcome> all(DelegateExecution execution) {
    return outcomes.of(Step.caseId(execution));
  }

  /**
   * Says that a device is shut no more, unless a person has closed that.
   *
   * @return true if it was said of anything
   */
  boolean undone(DelegateExecution execution, String device, String why) {
    var shut =
        all(execution).stream()
            .filter(one -> one.kind() == Kind.LOCK || one.kind() == Kind.ISOLATION)
            .filter(one -> one.target().equals(device) && one.state() != State.CLOSED)
            .toList();
    shut.forEach(one -> say(execution, one.kind(), device, State.CONTRADICTED, why));
    return !shut.isEmpty();
  }

  /** A person gives the device up: what was seen of it before counts no more. */
  void giveUpDevice(DelegateExecution execution, String device, String words) {
    close(
        execution,
        all(execution).stream()
            .filter(one -> OF_DEVICES.contains(one.kind()) && one.target().equals(device))
            .toList(),
        words);
  }

  /** What is not settled yet. */
  List<Outcome> unsettled(DelegateExecution execution) {
    return outcomes.unsettled(Step.caseId(execution));
  }

  /** Closes whatever is open about this device. */
  void closeDevice(DelegateExecution execution, String device, String words) {
    close(
        execution,
        unsettled(execution).stream()
            .filter(open -> OF_DEVICES.contains(open.kind()) && open.target().equals(device))
            .toList(),
        words);
  }

  /** Closes all of these. */
  void close(DelegateExecution execution, List<Outcome> open, String words) {
    open.forEach(one -> say(execution, one.kind(), one.target(), State.CLOSED, words));
  }

  /** Says what the case waits for at this device. */
  void waits(DelegateExecution execution, String what, String reason) {
    outcomes.pause(Step.caseId(execution), what, reason);
  }

  /** True while the case waits for this. */
  boolean isWaiting(DelegateExecution execution, String what) {
    return outcomes.isPaused(Step.caseId(execution), what);
  }

  /** Nothing is waited for there any more. */
  void goesOn(DelegateExecution execution, String what) {
    outcomes.goOn(Step.caseId(execution), what);
  }

  /** What is open, for people. */
  static String words(List<Outcome> open) {
    return open.stream().map(LeaverOutcomes::words).collect(Collectors.joining("; "));
  }

  static String words(Outcome open) {
    var of =
        switch (open.kind()) {
          case ACCOUNT -> "account ";
          case SESSIONS -> "sessions of ";
          case GROUPS -> "groups of ";
          case LOCK -> "lock of device ";
          case ISOLATION -> "isolation of device ";
          case DISENROL -> "disenrolment of device ";
          case WIPE -> "wipe of device ";
        };
    return of + open.target() + ": " + open.words();
  }

  static Kind of(WipeKind kind) {
    return kind == WipeKind.COMPLETE ? Kind.WIPE : Kind.DISENROL;
  }
}
