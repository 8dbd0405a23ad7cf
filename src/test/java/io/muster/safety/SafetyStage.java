package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A leaver, their laptop and the safety around it, on a real database and a clock of the test's.
 */
abstract class SafetyStage {
  static final EmployeeId LEAVER = new EmployeeId("E1001");
  static final Instant START = Facts.START;
  static final DeviceFacts LAPTOP = Facts.laptop().now();
  static final DeviceFacts PHONE =
      Facts.laptop().device(7).serial("F17").ownership(Ownership.PERSONAL).now();

  final DataSource database = Postgres.dataSource();
  final MovableClock clock = new MovableClock(START);
  final LegalHolds holds = new InMemoryHolds(clock);
  final SafetyNode.ToldByHr hr = new SafetyNode.ToldByHr();
  final WipeSafety safety = node();
  final AtomicInteger calls = new AtomicInteger();

  final WipeSafety node() {
    return SafetyNode.on(database, holds, hr, clock);
  }

  /** User 12 is the leaver's for certain, 22 perhaps. */
  final void freeze(String caseId, DeviceFacts... devices) {
    safety.freeze(
        new LeaverSnapshot(caseId, LEAVER, Map.of("12", true, "22", false), List.of(devices)));
  }

  final String planned(Draft draft) {
    return safety.plan(draft.plan());
  }

  /** A warrant for what the draft says, approved by somebody. */
  final WipeWarrant warrant(Draft draft) {
    var plan = planned(draft);
    if (draft.approval() != Approval.NONE) {
      safety.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
    }
    return safety.issue(plan, draft.facts());
  }

  /** A plan that never went past the rules for plans, with somebody's yes if it asks for one. */
  final String smuggledPlan(Draft draft) {
    var plans = new PlanStore(JdbcClient.create(database));
    var id = plans.keep(draft.plan(), 0, clock.instant()).id();
    if (draft.approval() != Approval.NONE) {
      plans.answer(id, PlanStore.Answer.APPROVED, "boss", "agreed", clock.instant());
    }
    return id;
  }

  /** A warrant that never went past the rules for warrants, a second ago. */
  final WipeWarrant smuggledWarrant(Draft draft) {
    var plan = smuggledPlan(draft);
    var id = new WarrantStore(JdbcClient.create(database)).issue(plan, clock.instant()).id();
    clock.advance(Duration.ofSeconds(1));
    return safety.warrant(id).orElseThrow();
  }

  /** Demands that the wipe is refused for this at plan, at issue and at the call. */
  final void refusedEverywhere(Draft draft, DeviceFacts live, String why) {
    assertThatThrownBy(() -> planned(draft)).isInstanceOf(Refused.class).hasMessageContaining(why);
    var plan = smuggledPlan(draft);
    assertThatThrownBy(() -> safety.issue(plan, live))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(why);
    var warrant = smuggledWarrant(draft);
    assertThatThrownBy(() -> spend(warrant, live))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(why);
    assertThat(calls).hasValue(0);
  }

  /** A warrant for the leaver's laptop, frozen and approved, a second ago. */
  final WipeWarrant approvedWarrant() {
    freeze("case", LAPTOP);
    var warrant = warrant(Draft.of(LAPTOP));
    clock.advance(Duration.ofSeconds(1));
    return warrant;
  }

  /** The same device, showing itself at this moment. */
  final DeviceFacts awake(DeviceFacts device) {
    return new Facts(device).seenAt(clock.instant()).now();
  }

  final Instant spend(WipeWarrant warrant, DeviceFacts live) {
    return safety.spend(warrant, awake(live), () -> false, calls::incrementAndGet);
  }

  final void losingTheAnswer() {
    calls.incrementAndGet();
    throw Unavailable.answerLost("no answer", null);
  }

  /** A plan that a test changes one part of at a time. */
  record Draft(
      String caseId,
      DeviceFacts facts,
      Claim claim,
      WipeKind kind,
      Approval approval,
      OnSilence onSilence,
      @Nullable Duration time) {
    /** Erase this device completely, if somebody agrees within a day. */
    static Draft of(DeviceFacts device) {
      return new Draft(
          "case",
          device,
          Claim.THEIRS,
          WipeKind.COMPLETE,
          Approval.ONE_PERSON,
          OnSilence.KEEP_LOCKED,
          Duration.ofDays(1));
    }

    Draft in(String other) {
      return new Draft(other, facts, claim, kind, approval, onSilence, time);
    }

    Draft as(Claim other) {
      return new Draft(caseId, facts, other, kind, approval, onSilence, time);
    }

    Draft corporate() {
      return new Draft(caseId, facts, claim, WipeKind.CORPORATE, approval, onSilence, time);
    }

    Draft askingNobody() {
      return new Draft(caseId, facts, claim, kind, Approval.NONE, onSilence, null);
    }

    Draft silenceWipesAfter(Duration wait) {
      return new Draft(caseId, facts, claim, kind, approval, OnSilence.WIPE, wait);
    }

    Draft within(Duration wait) {
      return new Draft(caseId, facts, claim, kind, approval, onSilence, wait);
    }

    WipePlan plan() {
      return new WipePlan(
          caseId,
          LEAVER,
          facts,
          claim,
          kind,
          approval,
          time == null ? null : START.plus(time),
          onSilence);
    }
  }
}
