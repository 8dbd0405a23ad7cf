package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.PlanStore.Answer;
import io.muster.safety.WipePlan.OnSilence;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps plans, answers and warrants in PostgreSQL.
 *
 * <p>A warrant is spent in two committed steps, "about to call" and "called", each under a row
 * lock. Between them the outside world may have acted whether we know it or not, so whoever comes
 * later looks at the device first.
 */
@Component
class JdbcWipeSafety implements WipeSafety {
  private static final ThreadLocal<@Nullable DeviceId> SPENDING = new ThreadLocal<>();

  private final JdbcClient jdbc;
  private final PlanStore plans;
  private final Interlocks interlocks;
  private final SafetyProperties properties;
  private final TransactionTemplate alone;
  private final Clock clock;

  JdbcWipeSafety(
      JdbcClient jdbc,
      PlanStore plans,
      Interlocks interlocks,
      SafetyProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.interlocks = interlocks;
    this.properties = properties;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  @Override
  public String plan(WipePlan plan) {
    interlocks.allowPlan(plan, clock.instant());
    return plans.keep(plan, clock.instant());
  }

  @Override
  public Optional<WipePlan> find(String plan) {
    return plans.find(plan);
  }

  @Override
  public void approve(String id, String approver, String comment) {
    var plan = existing(id);
    interlocks.allowPerson(plan.employee());
    interlocks.allowApprover(plan, approver);
    if (plan.deadline() == null || !clock.instant().isBefore(plan.deadline())) {
      throw new Refused("The time to answer has passed; the question has to be asked again.");
    }
    answer(id, Answer.APPROVED, approver, comment);
  }

  @Override
  public void decline(String id, String approver, String comment) {
    existing(id);
    answer(id, Answer.DECLINED, approver, comment);
  }

  @Override
  public void letSilenceCount(String id) {
    var plan = existing(id);
    interlocks.allowPerson(plan.employee());
    if (plan.onSilence() != OnSilence.WIPE) {
      throw new Refused("The plan does not say that silence means wipe.");
    }
    if (plan.deadline() == null || clock.instant().isBefore(plan.deadline())) {
      throw new Refused("The time to answer has not passed yet.");
    }
    if (plans.answerTo(id).filter(given -> given == Answer.SILENCE).isEmpty()) {
      answer(id, Answer.SILENCE, "nobody", "The time to answer passed.");
    }
  }

  private void answer(String id, Answer answer, String by, String comment) {
    if (!plans.answer(id, answer, by, comment, clock.instant())) {
      throw new Refused("This plan has been answered already; an answer is final.");
    }
  }

  @Override
  public WipeWarrant issue(String id, DeviceFacts live) {
    var plan = existing(id);
    interlocks.allowPerson(plan.employee());
    interlocks.demandApproval(plan, plans.answerTo(id));
    interlocks.demandUnchanged(plan, live);
    jdbc.sql(
            "insert into muster_wipe_warrant (id, plan, issued_at) values (?, ?, ?) on conflict (plan) do nothing")
        .params(UUID.randomUUID().toString(), id, Timestamp.from(clock.instant()))
        .update();
    return jdbc.sql("select id from muster_wipe_warrant where plan = ?")
        .param(id)
        .query((row, number) -> new WipeWarrant(row.getString("id"), plan))
        .single();
  }

  @Override
  public Optional<WipeWarrant> warrant(String id) {
    return jdbc.sql("select plan from muster_wipe_warrant where id = ?")
        .param(id)
        .query(String.class)
        .optional()
        .map(plan -> new WipeWarrant(id, existing(plan)));
  }

  @Override
  public Instant spend(
      WipeWarrant warrant, DeviceFacts live, Supplier<Boolean> happenedAlready, Runnable call) {
    var standing = alone.execute(transaction -> locked(warrant));
    if (standing.doneAt() != null) {
      return standing.calledAt() == null ? standing.doneAt() : standing.calledAt();
    }
    if (standing.calledAt() != null && happenedAlready.get()) {
      markDone(warrant);
      return standing.calledAt();
    }
    check(warrant, standing, live);
    var calledAt = alone.execute(transaction -> claim(warrant, standing));
    SPENDING.set(live.device());
    try {
      call.run();
    } finally {
      SPENDING.remove();
    }
    markDone(warrant);
    return calledAt;
  }

  private void check(WipeWarrant warrant, Standing standing, DeviceFacts live) {
    var plan = existing(standing.plan());
    if (!plan.equals(warrant.plan())) {
      throw new Refused("The warrant does not belong to this plan.");
    }
    interlocks.allowPerson(plan.employee());
    interlocks.demandApproval(plan, plans.answerTo(standing.plan()));
    interlocks.demandUnchanged(plan, live);
    if (clock.instant().isAfter(standing.issuedAt().plus(properties.warrantLife()))) {
      throw new Refused(
          "The warrant for device %s is older than %s. Plan and approve again."
              .formatted(plan.facts().device(), properties.warrantLife()));
    }
  }

  /** Takes the right to call. Whoever finds it taken waits until the world has settled. */
  private Instant claim(WipeWarrant warrant, Standing seen) {
    var standing = locked(warrant);
    var now = clock.instant();
    if (standing.doneAt() != null || !equal(standing.calledAt(), seen.calledAt())) {
      throw settling(warrant, now.plus(properties.settleTime()));
    }
    if (standing.calledAt() != null) {
      var settled = standing.calledAt().plus(properties.settleTime());
      if (now.isBefore(settled)) {
        throw settling(warrant, settled);
      }
    }
    jdbc.sql("update muster_wipe_warrant set called_at = ? where id = ?")
        .params(Timestamp.from(now), warrant.id())
        .update();
    return now;
  }

  private static Unavailable settling(WipeWarrant warrant, Instant until) {
    return Unavailable.turnedAway(
        "A wipe of device %s may be under way; looking again later."
            .formatted(warrant.plan().facts().device()),
        null,
        until);
  }

  private static boolean equal(@Nullable Instant one, @Nullable Instant other) {
    return one == null ? other == null : one.equals(other);
  }

  private void markDone(WipeWarrant warrant) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql("update muster_wipe_warrant set done_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), warrant.id())
                .update());
  }

  private Standing locked(WipeWarrant warrant) {
    return jdbc.sql("select * from muster_wipe_warrant where id = ? for update")
        .param(warrant.id())
        .query(
            (row, number) ->
                new Standing(
                    row.getString("plan"),
                    row.getTimestamp("issued_at").toInstant(),
                    instant(row.getTimestamp("called_at")),
                    instant(row.getTimestamp("done_at"))))
        .optional()
        .orElseThrow(() -> new Refused("There is no wipe warrant %s.".formatted(warrant.id())));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  @Override
  public void demandWarrantFor(DeviceId device) {
    if (!device.equals(SPENDING.get())) {
      throw new IllegalStateException(
          "a call that erases device %s, without a warrant being spent".formatted(device));
    }
  }

  @Override
  public Set<DeviceId> orderedBy(String caseId) {
    return jdbc.sql(
            """
            select plan.device from muster_wipe_plan plan
            join muster_wipe_warrant warrant on warrant.plan = plan.id
            where plan.case_id = ? and warrant.called_at is not null
            """)
        .param(caseId)
        .query((row, number) -> new DeviceId(row.getLong("device")))
        .set();
  }

  @Override
  public boolean held(EmployeeId employee) {
    return interlocks.held(employee);
  }

  private WipePlan existing(String id) {
    return plans.find(id).orElseThrow(() -> new Refused("There is no wipe plan %s.".formatted(id)));
  }

  /** How far a warrant has come. */
  private record Standing(
      String plan, Instant issuedAt, @Nullable Instant calledAt, @Nullable Instant doneAt) {}
}
