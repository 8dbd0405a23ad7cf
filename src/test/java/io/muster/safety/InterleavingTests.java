package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A world that changes between any two calls: owner, ownership, enrolment, serial number, sharing,
 * hold, presence, lost answers, pauses. Whatever happens, what is sent was the leaver's at the last
 * reading, and no life of a device is wiped twice.
 */
class InterleavingTests {
  private static final int WORLDS = 400;
  private static final int STEPS = 60;

  private final DataSource database = Postgres.dataSource();
  private final List<String> broken = new ArrayList<>();
  private int sent;

  @Test
  void sendsNothingThatIsNotTheLeaversAndNothingTwice() {
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new World(seed);
      for (int step = 0; step < STEPS; step++) {
        world.step();
      }
      sent += world.sent.size();
    }
    assertThat(broken).isEmpty();
    assertThat(sent).as("worlds in which something is sent at all").isGreaterThan(WORLDS / 4);
  }

  /** One device, its leaver with two cases, and whatever may happen. */
  private final class World {
    private final Random random;
    private final int seed;
    private final MovableClock clock = new MovableClock(Facts.START);
    private final LegalHolds holds = new InMemoryHolds(clock);
    private final WipeSafety safety = SafetyNode.on(database, holds, clock);
    private final EmployeeId leaver;
    private final List<String> cases;
    private final List<String> plans = new ArrayList<>();
    private final List<WipeWarrant> warrants = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private DeviceFacts device;
    private DeviceFacts read;
    private boolean held;

    World(int seed) {
      this.seed = seed;
      random = new Random(seed);
      leaver = new EmployeeId("E" + seed);
      cases = List.of("one-" + seed, "two-" + seed);
      device =
          Facts.laptop()
              .device(seed + 1L)
              .serial("S" + seed)
              .ownership(random.nextBoolean() ? Ownership.CORPORATE : Ownership.PERSONAL)
              .now();
      read = device;
      cases.forEach(this::freeze);
    }

    void step() {
      clock.advance(Duration.ofSeconds(1 + random.nextInt(40)));
      change();
      try {
        act();
      } catch (RemoteFailure refusedOrLater) {
        // nothing was sent by this step; what counts is what was
      }
    }

    private void change() {
      var facts = new Facts(device);
      switch (random.nextInt(60)) {
        case 0 -> device = facts.owner("13").now();
        case 1, 2 -> device = facts.owner("12").now();
        case 3 -> device = facts.owner(null).now();
        case 4 -> device = facts.owner("22").now();
        case 5 -> device = facts.enrolledAt(clock.instant()).now();
        case 6 -> device = facts.shared(random.nextBoolean() ? Known.YES : Known.NO).now();
        case 7 -> device = facts.ownership(any(Ownership.values())).now();
        case 8 -> toggleHold();
        case 9 -> clock.advance(Duration.ofMinutes(20));
        default -> {
          // nothing changes
        }
      }
      if (random.nextInt(4) > 0) {
        device = new Facts(device).seenAt(clock.instant()).now();
      }
      if (random.nextInt(4) > 0) {
        read = device;
      }
    }

    private void toggleHold() {
      if (held) {
        holds.lift(leaver, "counsel", "over");
      } else {
        holds.place(leaver, "counsel", "a lawsuit");
      }
      held = !held;
    }

    private void act() {
      switch (random.nextInt(10)) {
        case 0 -> freeze(cases.get(random.nextInt(2)));
        case 1, 2 -> plans.add(safety.plan(plan()));
        case 3, 4 -> safety.approve(any(plans), new Decider("boss", Set.of("approver")), "");
        case 5 -> safety.letSilenceCount(any(plans));
        case 6, 7 -> warrants.add(safety.issue(any(plans), read));
        default -> spend(any(warrants));
      }
    }

    private void freeze(String caseId) {
      safety.freeze(
          new LeaverSnapshot(caseId, leaver, Map.of("12", true, "22", false), List.of(device)));
    }

    private WipePlan plan() {
      var caseId = cases.get(random.nextInt(2));
      var claim = random.nextInt(3) > 0 ? safety.claim(caseId, read) : any(Claim.values());
      return new WipePlan(
          caseId,
          leaver,
          read,
          claim,
          mostly(
              read.ownership() == Ownership.CORPORATE ? WipeKind.COMPLETE : WipeKind.CORPORATE,
              WipeKind.values()),
          mostly(Approval.ONE_PERSON, Approval.values()),
          clock.instant().plus(Duration.ofHours(4 + random.nextInt(2))),
          mostly(OnSilence.KEEP_LOCKED, OnSilence.values()));
    }

    private void spend(WipeWarrant warrant) {
      // the last reading; what changes after it nobody can know
      var live = device;
      safety.spend(warrant, live, () -> happened(warrant), () -> call(warrant, live));
      if (random.nextInt(3) == 0) {
        clock.advance(Duration.ofMinutes(1));
        look(warrant);
      }
    }

    /** Device management tells the truth of what reached it. */
    private boolean happened(WipeWarrant warrant) {
      return sent.stream().anyMatch(order -> order.warrant().equals(warrant.id()));
    }

    /** What a look may show: the truth in any of its forms. */
    private void look(WipeWarrant warrant) {
      safety.seen(warrant.id(), any(WipeOrder.State.values()), "seen");
    }

    private void call(WipeWarrant warrant, DeviceFacts live) {
      if (random.nextInt(5) == 0) {
        clock.advance(Duration.ofSeconds(100));
      }
      safety.demandWarrantFor(live.device());
      judge(warrant, live);
      judgeWhetherTwice(warrant, live);
      sent.add(new Sent(warrant.id(), live));
      if (random.nextInt(4) == 0) {
        throw Unavailable.answerLost("lost", null);
      }
    }

    private void judge(WipeWarrant warrant, DeviceFacts live) {
      var owner = live.owner();
      var claim = warrant.plan().claim();
      var theirs =
          owner == null
              ? claim == Claim.WAS_THEIRS
              : owner.equals("12") ? claim == Claim.THEIRS : claim == Claim.ONE_OF_SEVERAL;
      if (!theirs || "13".equals(owner)) {
        broken.add("%d: sent to %s of %s".formatted(seed, live.device(), owner));
      }
      if (held) {
        broken.add("%d: sent under legal hold".formatted(seed));
      }
      var nobodyAgreed = warrant.plan().approval() == Approval.NONE;
      if (nobodyAgreed
          && (claim != Claim.THEIRS
              || live.ownership() != Ownership.PERSONAL
              || live.shared() == Known.YES)) {
        broken.add("%d: sent with nobody asked".formatted(seed));
      }
      if (!warrant.plan().facts().sameLife(live)) {
        broken.add("%d: sent to another life of the device".formatted(seed));
      }
    }

    private void judgeWhetherTwice(WipeWarrant warrant, DeviceFacts live) {
      for (var earlier : sent) {
        var state = safety.order(earlier.warrant()).orElseThrow().state();
        var stands = state != WipeOrder.State.FAILED && state != WipeOrder.State.FORGOTTEN;
        if (earlier.warrant().equals(warrant.id()) || (stands && earlier.device().sameLife(live))) {
          broken.add("%d: sent twice to %s".formatted(seed, live.device()));
        }
      }
    }

    private <T> T mostly(T usual, T[] values) {
      return random.nextInt(4) == 0 ? any(values) : usual;
    }

    private <T> T any(T[] values) {
      return values[random.nextInt(values.length)];
    }

    private <T> T any(List<T> values) {
      if (values.isEmpty()) {
        throw new RemoteFailure.Refused("nothing there yet");
      }
      // the newest most of the time, or little would ever be sent
      int from = random.nextInt(4) == 0 ? 0 : values.size() - 1;
      return values.get(from + random.nextInt(values.size() - from));
    }
  }

  /** An order that reached device management. */
  private record Sent(String warrant, DeviceFacts device) {}
}
