package io.muster.devices.hexnode;

import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.CallPriority;
import io.muster.safety.DeviceId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what waits to go out together in {@code muster_hexnode_order}, and when such calls went out
 * in {@code muster_hexnode_call}.
 */
final class JdbcCommonOrders {
  private static final int LONGEST_NOTE = 2000;
  private static final Duration CROWDED = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final String portal;

  JdbcCommonOrders(JdbcClient jdbc, TransactionTemplate alone, String portal) {
    this.jdbc = jdbc;
    this.alone = alone;
    this.portal = portal;
  }

  /** How far a wish has come. */
  enum State {
    WAITING,
    /** A call with it is on its way. */
    SENDING,
    DONE,
    REFUSED,
    /** The call may have arrived or not. */
    LOST
  }

  /**
   * How a wish of one case stands.
   *
   * @param note what Hexnode said against it, or empty
   */
  record Standing(State state, String note) {
    boolean isSettled() {
      return state == State.DONE || state == State.REFUSED;
    }
  }

  /** A device for which a case wants something done. */
  record Wish(long id, DeviceId device, CaseRef behalf) {}

  /**
   * What may go out now.
   *
   * @param wishes what goes out in one call; none if nothing waits
   * @param call the number of the call
   * @param notBefore when the next call may go out, if none may now
   */
  record Turn(List<Wish> wishes, long call, @Nullable Instant notBefore) {}

  /** How the case's wishes for these devices stand; what was sent too long ago is lost. */
  Map<DeviceId, Standing> standing(
      CommonOrder order, String caseId, Collection<DeviceId> devices, Instant now) {
    var found = new HashMap<DeviceId, Standing>();
    jdbc.sql(
            """
            select device, note, case when state = 'SENDING' and sending_until <= :now then 'LOST' else state end as stands
            from muster_hexnode_order
            where portal = :portal and action = :action and detail = :detail and case_id = :case and device = any(:devices)
            """)
        .param("now", Timestamp.from(now))
        .param("portal", portal)
        .param("action", order.action())
        .param("detail", order.detail())
        .param("case", caseId)
        .param("devices", numbers(devices))
        .query(
            row -> {
              found.put(
                  new DeviceId(row.getLong("device")),
                  new Standing(State.valueOf(row.getString("stands")), row.getString("note")));
            });
    return found;
  }

  /**
   * Writes down what the case wants, or that it still does.
   *
   * @param until after which nobody sends it any more, as the case may be gone
   */
  void ask(
      CommonOrder order,
      CaseRef behalf,
      Collection<DeviceId> devices,
      CallPriority lane,
      Span until) {
    alone.executeWithoutResult(
        transaction -> {
          for (var device : devices) {
            jdbc.sql(
                    """
                    insert into muster_hexnode_order (portal, action, detail, case_id, device, process, employee, step,
                      urgent, contains, asked_at, valid_until, state)
                    values (:portal, :action, :detail, :case, :device, :process, :employee, :step, :urgent, :contains,
                      :now, :until, 'WAITING')
                    on conflict (portal, action, detail, case_id, device) do update set state = 'WAITING', note = '',
                      process = excluded.process, employee = excluded.employee, step = excluded.step,
                      urgent = excluded.urgent, valid_until = excluded.valid_until
                    """)
                .param("portal", portal)
                .param("action", order.action())
                .param("detail", order.detail())
                .param("case", behalf.id())
                .param("device", device.value())
                .param("process", behalf.process())
                .param("employee", behalf.employee().value())
                .param("step", behalf.step())
                .param("urgent", lane == CallPriority.URGENT)
                .param("contains", lane.contains())
                .param("now", Timestamp.from(until.from()))
                .param("until", Timestamp.from(until.to()))
                .update();
          }
        });
  }

  /** From when until when. */
  record Span(Instant from, Instant to) {}

  /**
   * Takes what goes out next: what is urgent first, then what this case wants, then by age.
   *
   * @param sending when the call is made, and until when it must have been answered
   */
  Turn take(CommonOrder order, CaseRef behalf, boolean urgent, Limits limits, Span sending) {
    return Objects.requireNonNull(
        alone.execute(
            transaction -> {
              jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                  .param("%s %s %s".formatted(portal, order.action(), order.detail()))
                  .query((row, number) -> number)
                  .single();
              var turn = turn(order, urgent, limits.gap(), sending.from());
              if (turn.isAfter(sending.from())) {
                return new Turn(List.of(), 0, turn);
              }
              var wishes = waiting(order, behalf.id(), limits.most(), sending.from());
              if (wishes.isEmpty()) {
                return new Turn(List.of(), 0, null);
              }
              jdbc.sql(
                      "update muster_hexnode_order set state = 'SENDING', sending_until = ? where id = any(?)")
                  .params(Timestamp.from(sending.to()), ids(wishes))
                  .update();
              return new Turn(wishes, called(order, urgent, sending.from()), null);
            }));
  }

  /** How many devices go in one call, and how much longer each call has the next one wait. */
  record Limits(int most, Duration gap) {}

  private Instant turn(CommonOrder order, boolean urgent, Duration gap, Instant now) {
    return jdbc.sql(
            """
            select count(*) as calls, max(sent_at) as latest from muster_hexnode_call
            where portal = ? and action = ? and detail = ? and sent_at > ? and (not ? or urgent)
            """)
        .params(portal, order.action(), order.detail(), Timestamp.from(now.minus(CROWDED)), urgent)
        .query(
            (row, number) -> {
              var latest = row.getTimestamp("latest");
              return latest == null
                  ? now
                  : latest.toInstant().plus(gap.multipliedBy(row.getInt("calls")));
            })
        .single();
  }

  private List<Wish> waiting(CommonOrder order, String caseId, int most, Instant now) {
    return jdbc.sql(
            """
            select * from muster_hexnode_order
            where portal = ? and action = ? and detail = ? and state = 'WAITING' and valid_until >= ?
            order by urgent desc, case_id = ? desc, id limit ? for update
            """)
        .params(portal, order.action(), order.detail(), Timestamp.from(now), caseId, most)
        .query(
            (row, number) ->
                new Wish(
                    row.getLong("id"),
                    new DeviceId(row.getLong("device")),
                    new CaseRef(
                        row.getString("process"),
                        row.getString("case_id"),
                        new EmployeeId(row.getString("employee")),
                        row.getString("step"))))
        .list();
  }

  private long called(CommonOrder order, boolean urgent, Instant now) {
    jdbc.sql("delete from muster_hexnode_call where portal = ? and sent_at < ?")
        .params(portal, Timestamp.from(now.minus(KEPT)))
        .update();
    jdbc.sql(
            "delete from muster_hexnode_order where portal = ? and valid_until < ? and state <> 'SENDING'")
        .params(portal, Timestamp.from(now.minus(KEPT)))
        .update();
    return jdbc.sql(
            """
            insert into muster_hexnode_call (portal, action, detail, urgent, sent_at)
            values (?, ?, ?, ?, ?) returning id
            """)
        .params(portal, order.action(), order.detail(), urgent, Timestamp.from(now))
        .query(Long.class)
        .single();
  }

  /** True if some leaver's devices wait to be contained. */
  boolean anyContainmentWaits(Instant now) {
    return jdbc.sql(
            """
            select exists (select 1 from muster_hexnode_order
              where portal = ? and state = 'WAITING' and contains and valid_until >= ?)
            """)
        .params(portal, Timestamp.from(now))
        .query(Boolean.class)
        .single();
  }

  /** Says what became of them. */
  void settle(Collection<Wish> wishes, State state, String note) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql(
                    "update muster_hexnode_order set state = ?, note = ?, sending_until = null where id = any(?)")
                .params(
                    state.name(),
                    note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note,
                    ids(wishes))
                .update());
  }

  /** Says that this call was not made. */
  void notCalled(long call) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql("delete from muster_hexnode_call where id = ?").param(call).update());
  }

  /** Forgets what the case wanted for these devices, as part of the caller's transaction. */
  void forget(CommonOrder order, String caseId, Collection<DeviceId> devices) {
    jdbc.sql(
            """
            delete from muster_hexnode_order
            where portal = ? and action = ? and detail = ? and case_id = ? and device = any(?)
            """)
        .params(portal, order.action(), order.detail(), caseId, numbers(devices))
        .update();
  }

  /** Takes back whatever the case still wants for these devices; false if some is on its way. */
  boolean withdraw(String caseId, Collection<DeviceId> devices, Instant now) {
    return Boolean.TRUE.equals(
        alone.execute(
            transaction -> {
              jdbc.sql(
                      """
                      delete from muster_hexnode_order where portal = ? and case_id = ? and device = any(?)
                        and (state <> 'SENDING' or sending_until <= ?)
                      """)
                  .params(portal, caseId, numbers(devices), Timestamp.from(now))
                  .update();
              return jdbc.sql(
                          """
                      select count(*) from muster_hexnode_order
                      where portal = ? and case_id = ? and device = any(?)
                      """)
                      .params(portal, caseId, numbers(devices))
                      .query(Integer.class)
                      .single()
                  == 0;
            }));
  }

  private static Long[] numbers(Collection<DeviceId> devices) {
    return devices.stream().map(DeviceId::value).toArray(Long[]::new);
  }

  private static Long[] ids(Collection<Wish> wishes) {
    return wishes.stream().map(Wish::id).toArray(Long[]::new);
  }
}
