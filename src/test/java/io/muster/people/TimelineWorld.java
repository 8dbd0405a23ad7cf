package io.muster.people;

import io.muster.people.Decision.Command.SetAside;
import io.muster.people.Decision.Result;
import io.muster.people.PersonState.Access;
import io.muster.people.PersonState.CaseKind;
import io.muster.people.PersonState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One person's cases as the engine would run them, without an engine. */
final class TimelineWorld {
  static final ZoneId OTHERWISE = ZoneId.of("UTC");
  private static final int MANY = 200;

  private final Timeline timeline = new Timeline(OTHERWISE, Duration.ofDays(3));
  private final List<EmploymentChange> refused = new ArrayList<>();
  private PersonState state = PersonState.unknown();
  private Instant now;
  private boolean undoingAside;
  private List<EmploymentChange> standingOf = List.of();
  private @org.jspecify.annotations.Nullable Standing standing;

  TimelineWorld(Instant now) {
    this.now = now;
  }

  PersonState state() {
    return state;
  }

  List<EmploymentChange> refused() {
    return List.copyOf(refused);
  }

  Standing standing() {
    if (standing == null || standingOf != state.heard()) {
      standingOf = state.heard();
      standing = Standing.of(standingOf, OTHERWISE);
    }
    return standing;
  }

  Decision hear(EmploymentChange change) {
    var decision = timeline.decide(state, change, now);
    if (decision.result() == Result.REFUSED) {
      refused.add(change);
    } else {
      carryOut(decision);
    }
    return decision;
  }

  private void carryOut(Decision decision) {
    state = decision.state();
    undoingAside |= decision.commands().stream().anyMatch(SetAside.class::isInstance);
  }

  private void reconsider() {
    carryOut(timeline.reconsider(state, now));
  }

  /** Lets the cases do so much of what is due. */
  void work(Random random) {
    for (var steps = random.nextInt(4); steps > 0; steps--) {
      step();
    }
  }

  /** Lets time pass, and everything happen that falls due; what was refused is sent again. */
  void pass(Instant until) {
    now = until;
    for (var round = 0; round < 4; round++) {
      settle();
      var again = List.copyOf(refused);
      refused.clear();
      again.forEach(this::hear);
    }
    settle();
  }

  private void settle() {
    for (var steps = 0; step(); steps++) {
      if (steps > MANY) {
        throw new IllegalStateException("the cases never come to rest: " + state);
      }
    }
  }

  private boolean step() {
    if (undoingAside) {
      undoingAside = false;
      reconsider();
      return true;
    }
    return offboard() || onboard() || transfer() || leave();
  }

  private boolean offboard() {
    var running = state.running(CaseKind.OFFBOARDING);
    if (running.isEmpty()) {
      return false;
    }
    switch (running.get().phase()) {
      case SCHEDULED -> {
        if (running.get().begins().isAfter(now)) {
          return false;
        }
        state =
            state
                .without(CaseKind.ONBOARDING)
                .without(CaseKind.TRANSFER)
                .without(CaseKind.LEAVE)
                .with(CaseKind.OFFBOARDING, running.get().in(Phase.ACTIVE));
        undoingAside = false;
      }
      case ACTIVE -> {
        state = state.without(CaseKind.OFFBOARDING).with(Access.TAKEN, null);
        reconsider();
      }
      case UNDOING -> {
        state = state.without(CaseKind.OFFBOARDING);
        reconsider();
      }
    }
    return true;
  }

  private boolean onboard() {
    var running = state.running(CaseKind.ONBOARDING);
    if (running.isEmpty() || isToCome(running.get())) {
      return false;
    }
    if (running.get().phase() == Phase.SCHEDULED) {
      state = state.with(CaseKind.ONBOARDING, running.get().in(Phase.ACTIVE));
    } else {
      state =
          state
              .without(CaseKind.ONBOARDING)
              .with(Access.GIVEN, standing().workerAt(now).orElseThrow());
    }
    return true;
  }

  private boolean transfer() {
    var running = state.running(CaseKind.TRANSFER);
    if (running.isEmpty()
        || isToCome(running.get())
        || isAtWork(CaseKind.ONBOARDING)
        || isAtWork(CaseKind.LEAVE)
        || isAtWork(CaseKind.OFFBOARDING)) {
      return false;
    }
    if (state.access() == Access.GIVEN) {
      state = state.with(Access.GIVEN, standing().workerAt(now).orElseThrow());
    }
    var next = standing().changesNextAfter(now);
    state =
        next.isEmpty()
            ? state.without(CaseKind.TRANSFER)
            : state.with(
                CaseKind.TRANSFER,
                new PersonState.RunningCase(
                    Phase.SCHEDULED, next.get(), false, running.get().begunBy()));
    return true;
  }

  private boolean leave() {
    var running = state.running(CaseKind.LEAVE);
    if (running.isEmpty() || isToCome(running.get())) {
      return false;
    }
    var leave = standing().leave(now);
    if (leave.isEmpty()) {
      state = state.without(CaseKind.LEAVE);
      return true;
    }
    if (running.get().phase() == Phase.SCHEDULED && !leave.get().begins().isAfter(now)) {
      state = state.with(CaseKind.LEAVE, running.get().in(Phase.ACTIVE));
      return true;
    }
    if (leave.get().begins().isAfter(now)) {
      state =
          state.with(
              CaseKind.LEAVE,
              new PersonState.RunningCase(
                  Phase.SCHEDULED, leave.get().begins(), false, running.get().begunBy()));
      return true;
    }
    return false;
  }

  private boolean isAtWork(CaseKind kind) {
    return state.running(kind).filter(one -> one.phase() != Phase.SCHEDULED).isPresent();
  }

  private boolean isToCome(PersonState.RunningCase running) {
    return running.phase() == Phase.SCHEDULED && running.begins().isAfter(now);
  }
}
