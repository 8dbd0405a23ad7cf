package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.PlanStore.Answer;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.safety.WipeRecorded.What;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps leavers, plans, answers, warrants and orders in PostgreSQL. */
@Component
class JdbcWipeSafety implements WipeSafety {
  private final Stores stores;
  private final Anchor anchor;
  private final Interlocks interlocks;
  private final Clearance clearance;
  private final Spending spending;
  private final DestructionGate gate;
  private final SafetyProperties properties;
  private final TransactionTemplate joined;
  private final Clock clock;

  JdbcWipeSafety(
      Stores stores,
      Anchor anchor,
      Interlocks interlocks,
      Clearance clearance,
      Spending spending,
      DestructionGate gate,
      SafetyProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.stores = stores;
    this.anchor = anchor;
    this.interlocks = interlocks;
    this.clearance = clearance;
    this.spending = spending;
    this.gate = gate;
    this.properties = properties;
    this.joined = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public String plan(WipePlan plan) {
    sighted(plan.facts());
    clearance.demandStillLeaves(plan.caseId(), plan.employee());
    var evidence = anchor.demandTheirs(plan, plan.facts());
    interlocks.allowPlan(plan, evidence, now());
    var id = told(() -> keep(plan));
    stores.orders().demandFree(plan.facts(), id);
    return id;
  }

  private String keep(WipePlan plan) {
    var oldest = now().minus(properties.warrantLife());
    var before = stores.plans().cameToNothing(plan, oldest);
    var kept = stores.plans().keep(plan, before, now());
    if (kept.isNew()) {
      stores.news().tell(What.PLANNED, kept.id(), now(), null);
    }
    return kept.id();
  }

  @Override
  public Optional<WipePlan> find(String plan) {
    return stores.plans().find(plan);
  }

  @Override
  public int approve(String id, Decider approver, String comment) {
    var plan = clearance.existing(id);
    interlocks.allowPerson(plan.employee());
    demandMayDecide(id, approver);
    anchor.allowApprover(plan, approver.name());
    clearance.demandNotWithdrawn(id);
    if (plan.deadline() == null || !now().isBefore(plan.deadline())) {
      throw new Refused("The time to answer has passed; the question has to be asked again.");
    }
    return Objects.requireNonNull(
        joined.execute(transaction -> approve(id, plan, approver, comment)));
  }

  private int approve(String id, WipePlan plan, Decider approver, String comment) {
    stores.plans().lock(id);
    demandMayDecide(id, approver); // who answered while we waited counts
    if (stores.plans().answerTo(id).isPresent()) {
      throw answered();
    }
    stores.plans().vote(id, Answer.APPROVED, approver, comment, now());
    stores.news().tell(What.APPROVED, id, now(), approver.name(), comment);
    var missing = plan.approval().people() - stores.plans().votes(id).size();
    if (missing <= 0) {
      answer(id, Answer.APPROVED, approver.name(), comment);
    }
    return Math.max(0, missing);
  }

  @Override
  public void decline(String id, Decider approver, String comment) {
    clearance.existing(id);
    joined.executeWithoutResult(
        transaction -> {
          stores.plans().lock(id);
          demandMayDecide(id, approver);
          if (stores.plans().answerTo(id).isPresent()) {
            throw answered();
          }
          stores.plans().vote(id, Answer.DECLINED, approver, comment, now());
          stores.news().tell(What.DECLINED, id, now(), approver.name(), comment);
          answer(id, Answer.DECLINED, approver.name(), comment);
        });
  }

  @Override
  public Optional<String> forbids(String id, Decider person) {
    var plan = clearance.existing(id);
    return interlocks.whyNotDecide(
        plan, person, stores.plans().votes(id), stores.leavers().requesters(plan.caseId()));
  }

  private void demandMayDecide(String id, Decider person) {
    forbids(id, person)
        .ifPresent(
            why -> {
              throw new Refused(why);
            });
  }

  private static Refused answered() {
    return new Refused("This plan has been answered already; an answer is final.");
  }

  @Override
  public void letSilenceCount(String id) {
    var plan = clearance.existing(id);
    interlocks.allowPerson(plan.employee());
    if (plan.onSilence() != OnSilence.WIPE) {
      throw new Refused("The plan does not say that silence means wipe.");
    }
    interlocks.allowSilence(plan, anchor.demandTheirs(plan, plan.facts()));
    clearance.demandNotWithdrawn(id);
    if (plan.deadline() == null || now().isBefore(plan.deadline())) {
      throw new Refused("The time to answer has not passed yet.");
    }
    if (stores.plans().answerTo(id).filter(given -> given.answer() == Answer.SILENCE).isEmpty()) {
      if (!Boolean.TRUE.equals(joined.execute(transaction -> answerBySilence(id)))) {
        throw answered();
      }
    }
  }

  private boolean answerBySilence(String id) {
    var first =
        stores.plans().answer(id, Answer.SILENCE, "nobody", "The time to answer passed.", now());
    if (first) {
      stores.news().tell(What.APPROVED_BY_TIMEOUT, id, now(), null);
    }
    return first;
  }

  private void answer(String id, Answer answer, String by, String comment) {
    if (!stores.plans().answer(id, answer, by, comment, now())) {
      throw answered();
    }
  }

  @Override
  public WipeWarrant issue(String id, DeviceFacts live) {
    sighted(live);
    var plan = clearance.existing(id);
    clearance.demand(id, plan, live, now());
    stores.orders().demandFree(live, id);
    gate.demandPassable(id, plan);
    return new WipeWarrant(told(() -> issue(id)), plan);
  }

  private String issue(String id) {
    var warrant = stores.warrants().issue(id, now());
    if (warrant.isNew()) {
      stores.news().tell(What.WARRANT_ISSUED, id, now(), warrant.id());
    }
    return warrant.id();
  }

  /** Does it in one transaction, so that what is told of it is committed or undone with it. */
  private String told(Supplier<String> work) {
    return Objects.requireNonNull(joined.execute(transaction -> work.get()));
  }

  @Override
  public Optional<WipeWarrant> warrant(String id) {
    return stores
        .warrants()
        .find(id)
        .map(standing -> new WipeWarrant(id, clearance.existing(standing.plan())));
  }

  @Override
  public Instant spend(
      WipeWarrant warrant,
      Supplier<DeviceFacts> read,
      Supplier<Boolean> happenedAlready,
      Runnable call) {
    return spending.spend(warrant, () -> seenNow(read), happenedAlready, call);
  }

  private DeviceFacts seenNow(Supplier<DeviceFacts> read) {
    var live = read.get();
    sighted(live);
    return live;
  }

  @Override
  public boolean isAwake(String warrant, DeviceFacts live) {
    sighted(live);
    return spending.isAwake(warrant, live);
  }

  @Override
  public void demandWarrantFor(DeviceId device) {
    gate.demandNotPaused();
    // the last of all: whatever comes after it takes time, in which the node may stand still
    CallFence.demand(device, clock.instant());
  }

  @Override
  public Set<DeviceId> orderedBy(String caseId) {
    return stores.orders().devicesOf(caseId);
  }

  @Override
  public boolean held(EmployeeId employee) {
    return interlocks.held(employee);
  }

  @Override
  public Optional<String> whyOver(String caseId, EmployeeId employee) {
    return clearance.whyOver(caseId, employee);
  }

  @Override
  public void begin(Leaving leaving) {
    joined.executeWithoutResult(transaction -> stores.leavers().begin(leaving, now()));
  }

  @Override
  public void requested(String caseId, Requester requester) {
    joined.executeWithoutResult(
        transaction -> stores.leavers().requested(caseId, requester, now()));
  }

  @Override
  public Optional<Leaving> leaving(String caseId) {
    return stores.leavers().leaving(caseId);
  }

  @Override
  public void beginSweep(String sweep, String offboarding) {
    joined.executeWithoutResult(
        transaction -> stores.leavers().beginSweep(sweep, offboarding, now()));
  }

  @Override
  public Optional<Leaving> lastLeaving(EmployeeId employee) {
    return stores.leavers().lastOf(employee);
  }

  @Override
  public void freeze(LeaverSnapshot snapshot) {
    joined.executeWithoutResult(transaction -> stores.leavers().freeze(snapshot, now()));
    snapshot.devices().forEach(this::sighted);
  }

  @Override
  public void name(String caseId, DeviceFacts device, String by) {
    joined.executeWithoutResult(transaction -> stores.leavers().name(caseId, device, by, now()));
  }

  @Override
  public boolean planned(String caseId, DeviceId device) {
    return stores.plans().exists(caseId, device);
  }

  @Override
  public Set<DeviceId> devicesOf(String caseId) {
    return stores.leavers().devicesOf(caseId);
  }

  @Override
  public boolean wasPersonal(String caseId, DeviceId device) {
    return stores.leavers().wasPersonal(caseId, device);
  }

  @Override
  public Claim claim(String caseId, DeviceFacts live) {
    sighted(live);
    return anchor.claim(caseId, live);
  }

  @Override
  public Claim wouldClaim(LeaverSnapshot seen, DeviceFacts live) {
    return anchor.claim(seen, live);
  }

  @Override
  public void sighted(DeviceFacts live) {
    stores.sightings().note(live, now());
  }

  @Override
  public void managed(long devices) {
    gate.managed(devices);
  }

  @Override
  public Optional<Instant> reassignedLately(DeviceFacts live) {
    return anchor.reassignedLately(live);
  }

  @Override
  public List<WipeOrder> orders(String caseId) {
    return stores.orders().of(caseId);
  }

  @Override
  public Optional<WipeOrder> order(String warrant) {
    return stores.orders().find(warrant);
  }

  @Override
  public void seen(String warrant, WipeOrder.State state, String words) {
    var order =
        order(warrant)
            .orElseThrow(
                () -> new Refused("Nothing was ordered under warrant %s.".formatted(warrant)));
    var settled = !now().isBefore(order.calledAt().plus(properties.settleTime()));
    // what was sent a moment ago may not be in the history yet, and a failure there may be older
    var counts = settled || (state != WipeOrder.State.FORGOTTEN && state != WipeOrder.State.FAILED);
    if (order.state() == WipeOrder.State.WRITTEN_OFF && state == WipeOrder.State.GONE) {
      // a person has said so of exactly this
      joined.executeWithoutResult(
          transaction -> stores.orders().seen(warrant, order.state(), order.words(), now()));
      return;
    }
    var seen = counts ? state : order.state();
    joined.executeWithoutResult(
        transaction -> {
          if (stores.orders().seen(warrant, seen, words, now())
              && (seen != order.state() || !words.equals(order.words()))) {
            stores.news().seen(order, seen, words, now());
          }
        });
  }

  @Override
  public Optional<String> forbids(String warrant, DeviceFacts live) {
    sighted(live);
    return order(warrant)
        .flatMap(order -> find(order.plan()).flatMap(plan -> forbids(order, plan, live)));
  }

  private Optional<String> forbids(WipeOrder order, WipePlan plan, DeviceFacts live) {
    var claim = anchor.claim(plan.caseId(), live);
    return switch (order.state()) {
      case PENDING, GONE, WRITTEN_OFF ->
          OrderWords.forbidden(plan, live, claim, held(plan.employee()));
      case DONE -> OrderWords.carriedOut(plan, live, claim);
      case FAILED, FORGOTTEN -> Optional.empty();
    };
  }

  @Override
  public void writeOff(String warrant, String said) {
    var order =
        order(warrant)
            .orElseThrow(
                () -> new Refused("Nothing was ordered under warrant %s.".formatted(warrant)));
    if (order.state() == WipeOrder.State.PENDING) {
      throw OrderWords.mayStillFire(List.of(order));
    }
    if (order.state() == WipeOrder.State.GONE) {
      seen(warrant, WipeOrder.State.WRITTEN_OFF, said);
    }
  }

  @Override
  public void writeOffGone(String caseId, String said) {
    outstanding(caseId).stream()
        .filter(order -> order.state() == WipeOrder.State.GONE)
        .forEach(order -> writeOff(order.warrant(), said));
  }

  @Override
  public void withdraw(String caseId, String why) {
    joined.executeWithoutResult(
        transaction ->
            stores.news().withdrawn(stores.plans().withdraw(caseId, why, now()), why, now()));
  }

  @Override
  public void withdrawWarrant(String warrant, String why) {
    joined.executeWithoutResult(
        transaction ->
            stores
                .news()
                .withdrawn(stores.plans().withdrawBehind(warrant, why, now()), why, now()));
  }

  @Override
  public Optional<String> stale(String warrant) {
    return spending.stale(warrant);
  }

  @Override
  public void demandNothingPending(String caseId) {
    var pending = outstanding(caseId);
    if (!pending.isEmpty()) {
      throw OrderWords.mayStillFire(pending);
    }
  }

  @Override
  public List<WipeOrder> outstanding(String caseId) {
    return stores.orders().outstanding(caseId);
  }

  @Override
  public List<Outstanding> outstanding() {
    return stores.orders().outstanding();
  }

  @Override
  public void askReturn(String caseId) {
    joined.executeWithoutResult(transaction -> stores.leavers().returnAsked(caseId, now()));
  }

  @Override
  public void leavesAgain(String caseId) {
    joined.executeWithoutResult(transaction -> stores.leavers().leavesAgain(caseId, now()));
  }

  @Override
  public void declineReturn(String caseId, String by) {
    stores.leavers().employee(caseId).ifPresent(leaver -> interlocks.allowDecider(leaver, by));
    joined.executeWithoutResult(transaction -> stores.leavers().returnDeclined(caseId, now()));
  }

  @Override
  public void agreeToReturn(String caseId, String by, String comment) {
    var leaver =
        stores
            .leavers()
            .employee(caseId)
            .orElseThrow(
                () -> new Refused("There is no offboarding with the number %s.".formatted(caseId)));
    interlocks.allowDecider(leaver, by);
    joined.executeWithoutResult(
        transaction -> stores.leavers().agreeToReturn(caseId, by, comment, now()));
  }

  @Override
  public boolean awaitsConsentToReturn(String caseId) {
    return leaving(caseId).filter(Leaving::needsConsentToReturn).isPresent()
        && !stores.leavers().agreedToReturn(caseId);
  }

  @Override
  public void demandReturnAllowed(String caseId) {
    if (awaitsConsentToReturn(caseId)) {
      throw new Refused(
          "The person did not leave in peace: nothing is given back until somebody agrees to that. Answer the question in the task list.");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
