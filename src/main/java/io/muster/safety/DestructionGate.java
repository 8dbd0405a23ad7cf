package io.muster.safety;

import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Destruction.Pause;
import io.muster.safety.Destruction.Stop;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What every wipe passes when its warrant is issued and again when it is spent. All nodes pass one
 * after the other, so that together they never exceed the limit.
 */
@Component
class DestructionGate {
  private final PauseStore pauses;
  private final BreakerStore breaker;
  private final AgreedLists lists;
  private final TraitsOfLeavers traits;
  private final KeptConnections connections;
  private final SafetyProperties properties;
  private final TransactionTemplate alone;
  private final Clock clock;

  DestructionGate(
      PauseStore pauses,
      BreakerStore breaker,
      AgreedLists lists,
      TraitsOfLeavers traits,
      KeptConnections connections,
      SafetyProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.pauses = pauses;
    this.breaker = breaker;
    this.lists = lists;
    this.traits = traits;
    this.connections = connections;
    this.properties = properties;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /**
   * Counts one call, in the transaction that takes the right to make it. Where there is a stop,
   * nothing is counted, and the transaction has to commit: it says that the breaker opened.
   */
  Optional<Stop> pass(String id, WipePlan plan) {
    pauses.lock();
    var now = now();
    var whose = traits.of(plan);
    var agreed = breaker.passed(id) || lists.use(plan.employee(), plan.caseId(), listsSince(now));
    var stop = stop(agreed, whose, now);
    if (stop.isPresent()) {
      breaker.waits(id, now);
    } else {
      breaker.called(id, whose, agreed, now);
    }
    return stop;
  }

  /**
   * Demands that a call could be made now; counts nothing.
   *
   * @throws Unavailable if wipes are paused, the breaker is open, or this one opens it
   */
  void demandPassable(String id, WipePlan plan) {
    var stop =
        Objects.requireNonNull(
            alone.execute(
                transaction -> {
                  pauses.lock();
                  var now = now();
                  var found = stop(isAgreed(id, plan, now), traits.of(plan), now);
                  found.ifPresent(why -> breaker.waits(id, now));
                  return found;
                }));
    if (stop.isPresent()) {
      throw turnedAway(stop.get());
    }
  }

  /** Why this plan waits, if it does; opens nothing. */
  Optional<Stop> stopFor(String id, WipePlan plan) {
    return Objects.requireNonNull(
        alone.execute(
            transaction -> {
              var now = now();
              var found = standing(isAgreed(id, plan, now), () -> traits.of(plan));
              found.ifPresentOrElse(why -> breaker.waits(id, now), () -> breaker.goesOn(id));
              return found;
            }));
  }

  /**
   * The last look before the bytes go out.
   *
   * @throws Unavailable if wipes were paused meanwhile; nothing was sent
   */
  void demandNotPaused() {
    pauses
        .standing()
        .ifPresent(
            pause -> {
              throw turnedAway(words(pause));
            });
  }

  /** Written apart: a case that lists devices must not have all others wait. */
  void managed(long devices) {
    alone.executeWithoutResult(transaction -> breaker.managed(devices, now()));
  }

  /** The failure that has a job wait without costing a retry. */
  Unavailable turnedAway(Stop stop) {
    return Unavailable.turnedAway(stop.words(), null, now().plus(stop.again()));
  }

  private boolean isAgreed(String id, WipePlan plan, Instant now) {
    return breaker.passed(id) || lists.covers(plan.employee(), plan.caseId(), listsSince(now));
  }

  private Instant listsSince(Instant now) {
    return now.minus(properties.breaker().listLife());
  }

  /** Opens the breaker if one more would be too many. */
  private Optional<Stop> stop(boolean agreed, Traits whose, Instant now) {
    var standing = standing(agreed, () -> whose);
    if (standing.isPresent() || agreed) {
      return standing;
    }
    var tooMany =
        new BreakerLimits(properties.breaker(), breaker.managed())
            .tooMany(breaker.counted(whose, properties.breaker(), now));
    tooMany.ifPresent(why -> breaker.open(why, now));
    return tooMany.map(this::words);
  }

  private Optional<Stop> standing(boolean agreed, Supplier<Traits> whose) {
    var stopped =
        pauses
            .standing()
            .map(this::words)
            .or(() -> connections.whyNot(whose).map(this::notAgreedTo));
    return stopped.isPresent() || agreed
        ? stopped
        : breaker.open("").map(opening -> words(opening.why()));
  }

  private Stop notAgreedTo(String why) {
    return new Stop("a connection is not agreed to", why, properties.breaker().lookAgain());
  }

  private Stop words(Pause pause) {
    return new Stop(
        "wipes are paused",
        "Wipes were paused by %s at %s: %s. Two people have to agree that they go on (DELETE /api/destruction/pause)."
            .formatted(pause.by(), pause.since(), pause.reason()),
        properties.breaker().lookAgain());
  }

  private Stop words(String why) {
    return new Stop(
        "the breaker is open",
        "The breaker is open: %s. Wipes wait until two people have agreed to the list of them (/api/destruction)."
            .formatted(why),
        properties.breaker().lookAgain());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
