package io.muster.safety;

import static io.muster.safety.PlanStore.timestamp;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.WipeOrder.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was ordered, and how far it has come. Of one life of a device there is never a second order
 * while the first may still be carried out, was, or was lost sight of.
 */
@Component
class OrderStore {
  private static final String ORDERS =
      """
      select ordered.*, plan.id as plan, plan.case_id, plan.employee, plan.kind
      from muster_wipe_order ordered
      join muster_wipe_warrant warrant on warrant.id = ordered.warrant
      join muster_wipe_plan plan on plan.id = warrant.plan
      where\s""";

  private final JdbcClient jdbc;
  private final SafetyProperties properties;

  OrderStore(JdbcClient jdbc, SafetyProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  List<WipeOrder> of(String caseId) {
    return jdbc.sql(ORDERS + "plan.case_id = ? order by ordered.called_at, ordered.warrant")
        .param(caseId)
        .query((row, number) -> read(row))
        .list();
  }

  List<WipeOrder> outstanding(String caseId) {
    return jdbc.sql(
            ORDERS
                + """
                ordered.state in ('PENDING', 'GONE') and plan.employee = coalesce(
                  (select employee from muster_leaver where case_id = :case),
                  (select employee from muster_wipe_plan where case_id = :case limit 1))
                order by ordered.called_at, ordered.warrant""")
        .param("case", caseId)
        .query((row, number) -> read(row))
        .list();
  }

  List<WipeSafety.Outstanding> outstanding() {
    return jdbc.sql(
            ORDERS
                + "ordered.state in ('PENDING', 'GONE', 'WRITTEN_OFF') order by coalesce(ordered.seen_at, ordered.called_at) limit 500")
        .query(
            (row, number) ->
                new WipeSafety.Outstanding(
                    read(row),
                    row.getString("case_id"),
                    row.getTimestamp(row.getTimestamp("seen_at") == null ? "called_at" : "seen_at")
                        .toInstant()))
        .list();
  }

  Optional<WipeOrder> find(String warrant) {
    return jdbc.sql(ORDERS + "ordered.warrant = ?")
        .param(warrant)
        .query((row, number) -> read(row))
        .optional();
  }

  Set<DeviceId> devicesOf(String caseId) {
    return of(caseId).stream().map(WipeOrder::device).collect(Collectors.toSet());
  }

  /**
   * Demands that this life of the device was ordered to wipe by nobody else.
   *
   * @param plan whose own order does not count
   * @throws Refused if an order of another plan may still be carried out, or was
   */
  void demandFree(DeviceFacts device, String plan) {
    other(device, plan, "").ifPresent(OrderStore::refuse);
  }

  /**
   * Takes this life of the device for a warrant. Everybody who wants any life of it waits at one
   * row, as an order may reach a life that begins while it is on its way.
   *
   * @throws Refused if an order of another plan may still be carried out, or was
   */
  void take(String warrant, String plan, DeviceFacts device, Instant now) {
    var enrolledAt = timestamp(device.enrolledAt());
    hold(warrant, device.device());
    jdbc.sql(
            "insert into muster_wipe_life (device, enrolled_at, warrant) values (?, ?, ?) on conflict do nothing")
        .params(device.device().value(), enrolledAt, warrant)
        .update();
    other(device, plan, " for update of ordered").ifPresent(OrderStore::refuse);
    jdbc.sql("update muster_wipe_life set warrant = ? where device = ? and enrolled_at = ?")
        .params(warrant, device.device().value(), enrolledAt)
        .update();
    var taken =
        jdbc.sql(
                """
            insert into muster_wipe_order (warrant, device, enrolled_at, serial, called_at, state, words)
            values (:warrant, :device, :enrolledAt, :serial, :now, 'PENDING', :words)
            on conflict (warrant) do update
              set called_at = excluded.called_at, state = excluded.state, words = excluded.words, seen_at = null
              where muster_wipe_order.state <> 'DONE'
            """)
            .param("warrant", warrant)
            .param("device", device.device().value())
            .param("enrolledAt", enrolledAt)
            .param("serial", device.serial())
            .param("now", Timestamp.from(now))
            .param("words", "Sent; nothing was seen of it yet.")
            .update();
    if (taken == 0) {
      find(warrant).ifPresent(OrderStore::refuse);
    }
  }

  /** The row that stands for every life of the device. */
  private void hold(String warrant, DeviceId device) {
    jdbc.sql(
            "insert into muster_wipe_life (device, enrolled_at, warrant) values (?, '-infinity', ?) on conflict do nothing")
        .params(device.value(), warrant)
        .update();
    jdbc.sql(
            "select warrant from muster_wipe_life where device = ? and enrolled_at = '-infinity' for update")
        .param(device.value())
        .query(String.class)
        .single();
  }

  /**
   * An order of before whose enrolment nobody knew may be of any life that had begun by then. One
   * that was on its way when the device was enrolled anew may have reached the new life.
   */
  private Optional<WipeOrder> other(DeviceFacts device, String plan, String how) {
    return jdbc
        .sql(
            ORDERS
                + """
                ordered.device = :device and plan.id <> :plan and ordered.state not in ('FAILED', 'FORGOTTEN')
                  and (ordered.enrolled_at = :enrolledAt
                    or (ordered.enrolled_at is null and ordered.called_at >= :enrolledAt)
                    or (ordered.enrolled_at < :enrolledAt and :enrolledAt <= ordered.called_at
                      + make_interval(secs => :settleTime)))
                order by ordered.called_at"""
                + how)
        .param("device", device.device().value())
        .param("plan", plan)
        .param("enrolledAt", timestamp(device.enrolledAt()))
        .param("settleTime", properties.settleTime().toMillis() / 1000.0)
        .query((row, number) -> read(row))
        .list()
        .stream()
        .findFirst();
  }

  private static void refuse(WipeOrder earlier) {
    throw new Refused(
        earlier.state() == State.DONE
            ? "Device %s was wiped in this enrolment already (ordered at %s). It is never wiped twice."
                .formatted(earlier.device(), earlier.calledAt())
            : "Device %s was ordered to wipe in this enrolment already, at %s. A second order takes that the first was seen to fail, or that device management knows nothing of it. That the device was out of device management is no proof."
                .formatted(earlier.device(), earlier.calledAt()));
  }

  /** Writes down what was seen; false if it was seen done already, which it stays. */
  boolean seen(String warrant, State state, String words, Instant now) {
    return jdbc.sql(
                """
                update muster_wipe_order set state = ?, words = ?, seen_at = ?
                where warrant = ? and state <> 'DONE'
                """)
            .params(state.name(), words, Timestamp.from(now), warrant)
            .update()
        == 1;
  }

  private static WipeOrder read(ResultSet row) throws SQLException {
    return new WipeOrder(
        row.getString("warrant"),
        row.getString("plan"),
        new EmployeeId(row.getString("employee")),
        new DeviceId(row.getLong("device")),
        WipeKind.valueOf(row.getString("kind")),
        row.getTimestamp("called_at").toInstant(),
        State.valueOf(row.getString("state")),
        row.getString("words"));
  }
}
