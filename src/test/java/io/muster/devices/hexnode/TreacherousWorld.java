package io.muster.devices.hexnode;

import io.muster.devices.Device;
import io.muster.devices.DeviceTraces;
import io.muster.devices.Ground;
import io.muster.devices.KnownDevice;
import io.muster.devices.Progress;
import io.muster.devices.TracedDevices.TracedUser;
import io.muster.devices.hexnode.TreacherousEstate.Order;
import io.muster.devices.hexnode.TreacherousEstateTests.Tally;
import io.muster.people.LegalHolds;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Bearer;
import io.muster.safety.Claim;
import io.muster.safety.Decider;
import io.muster.safety.DeviceFacts;
import io.muster.safety.Known;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeOrder.State;
import io.muster.safety.WipePlan;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One seed: an estate, two nodes, and two cases of one leaver that are driven as a process does.
 */
final class TreacherousWorld {
  private static final int STEPS = 9;
  private static final int HONEST_STEPS = 60;
  private static final int MOST_QUESTIONS = 2;

  /** What has not shown up in a device's history by then was forgotten. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(10);

  private final Random random;
  private final MovableClock clock;
  private final TreacherousEstate estate;
  private final TreacheryJudge judge;
  private final List<TreacherousNode> nodes;
  private final List<Leaving> cases;
  private final Turnstile turns;
  private int killed;
  private int alarms;
  private int refused;

  TreacherousWorld(long seed, List<TreacherousNode> nodes, MovableClock clock, LegalHolds holds) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.clock = clock;
    this.nodes = nodes;
    estate = new TreacherousEstate(random, clock, holds, seed + 1);
    judge = new TreacheryJudge(estate, clock);
    cases = List.of(new Leaving("one-" + seed), new Leaving("two-" + seed));
    turns = new Turnstile();
    nodes.forEach(
        node -> node.join(new TreacherousNode.Run(estate, judge, random, turns.of(node))));
  }

  TreacherousEstate estate() {
    return estate;
  }

  List<String> broken() {
    return judge.broken();
  }

  void count(Tally tally) {
    tally.orders += estate.orders().size();
    tally.killed += killed;
    tally.alarms += alarms;
    tally.refused += refused;
    for (var one : cases) {
      tally.settled += one.stage == Stage.SETTLED ? 1 : 0;
      tally.askedAPerson += one.stage == Stage.ASKS ? 1 : 0;
    }
  }

  /** Drives both cases, first in treachery and then in peace, to their ends. */
  void play(ExecutorService other) {
    Future<?> second = other.submit(() -> drive(nodes.get(1)));
    drive(nodes.get(0));
    try {
      second.get(1, TimeUnit.MINUTES);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    endInPeace();
  }

  private void drive(TreacherousNode node) {
    turns.enter(node);
    try {
      for (int step = 0; step < STEPS; step++) {
        step(node, chosen());
        clock.advance(Duration.ofSeconds(1 + random.nextInt(90)));
        turns.stepped(node);
      }
    } finally {
      turns.leave(node);
    }
  }

  /** Most of the time the first, so that the nodes meet there. */
  private Leaving chosen() {
    var first = cases.get(random.nextInt(3) == 0 ? 1 : 0);
    return first.hasEnded() ? cases.get(1 - cases.indexOf(first)) : first;
  }

  private void endInPeace() {
    estate.becomeHonest();
    var node = nodes.get(0);
    for (var one : cases) {
      for (int step = 0; step < HONEST_STEPS && !one.hasEnded(); step++) {
        step(node, one);
        clock.advance(Duration.ofMinutes(6));
      }
      if (!one.hasEnded()) {
        judge.broke("case %s never ends; it stays at %s".formatted(one.id, one.stage));
      }
      judgeEnd(node, one);
    }
  }

  /** An order that may still be carried out keeps its case open, or a person was asked. */
  private void judgeEnd(TreacherousNode node, Leaving one) {
    var open =
        estate.orders().stream()
            .filter(Order::mayFire)
            .map(judge::warrantOf)
            .flatMap(Optional::stream)
            .anyMatch(one.warrants::contains);
    if (open && one.stage == Stage.SETTLED) {
      judge.broke("case %s is settled, and its order may still be carried out".formatted(one.id));
    }
    if (open && one.stage != Stage.ASKS && mayEnd(node, one)) {
      judge.broke("case %s may end, and its order may still be carried out".formatted(one.id));
    }
  }

  private static boolean mayEnd(TreacherousNode node, Leaving one) {
    try {
      node.safety().demandNothingPending(one.id);
      return true;
    } catch (Refused pending) {
      return false;
    }
  }

  /** One step, which may fail, be tried again later, or end with the node. */
  private void step(TreacherousNode node, Leaving one) {
    if (one.hasEnded()) {
      return;
    }
    var version = one.version;
    try {
      var done =
          node.attempt(
              () ->
                  Ground.inCase(
                      one.id,
                      estate.leaver(),
                      () -> {
                        one.go(version, new Step(node, one).run());
                        return true;
                      }));
      killed += done ? 0 : 1;
    } catch (Unavailable later) {
      // the engine tries again
    } catch (Refused question) {
      refused++;
      ask(one, version, question.getMessage());
    } catch (RemoteFailure | IllegalStateException broken) {
      judge.broke("%s at %s: %s".formatted(one.id, one.stage, broken));
    }
  }

  /** A person reads why, and has the device looked at again, or leaves it at that. */
  private void ask(Leaving one, int version, @Nullable String why) {
    if (why == null || why.isBlank()) {
      judge.broke("a person is asked without words");
    }
    one.questions++;
    if (one.mayBePending(nodes.get(0))) {
      one.go(version, one.next(Stage.LOOK));
    } else if (one.questions > MOST_QUESTIONS || (estate.isHonest() && one.questions > 1)) {
      one.go(version, one.next(Stage.ASKS));
    } else {
      one.go(version, one.next(random.nextInt(3) > 0 ? Stage.FREEZE : Stage.PLAN));
    }
  }

  private enum Stage {
    FREEZE,
    PLAN,
    APPROVE,
    ISSUE,
    WAKE,
    WIPE,
    LOOK,
    /** The wipe was seen. */
    SETTLED,
    /** A person was asked, and the case ends with what they know. */
    ASKS
  }

  /** Where a case goes next. */
  private record Next(Stage stage, @Nullable String plan, @Nullable String warrant) {}

  /** A case, with what the engine keeps of it. */
  private static final class Leaving {
    private final String id;
    private final Set<String> warrants = new HashSet<>();
    private Stage stage = Stage.FREEZE;
    private @Nullable String plan;
    private @Nullable String warrant;
    private int version;
    private int questions;

    Leaving(String id) {
      this.id = id;
    }

    boolean hasEnded() {
      return stage == Stage.SETTLED || stage == Stage.ASKS;
    }

    Next next(Stage next) {
      return new Next(next, plan, warrant);
    }

    /** Of two nodes that did the same step the first one counts. */
    void go(int from, Next next) {
      if (from == version) {
        version++;
        stage = next.stage();
        plan = next.plan();
        warrant = next.warrant();
      }
    }

    boolean mayBePending(TreacherousNode node) {
      return warrant != null
          && node.safety().order(warrant).filter(WipeOrder::mayStillFire).isPresent();
    }
  }

  /** One step of a case on one node, as the process makes it. */
  private final class Step {
    private final TreacherousNode node;
    private final Leaving one;
    private final Stage stage;
    private final @Nullable String plan;
    private final @Nullable String warrant;

    Step(TreacherousNode node, Leaving one) {
      this.node = node;
      this.one = one;
      this.stage = one.stage;
      this.plan = one.plan;
      this.warrant = one.warrant;
    }

    Next run() {
      if (!estate.isHonest() && random.nextInt(60) == 0) {
        node.safety().withdraw(one.id, "HR took it back");
        judge.withdrawn(one.id);
      }
      return switch (stage) {
        case FREEZE -> freeze();
        case PLAN -> plan();
        case APPROVE -> approve();
        case ISSUE -> issue();
        case WAKE -> wake();
        case WIPE -> wipe();
        case LOOK -> look();
        case SETTLED, ASKS -> new Next(stage, plan, warrant);
      };
    }

    private Next freeze() {
      var found =
          node.fleet()
              .trace(
                  new DeviceTraces(
                      DeviceTraces.Addresses.present(Set.of(TreacherousEstate.ADDRESS)),
                      Set.of(),
                      Set.of(),
                      List.<KnownDevice>of()));
      var users =
          found.users().stream()
              .collect(Collectors.toMap(user -> user.user().id().value(), user -> user.certain()));
      var devices =
          found.devices().stream()
              .map(traced -> node.fleet().read(traced.device().id()))
              .flatMap(Optional::stream)
              .map(Device::facts)
              .toList();
      var bearers =
          found.users().stream()
              .map(TracedUser::user)
              .collect(
                  Collectors.toMap(
                      user -> user.id().value(), user -> new Bearer(user.name(), user.email())));
      judge.freezing(one.id, users.keySet(), devices);
      node.safety().freeze(new LeaverSnapshot(one.id, estate.leaver(), users, bearers, devices));
      return new Next(Stage.PLAN, plan, warrant);
    }

    private DeviceFacts live() {
      return node.fleet()
          .read(estate.device())
          .map(Device::facts)
          .orElseThrow(() -> new Refused("The device is not in device management any more."));
    }

    private Next plan() {
      var live = live();
      var claim = node.safety().claim(one.id, live);
      var drafted = drafted(live, claim);
      var id = node.safety().plan(drafted);
      judge.drafted(id, drafted);
      return new Next(drafted.approval() == Approval.NONE ? Stage.ISSUE : Stage.APPROVE, id, null);
    }

    /** A table that is right most of the time. */
    private WipePlan drafted(DeviceFacts live, Claim claim) {
      var company = live.ownership() == Ownership.CORPORATE;
      var safe =
          live.ownership() == Ownership.PERSONAL
              && claim == Claim.THEIRS
              && live.shared() != Known.YES
              && random.nextBoolean();
      var kind = odd(company ? WipeKind.COMPLETE : WipeKind.CORPORATE, WipeKind.values());
      var approval = odd(safe ? Approval.NONE : Approval.ONE_PERSON, Approval.values());
      return new WipePlan(
          one.id,
          estate.leaver(),
          live,
          random.nextInt(20) == 0 ? Claim.THEIRS : claim,
          kind,
          approval,
          clock.instant().plus(Duration.ofHours(5)),
          odd(OnSilence.KEEP_LOCKED, OnSilence.values()));
    }

    private <T> T odd(T usual, T[] any) {
      return !estate.isHonest() && random.nextInt(14) == 0
          ? any[random.nextInt(any.length)]
          : usual;
    }

    private Next approve() {
      var id = Objects.requireNonNull(plan);
      var silence = random.nextInt(12) == 0;
      if (silence) {
        clock.advance(Duration.ofHours(5));
      }
      var answer = judge.answering(id, silence);
      try {
        if (silence) {
          node.safety().letSilenceCount(id);
        } else {
          node.safety().approve(id, new Decider("boss", Set.of("approver")), "yes");
        }
      } catch (Refused no) {
        judge.refused(id, answer);
        throw no;
      }
      return new Next(Stage.ISSUE, id, null);
    }

    private Next issue() {
      var id = Objects.requireNonNull(plan);
      var live = live();
      judge.issuing(id);
      var since = estate.tick();
      var issued = node.safety().issue(id, live);
      judge.issued(id, live, since);
      one.warrants.add(issued.id());
      return new Next(Stage.WAKE, id, issued.id());
    }

    /** Looks whether the device is awake; somebody impatient goes on without. */
    private Next wake() {
      if (random.nextInt(3) == 0) {
        node.fleet().wake(Set.of(estate.device()));
      }
      clock.advance(Duration.ofSeconds(10));
      var awake = node.safety().isAwake(Objects.requireNonNull(warrant), live());
      var next = awake || random.nextInt(4) == 0 ? Stage.WIPE : Stage.WAKE;
      return new Next(next, plan, warrant);
    }

    private Next wipe() {
      var id = Objects.requireNonNull(warrant);
      var spendable = node.safety().warrant(id).orElseThrow();
      judge.spending(node.name(), Objects.requireNonNull(plan), id);
      try {
        node.fleet().wipe(spendable);
      } finally {
        judge.spentOrNot(node.name());
      }
      return new Next(Stage.LOOK, plan, id);
    }

    private Next look() {
      var id = Objects.requireNonNull(warrant);
      var order =
          node.safety().order(id).orElseThrow(() -> new Refused("Nothing was ordered under it."));
      var seen = node.fleet().wipeSeen(order.device(), order.kind(), order.calledAt());
      var before = estate.tick();
      var live = node.fleet().read(order.device()).map(Device::facts);
      var state = state(order, seen.progress(), live);
      if (state == State.FAILED || state == State.FORGOTTEN) {
        judge.released(id);
      }
      node.safety().seen(id, state, seen.words());
      var forbidden = live.flatMap(facts -> node.safety().forbids(id, facts));
      alarms += forbidden.isPresent() ? 1 : 0;
      // the other node may have seen more meanwhile
      var still = node.safety().order(id).map(WipeOrder::state).filter(state::equals).isPresent();
      live.filter(facts -> still)
          .ifPresent(
              facts -> judge.looked(id, new TreacheryJudge.Look(before, facts, state, forbidden)));
      if (forbidden.isPresent() && estate.isHonest()) {
        return new Next(Stage.ASKS, plan, id);
      }
      if (state == State.GONE && estate.isHonest()) {
        node.safety().writeOff(id, "left so by a person");
        return new Next(Stage.ASKS, plan, id);
      }
      return switch (state) {
        case DONE -> new Next(forbidden.isPresent() ? Stage.ASKS : Stage.SETTLED, plan, id);
        case PENDING, GONE -> new Next(Stage.LOOK, plan, id);
        case FAILED, FORGOTTEN, WRITTEN_OFF ->
            throw new Refused("The wipe was not carried out: %s".formatted(seen.words()));
      };
    }

    /** A failure that is seen earlier counts for nothing yet. */
    private boolean settled(WipeOrder order) {
      return !clock.instant().isBefore(order.calledAt().plus(Duration.ofMinutes(1)));
    }

    private State state(WipeOrder order, Progress progress, Optional<DeviceFacts> live) {
      var managed = live.filter(DeviceFacts::enrolled).isPresent();
      return switch (progress) {
        case DONE -> State.DONE;
        case FAILED -> !managed ? State.GONE : settled(order) ? State.FAILED : State.PENDING;
        case PENDING -> managed ? State.PENDING : State.GONE;
        case NOT_FOUND -> {
          var due = order.calledAt().plus(SHOWN_WITHIN);
          var reported = live.map(DeviceFacts::lastSeen).filter(at -> at.isAfter(due)).isPresent();
          var late = !clock.instant().isBefore(due);
          yield !managed ? State.GONE : reported && late ? State.FORGOTTEN : State.PENDING;
        }
      };
    }
  }

  /** Lets one node go at a time. */
  private final class Turnstile {
    private final Map<String, Semaphore> may =
        nodes.stream()
            .collect(
                Collectors.toMap(
                    TreacherousNode::name, node -> new Semaphore(node == nodes.get(0) ? 1 : 0)));
    private final AtomicInteger inside = new AtomicInteger(nodes.size());
    private volatile int kept;

    void enter(TreacherousNode node) {
      await(node);
    }

    TreacherousNode.Turns of(TreacherousNode node) {
      return new TreacherousNode.Turns() {
        @Override
        public void handOver() {
          if (kept == 0) {
            pass(node);
          }
        }

        @Override
        public void stall() {
          if (kept == 0) {
            kept = 1 + random.nextInt(3);
            pass(node);
          }
        }
      };
    }

    void stepped(TreacherousNode node) {
      kept = Math.max(0, kept - 1);
      if (kept == 0) {
        pass(node);
      }
    }

    private void pass(TreacherousNode node) {
      if (inside.get() > 1) {
        release(node);
        await(node);
      }
    }

    void leave(TreacherousNode node) {
      inside.decrementAndGet();
      kept = 0;
      release(node);
    }

    private Semaphore turn(TreacherousNode node) {
      return Objects.requireNonNull(may.get(node.name()));
    }

    private void release(TreacherousNode node) {
      turn(nodes.get(1 - nodes.indexOf(node))).release();
    }

    private void await(TreacherousNode node) {
      try {
        if (!turn(node).tryAcquire(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the other node holds the turn");
        }
      } catch (InterruptedException stopping) {
        throw new IllegalStateException(stopping);
      }
    }
  }
}
