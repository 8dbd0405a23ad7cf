package io.muster.safety;

import io.muster.people.EmployeeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The plans and the answers to them; neither ever changes once written. */
@Component
class PlanStore {
  private final JdbcClient jdbc;

  PlanStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps a plan under the digest of everything it says.
   *
   * @param before how many plans for the same came to nothing: each is planned once more, and no
   *     warrant of theirs counts for it
   */
  Kept keep(WipePlan plan, int before, Instant now) {
    var id = digest(plan, before);
    var facts = plan.facts();
    var kept =
        jdbc.sql(
                """
            insert into muster_wipe_plan (id, case_id, employee, device, serial, owner, ownership, enrolled_at,
              claim, shared, recovery_key, kind, approval, deadline, on_silence, approvers, planned_at)
            values (:id, :case, :employee, :device, :serial, :owner, :ownership, :enrolledAt,
              :claim, :shared, :recoveryKey, :kind, :approval, :deadline, :onSilence, :approvers, :now) on conflict do nothing
            """)
            .param("id", id)
            .param("case", plan.caseId())
            .param("employee", plan.employee().value())
            .param("device", facts.device().value())
            .param("serial", facts.serial())
            .param("owner", facts.owner())
            .param("ownership", facts.ownership().name())
            .param("enrolledAt", timestamp(facts.enrolledAt()))
            .param("claim", plan.claim().name())
            .param("shared", facts.shared().name())
            .param("recoveryKey", facts.recoveryKey().name())
            .param("kind", plan.kind().name())
            .param("approval", plan.approval().name())
            .param("deadline", timestamp(plan.deadline()))
            .param("onSilence", plan.onSilence().name())
            .param("approvers", groups(plan))
            .param("now", Timestamp.from(now))
            .update();
    return new Kept(id, kept == 1);
  }

  /**
   * How many plans of the case for this device can never be carried out any more: withdrawn, with a
   * warrant that is too old, or with an order that was seen to come to nothing.
   *
   * @param oldest when a warrant that can still be spent was issued at the earliest
   */
  int cameToNothing(WipePlan plan, Instant oldest) {
    return jdbc.sql(
            """
            select count(*) from muster_wipe_plan plan
            left join muster_wipe_warrant warrant on warrant.plan = plan.id
            left join muster_wipe_order ordered on ordered.warrant = warrant.id
            where plan.case_id = ? and plan.device = ?
              and (plan.withdrawn_at is not null
                or (ordered.warrant is null and warrant.issued_at < ?)
                or ordered.state in ('FAILED', 'FORGOTTEN'))
            """)
        .params(plan.caseId(), plan.facts().device().value(), Timestamp.from(oldest))
        .query(Integer.class)
        .single();
  }

  /** A plan's number, and whether it was kept just now. */
  record Kept(String id, boolean isNew) {}

  Optional<WipePlan> find(String id) {
    return jdbc.sql("select * from muster_wipe_plan where id = ?")
        .param(id)
        .query((row, number) -> read(row))
        .optional();
  }

  /** True if a plan for this device was ever kept in this case. */
  boolean exists(String caseId, DeviceId device) {
    return jdbc.sql("select exists (select from muster_wipe_plan where case_id = ? and device = ?)")
        .params(caseId, device.value())
        .query(Boolean.class)
        .single();
  }

  /** Writes the one answer there can be; false if there is one already. */
  boolean answer(String plan, Answer answer, String by, String comment, Instant now) {
    return jdbc.sql(
                """
                insert into muster_wipe_answer (plan, answer, answered_by, comment, answered_at)
                values (?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(plan, answer.name(), by, comment, Timestamp.from(now))
            .update()
        == 1;
  }

  /** Has whoever else answers this plan wait until this transaction ends. */
  void lock(String plan) {
    jdbc.sql("select id from muster_wipe_plan where id = ? for update")
        .param(plan)
        .query(String.class)
        .optional();
  }

  /** Writes down what one person says; nobody says anything twice. */
  void vote(String plan, Answer answer, Decider by, String comment, Instant now) {
    jdbc.sql(
            """
            insert into muster_wipe_vote (plan, answered_by, names, answer, comment, answered_at)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            plan,
            by.name(),
            String.join("\n", new TreeSet<>(by.names())),
            answer.name(),
            comment,
            Timestamp.from(now))
        .update();
  }

  /** Who has said yes until now, each by all their names. */
  List<Set<String>> votes(String plan) {
    return jdbc.sql(
            "select names from muster_wipe_vote where plan = ? and answer = 'APPROVED' order by answered_at")
        .param(plan)
        .query((row, number) -> Set.of(row.getString("names").split("\n", -1)))
        .list();
  }

  private static String groups(WipePlan plan) {
    return String.join(",", new TreeSet<>(plan.approvers()));
  }

  Optional<Given> answerTo(String plan) {
    return jdbc.sql("select answer, answered_at from muster_wipe_answer where plan = ?")
        .param(plan)
        .query(
            (row, number) ->
                new Given(
                    Answer.valueOf(row.getString("answer")),
                    row.getTimestamp("answered_at").toInstant()))
        .optional();
  }

  /** Withdraws the plan behind this warrant, unless the warrant was spent; which it was, if any. */
  List<String> withdrawBehind(String warrant, String why, Instant now) {
    return jdbc.sql(
            "select plan from muster_wipe_warrant where id = ? and done_at is null for update")
        .param(warrant)
        .query(String.class)
        .optional()
        .map(
            id ->
                jdbc.sql(
                        "update muster_wipe_plan set withdrawn_at = ?, withdrawn_why = ? where id = ? and withdrawn_at is null returning id")
                    .params(Timestamp.from(now), why, id)
                    .query(String.class)
                    .list())
        .orElse(List.of());
  }

  /** Why the plan was withdrawn; empty if it was not. */
  Optional<String> withdrawn(String plan) {
    return jdbc.sql(
            "select withdrawn_why from muster_wipe_plan where id = ? and withdrawn_at is not null")
        .param(plan)
        .query(String.class)
        .optional();
  }

  /**
   * Withdraws the plans of the case under which nothing was sent for certain. Their warrants are
   * locked first: who is just taking the right to call is done with that, or finds it withdrawn.
   *
   * @return which they were
   */
  List<String> withdraw(String caseId, String why, Instant now) {
    jdbc.sql(
            """
            select id from muster_wipe_warrant
            where plan in (select id from muster_wipe_plan where case_id = ?) order by id for update
            """)
        .param(caseId)
        .query(String.class)
        .list();
    return jdbc.sql(
            """
            update muster_wipe_plan set withdrawn_at = :now, withdrawn_why = :why
            where case_id = :case and withdrawn_at is null and not exists (
              select 1 from muster_wipe_warrant where plan = muster_wipe_plan.id and done_at is not null)
            returning id
            """)
        .param("now", Timestamp.from(now))
        .param("why", why)
        .param("case", caseId)
        .query(String.class)
        .list();
  }

  static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  /** A digest of every part with its length, so that no two plans say the same. */
  private static String digest(WipePlan plan, int before) {
    var facts = plan.facts();
    return digest(
        Stream.of(
            plan.caseId(),
            plan.employee(),
            facts.device(),
            facts.serial(),
            facts.owner(),
            facts.ownership(),
            facts.enrolledAt(),
            facts.shared(),
            facts.recoveryKey(),
            plan.claim(),
            plan.kind(),
            plan.approval(),
            plan.deadline(),
            plan.onSilence(),
            groups(plan),
            before));
  }

  /** A digest of all of these, in this order, each with its length. */
  static String digest(Stream<?> parts) {
    var said = parts.map(PlanStore::measured).collect(Collectors.joining());
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String measured(@Nullable Object part) {
    return part == null ? "-;" : "%d:%s;".formatted(part.toString().length(), part);
  }

  private static WipePlan read(ResultSet row) throws SQLException {
    return new WipePlan(
        row.getString("case_id"),
        new EmployeeId(row.getString("employee")),
        new DeviceFacts(
            new DeviceId(row.getLong("device")),
            row.getString("serial"),
            row.getString("owner"),
            Ownership.valueOf(row.getString("ownership")),
            instant(row.getTimestamp("enrolled_at")),
            true,
            null,
            Known.valueOf(row.getString("shared")),
            Known.valueOf(row.getString("recovery_key"))),
        Claim.valueOf(row.getString("claim")),
        WipeKind.valueOf(row.getString("kind")),
        WipePlan.Approval.valueOf(row.getString("approval")),
        instant(row.getTimestamp("deadline")),
        WipePlan.OnSilence.valueOf(row.getString("on_silence")),
        Set.of(row.getString("approvers").split(",", -1)));
  }

  /** An answer, and when it was given. */
  record Given(Answer answer, Instant at) {}

  /** What became of the question. */
  enum Answer {
    APPROVED,
    DECLINED,
    SILENCE
  }
}
