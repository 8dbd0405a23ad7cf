package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.BreakerLimits.Scope;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Pauses, closes and agrees, each under the lock that everybody takes who destroys. */
@Component
class JdbcDestruction implements Destruction {
  private static final int TWO = 2;
  private static final int MISSED_TRIES = 60;

  private final PauseStore pauses;
  private final BreakerStore breaker;
  private final AgreedLists lists;
  private final PlanStore plans;
  private final DestructionGate gate;
  private final Interlocks interlocks;
  private final SafetyProperties properties;
  private final TransactionTemplate joined;
  private final Clock clock;

  JdbcDestruction(
      PauseStore pauses,
      BreakerStore breaker,
      AgreedLists lists,
      PlanStore plans,
      DestructionGate gate,
      Interlocks interlocks,
      SafetyProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.pauses = pauses;
    this.breaker = breaker;
    this.lists = lists;
    this.plans = plans;
    this.gate = gate;
    this.interlocks = interlocks;
    this.properties = properties;
    this.joined = new TransactionTemplate(transactions);
    // whoever answers a refusal goes on in a transaction of the caller's
    this.joined.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    this.clock = clock;
  }

  @Override
  public State state() {
    var waiting = waiting();
    var list = digest(waiting);
    return new State(
        pauses.standing().orElse(null),
        breaker.open(list).orElse(null),
        list,
        waiting,
        counts(),
        breaker.managed());
  }

  private List<Count> counts() {
    var settings = properties.breaker();
    var limits = new BreakerLimits(settings, breaker.managed());
    var counted = breaker.counted(new Traits(null, null, null, null), settings, now()).get(0);
    return List.of(
        new Count(settings.window().toString(), counted.calls(), limits.most(Scope.ALL)),
        new Count(
            settings.longWindow().toString(), counted.lately(), limits.mostLately(Scope.ALL)));
  }

  @Override
  public Optional<Stop> stopFor(String plan) {
    return plans.find(plan).flatMap(found -> gate.stopFor(plan, found));
  }

  @Override
  public Pause pause(String by, String reason) {
    return locked(
        () -> {
          if (pauses.standing().isEmpty()) {
            pauses.pause(by, reason, now());
          }
          return pauses.standing().orElseThrow();
        });
  }

  @Override
  public Pause resume(String by, String comment) {
    return locked(
        () -> {
          var pause =
              pauses
                  .standing()
                  .orElseThrow(() -> new Refused("Wipes are not paused; nothing was done."));
          interlocks.demandCounts(by);
          demandAnother(pause.resuming(), by);
          pauses.agree(pause.number(), yes(by, comment));
          if (pause.resuming().size() + 1 >= TWO) {
            pauses.end(pause.number(), now());
          }
          return pauses.find(pause.number());
        });
  }

  @Override
  public Opening close(String list, String by, String comment) {
    return locked(
        () -> {
          var waiting = waiting();
          var now = digest(waiting);
          var opening =
              breaker
                  .open(now)
                  .orElseThrow(() -> new Refused("The breaker is closed; nothing was done."));
          if (!now.equals(list)) {
            throw new Refused(
                "The list of wipes that wait has changed since you were shown it. Look at it again; everybody has to agree to the new one.");
          }
          waiting.forEach(one -> interlocks.allowDecider(new EmployeeId(one.employee()), by));
          interlocks.demandCounts(by);
          demandAnother(opening.closing(), by);
          breaker.agree(opening.number(), list, yes(by, comment));
          if (opening.closing().size() + 1 >= TWO) {
            breaker.close(opening.number(), waiting, now());
          }
          return breaker.find(opening.number(), list);
        });
  }

  @Override
  public PeopleList propose(List<EmployeeId> people, String by, String reason) {
    var everybody =
        people.stream().distinct().sorted(Comparator.comparing(EmployeeId::value)).toList();
    if (everybody.isEmpty()) {
      throw new Refused("The list names nobody.");
    }
    return locked(
        () ->
            lists
                .find(lists.propose(everybody, Destruction.digest(everybody), yes(by, reason)))
                .orElseThrow());
  }

  @Override
  public PeopleList agree(long number, String digest, String by, String comment) {
    return locked(
        () -> {
          var list =
              lists
                  .find(number)
                  .orElseThrow(() -> new Refused("There is no list %d.".formatted(number)));
          if (!list.digest().equals(digest)) {
            throw new Refused(
                "List %d is another than the one you agreed to; look at it again."
                    .formatted(number));
          }
          if (list.agreedAt() != null) {
            throw new Refused("Two people have agreed to list %d already.".formatted(number));
          }
          list.people().forEach(person -> interlocks.allowDecider(new EmployeeId(person), by));
          interlocks.demandCounts(by);
          demandAnother(list.agreed(), by);
          lists.agree(number, yes(by, comment));
          if (list.agreed().size() + 1 >= TWO) {
            lists.agreed(number, now());
          }
          return lists.find(number).orElseThrow();
        });
  }

  @Override
  public Set<EmployeeId> agreedTo(Collection<EmployeeId> people) {
    return lists.unused(people, now().minus(properties.breaker().listLife()));
  }

  @Override
  public List<PeopleList> lists() {
    return lists.all();
  }

  private static void demandAnother(List<Yes> agreed, String by) {
    if (agreed.stream().anyMatch(yes -> yes.by().equalsIgnoreCase(by.strip()))) {
      throw new Refused("You have agreed already; it takes a second person.");
    }
  }

  private Yes yes(String by, String comment) {
    return new Yes(by.strip(), now(), comment);
  }

  /** Whatever waits is tried again and again; what is not has ended, or was planned anew. */
  private List<Waiting> waiting() {
    return breaker.waiting(
        now().minus(properties.breaker().lookAgain().multipliedBy(MISSED_TRIES)));
  }

  private static String digest(List<Waiting> waiting) {
    return PlanStore.digest(waiting.stream().map(Waiting::plan).sorted());
  }

  private <T> T locked(Supplier<T> work) {
    return Objects.requireNonNull(
        joined.execute(
            transaction -> {
              pauses.lock();
              return work.get();
            }));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
