package io.muster.safety;

import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Destruction.Stop;
import io.muster.safety.WarrantStore.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spends warrants, each once, across nodes, crashes and pauses.
 *
 * <p>A warrant is spent in two committed steps, "about to call" and "called", each under a row
 * lock. Between them the outside world may have acted whether we know it or not, so whoever comes
 * later looks at the device first.
 */
@Component
class Spending {
  private static final int PART_OF_THE_WAIT = 4;
  private static final Duration LONGEST_WAIT = Duration.ofHours(6);

  private final WarrantStore warrants;
  private final OrderStore orders;
  private final Clearance clearance;
  private final DestructionGate gate;
  private final SafetyProperties properties;
  private final TransactionTemplate alone;
  private final Clock clock;

  Spending(
      WarrantStore warrants,
      OrderStore orders,
      Clearance clearance,
      DestructionGate gate,
      SafetyProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.warrants = warrants;
    this.orders = orders;
    this.clearance = clearance;
    this.gate = gate;
    this.properties = properties;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  Instant spend(
      WipeWarrant warrant,
      Supplier<DeviceFacts> read,
      Supplier<Boolean> happenedAlready,
      Runnable call) {
    var standing = standing(warrant);
    var sent = standing.calledAt();
    if (sent != null && isOver(warrant, standing)) {
      return sent;
    }
    if (sent != null) {
      var lookedAt = now();
      if (happenedAlready.get()) {
        markDone(warrant, sent);
        return sent;
      }
      // what was sent a moment before a look may not have been shown by it
      demandSettled(warrant, sent, lookedAt);
    }
    gate.stopFor(standing.plan(), warrant.plan())
        .ifPresent(
            stop -> {
              throw gate.turnedAway(stop);
            });
    // read after the look, which takes time and may show the device itself
    var live = read.get();
    var right = claimed(warrant, standing, live);
    CallFence.during(right, call);
    if (!now().isBefore(right.notAgainBefore()) || !markDone(warrant, right.calledAt())) {
      throw Unavailable.answerLost(
          "The wipe of device %s took so long that another may have looked after it; it is looked at again."
              .formatted(live.device()),
          null);
    }
    return right.calledAt();
  }

  private Standing standing(WipeWarrant warrant) {
    return Objects.requireNonNull(alone.execute(transaction -> warrants.locked(warrant.id())));
  }

  /** Answered, or seen carried out: nothing more is ever sent under this warrant. */
  private boolean isOver(WipeWarrant warrant, Standing standing) {
    return standing.doneAt() != null
        || orders
            .find(warrant.id())
            .filter(order -> order.state() == WipeOrder.State.DONE)
            .isPresent();
  }

  private CallFence.Right claimed(WipeWarrant warrant, Standing seen, DeviceFacts live) {
    var claim = Objects.requireNonNull(alone.execute(transaction -> claim(warrant, seen, live)));
    if (claim.stop() != null) {
      throw gate.turnedAway(claim.stop());
    }
    return Objects.requireNonNull(claim.right());
  }

  /**
   * Takes the right to call. Whoever finds it taken waits until the world has settled. A stop is
   * returned and not thrown, as what it wrote down has to be committed.
   */
  private Claimed claim(WipeWarrant warrant, Standing seen, DeviceFacts live) {
    var standing = warrants.locked(warrant.id());
    var now = now();
    demandSpendable(warrant, standing, live);
    if (!standing.equals(seen) || isOver(warrant, standing)) {
      throw settling(live.device(), now.plus(properties.settleTime()));
    }
    if (!awake(live, standing.issuedAt(), now)) {
      throw asleep(live, standing.issuedAt(), now);
    }
    var stop = gate.pass(standing.plan(), warrant.plan());
    if (stop.isPresent()) {
      return new Claimed(null, stop.get());
    }
    orders.take(warrant.id(), standing.plan(), live, now);
    var callBy = now.plus(properties.claimLife());
    warrants.called(warrant.id(), now, callBy);
    return new Claimed(
        new CallFence.Right(live.device(), now, callBy, now.plus(properties.settleTime())), null);
  }

  /** The right to call, or why there is none. */
  private record Claimed(CallFence.@Nullable Right right, @Nullable Stop stop) {}

  private void demandSettled(WipeWarrant warrant, Instant sent, Instant lookedAt) {
    var settled = sent.plus(properties.settleTime());
    if (lookedAt.isBefore(settled)) {
      throw settling(warrant.plan().facts().device(), settled);
    }
  }

  private void demandSpendable(WipeWarrant warrant, Standing standing, DeviceFacts live) {
    var plan = clearance.existing(standing.plan());
    if (!plan.equals(warrant.plan())) {
      throw new Refused("The warrant does not belong to this plan.");
    }
    clearance.demand(standing.plan(), plan, live, now());
    if (now().isAfter(standing.issuedAt().plus(properties.warrantLife()))) {
      throw new Refused(
          "The warrant for device %s is older than %s. Plan and approve again."
              .formatted(plan.facts().device(), properties.warrantLife()));
    }
  }

  /** A device that sleeps on is looked at ever more rarely: each look costs calls. */
  private Unavailable asleep(DeviceFacts live, Instant issuedAt, Instant now) {
    var rarely = Duration.between(issuedAt, now).dividedBy(PART_OF_THE_WAIT);
    var wait =
        rarely.compareTo(LONGEST_WAIT) > 0
            ? LONGEST_WAIT
            : rarely.compareTo(properties.awake()) < 0 ? properties.awake() : rarely;
    return Unavailable.turnedAway(
        "Device %s has not shown itself since the warrant, or not within %s. The wipe is sent when it does."
            .formatted(live.device(), properties.awake()),
        null,
        now.plus(wait));
  }

  private static Unavailable settling(DeviceId device, Instant until) {
    return Unavailable.turnedAway(
        "A wipe of device %s may be under way; looking again later.".formatted(device),
        null,
        until);
  }

  private boolean markDone(WipeWarrant warrant, Instant calledAt) {
    return Boolean.TRUE.equals(
        alone.execute(transaction -> warrants.done(warrant.id(), calledAt, now())));
  }

  /** Why the warrant, or the yes behind it, is too old by now. */
  Optional<String> stale(String warrant) {
    var standing = warrants.find(warrant).orElseThrow(() -> WarrantStore.none(warrant));
    if (now().isAfter(standing.issuedAt().plus(properties.warrantLife()))) {
      return Optional.of("the warrant is older than " + properties.warrantLife());
    }
    return clearance.staleAnswer(standing.plan(), now());
  }

  boolean isAwake(String warrant, DeviceFacts live) {
    var standing = warrants.find(warrant).orElseThrow(() -> WarrantStore.none(warrant));
    return awake(live, standing.issuedAt(), now());
  }

  /**
   * Whether the device showed itself after this moment, and lately. A time that lies far ahead
   * tells of a clock that is wrong, not of a device that is awake.
   */
  private boolean awake(DeviceFacts live, Instant since, Instant now) {
    var seen = live.lastSeen();
    return seen != null
        && seen.isAfter(since)
        && !seen.isBefore(now.minus(properties.awake()))
        && !seen.isAfter(now.plus(properties.awake()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
