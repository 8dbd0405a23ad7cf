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
import java.util.Objects;
import java.util.Optional;
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

  /** Keeps a plan under the digest of everything it says. */
  String keep(WipePlan plan, Instant now) {
    var id = digest(plan);
    var facts = plan.facts();
    jdbc.sql(
            """
            insert into muster_wipe_plan (id, case_id, employee, device, serial, owner, ownership, enrolled_at,
              kind, approval, deadline, on_silence, planned_at)
            values (:id, :case, :employee, :device, :serial, :owner, :ownership, :enrolledAt,
              :kind, :approval, :deadline, :onSilence, :now) on conflict do nothing
            """)
        .param("id", id)
        .param("case", plan.caseId())
        .param("employee", plan.employee().value())
        .param("device", facts.device().value())
        .param("serial", facts.serial())
        .param("owner", facts.owner())
        .param("ownership", facts.ownership().name())
        .param("enrolledAt", timestamp(facts.enrolledAt()))
        .param("kind", plan.kind().name())
        .param("approval", plan.approval().name())
        .param("deadline", timestamp(plan.deadline()))
        .param("onSilence", plan.onSilence().name())
        .param("now", Timestamp.from(now))
        .update();
    return id;
  }

  Optional<WipePlan> find(String id) {
    return jdbc.sql("select * from muster_wipe_plan where id = ?")
        .param(id)
        .query((row, number) -> read(row))
        .optional();
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

  Optional<Answer> answerTo(String plan) {
    return jdbc.sql("select answer from muster_wipe_answer where plan = ?")
        .param(plan)
        .query(String.class)
        .optional()
        .map(Answer::valueOf);
  }

  static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static String digest(WipePlan plan) {
    var facts = plan.facts();
    var said =
        String.join(
            "\n",
            plan.caseId(),
            plan.employee().value(),
            facts.device().toString(),
            facts.serial(),
            Objects.toString(facts.owner()),
            facts.ownership().name(),
            Objects.toString(facts.enrolledAt()),
            plan.kind().name(),
            plan.approval().name(),
            Objects.toString(plan.deadline()),
            plan.onSilence().name());
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static WipePlan read(ResultSet row) throws SQLException {
    var enrolledAt = row.getTimestamp("enrolled_at");
    var deadline = row.getTimestamp("deadline");
    return new WipePlan(
        row.getString("case_id"),
        new EmployeeId(row.getString("employee")),
        new DeviceFacts(
            new DeviceId(row.getLong("device")),
            row.getString("serial"),
            row.getString("owner"),
            Ownership.valueOf(row.getString("ownership")),
            enrolledAt == null ? null : enrolledAt.toInstant(),
            true,
            null,
            Known.UNKNOWN,
            Known.UNKNOWN),
        Claim.THEIRS,
        WipeKind.valueOf(row.getString("kind")),
        WipePlan.Approval.valueOf(row.getString("approval")),
        deadline == null ? null : deadline.toInstant(),
        WipePlan.OnSilence.valueOf(row.getString("on_silence")));
  }

  /** What became of the question. */
  enum Answer {
    APPROVED,
    DECLINED,
    SILENCE
  }
}
