package io.muster.safety;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads plans with their answers, warrants and orders. */
@Component
class JdbcWipeHistory implements WipeHistory {
  private final JdbcClient jdbc;

  JdbcWipeHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<PlannedWipe> of(String caseId) {
    return jdbc.sql(
            """
            select plan.*, answer.answer, answer.answered_by, answer.comment, answer.answered_at,
              wiped.state as order_state, wiped.called_at as order_called_at, wiped.words
            from muster_wipe_plan plan
            left join muster_wipe_answer answer on answer.plan = plan.id
            left join muster_wipe_warrant warrant on warrant.plan = plan.id
            left join muster_wipe_order wiped on wiped.warrant = warrant.id
            where plan.case_id = ? order by plan.planned_at, plan.device
            """)
        .param(caseId)
        .query((row, number) -> read(row))
        .list();
  }

  @Override
  public List<Vote> votes(String plan) {
    return jdbc.sql("select * from muster_wipe_vote where plan = ? order by answered_at")
        .param(plan)
        .query(
            (row, number) ->
                new Vote(
                    row.getString("answered_by"),
                    row.getString("answer").equals("APPROVED"),
                    row.getString("comment"),
                    row.getTimestamp("answered_at").toInstant()))
        .list();
  }

  private static PlannedWipe read(ResultSet row) throws SQLException {
    var order = row.getString("order_state");
    return new PlannedWipe(
        row.getString("id"),
        new DeviceId(row.getLong("device")),
        row.getString("serial"),
        WipeKind.valueOf(row.getString("kind")),
        WipePlan.Approval.valueOf(row.getString("approval")),
        row.getTimestamp("planned_at").toInstant(),
        instant(row, "deadline"),
        row.getString("answer"),
        row.getString("answered_by"),
        row.getString("comment"),
        instant(row, "answered_at"),
        row.getString("withdrawn_why"),
        order == null ? null : WipeOrder.State.valueOf(order),
        instant(row, "order_called_at"),
        row.getString("words"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }
}
