package io.muster.safety;

import static io.muster.safety.PlanStore.instant;

import io.muster.safety.BreakerLimits.Counted;
import io.muster.safety.BreakerLimits.Scope;
import io.muster.safety.Destruction.Opening;
import io.muster.safety.Destruction.Waiting;
import io.muster.safety.Destruction.Yes;
import io.muster.safety.SafetyProperties.Breaker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was destroyed, when the breaker opened, what waits for it, and who agreed to close it. */
@Component
class BreakerStore {
  private final JdbcClient jdbc;

  BreakerStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What counts by these traits in the two windows that end now. */
  List<Counted> counted(Traits traits, Breaker settings, Instant now) {
    return traits.known().entrySet().stream()
        .map(trait -> counted(trait.getKey(), trait.getValue(), settings, now))
        .toList();
  }

  private Counted counted(Scope scope, String name, Breaker settings, Instant now) {
    var column = scope.name().toLowerCase(Locale.ROOT);
    var which = scope == Scope.ALL ? "" : "and %s = :name".formatted(column);
    return jdbc.sql(
            """
            select count(*) as lately, count(*) filter (where called_at > :since) as calls
            from muster_destruction_call where not agreed and called_at > :longSince\s"""
                + which)
        .param("since", Timestamp.from(now.minus(settings.window())))
        .param("longSince", Timestamp.from(now.minus(settings.longWindow())))
        .param("name", name)
        .query(
            (row, count) -> new Counted(scope, name, row.getLong("calls"), row.getLong("lately")))
        .single();
  }

  void called(String plan, Traits traits, boolean agreed, Instant now) {
    jdbc.sql(
            """
            insert into muster_destruction_call
              (plan, called_at, source, department, manager, connection, agreed)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            plan,
            Timestamp.from(now),
            traits.source(),
            traits.department(),
            traits.manager(),
            traits.connection(),
            agreed)
        .update();
    goesOn(plan);
  }

  @Nullable Long managed() {
    return jdbc.sql("select devices from muster_managed_devices where id = 1")
        .query(Long.class)
        .optional()
        .orElse(null);
  }

  /** Keeps how many devices are managed; the same number again is not written. */
  void managed(long devices, Instant now) {
    jdbc.sql(
            """
            insert into muster_managed_devices (id, devices, counted_at) values (1, ?, ?)
            on conflict (id) do update
              set devices = excluded.devices, counted_at = excluded.counted_at
              where muster_managed_devices.devices <> excluded.devices
            """)
        .params(devices, Timestamp.from(now))
        .update();
  }

  Optional<Opening> open(String list) {
    return jdbc.sql("select * from muster_breaker_opening where closed_at is null")
        .query((row, count) -> opening(row, list))
        .optional();
  }

  Opening find(long number, String list) {
    return jdbc.sql("select * from muster_breaker_opening where id = ?")
        .param(number)
        .query((row, count) -> opening(row, list))
        .single();
  }

  private Opening opening(ResultSet row, String list) throws SQLException {
    return new Opening(
        row.getLong("id"),
        row.getTimestamp("opened_at").toInstant(),
        row.getString("why"),
        instant(row.getTimestamp("closed_at")),
        closing(row.getLong("id"), list));
  }

  private List<Yes> closing(long opening, String list) {
    return jdbc.sql(
            "select * from muster_breaker_yes where opening = ? and list = ? order by agreed_at")
        .params(opening, list)
        .query((row, count) -> yes(row))
        .list();
  }

  static Yes yes(ResultSet row) throws SQLException {
    return new Yes(
        row.getString("agreed_by"),
        row.getTimestamp("agreed_at").toInstant(),
        row.getString("comment"));
  }

  void open(String why, Instant now) {
    jdbc.sql("insert into muster_breaker_opening (why, opened_at) values (?, ?)")
        .params(why, Timestamp.from(now))
        .update();
  }

  void agree(long opening, String list, Yes yes) {
    jdbc.sql(
            "insert into muster_breaker_yes (opening, list, agreed_by, comment, agreed_at) values (?, ?, ?, ?, ?)")
        .params(opening, list, yes.by(), yes.comment(), Timestamp.from(yes.at()))
        .update();
  }

  /** Closes it and lets exactly these through. */
  void close(long opening, List<Waiting> list, Instant now) {
    for (var waiting : list) {
      jdbc.sql(
              "insert into muster_breaker_pass (plan, opening) values (?, ?) on conflict (plan) do nothing")
          .params(waiting.plan(), opening)
          .update();
    }
    jdbc.sql("update muster_breaker_opening set closed_at = ? where id = ?")
        .params(Timestamp.from(now), opening)
        .update();
  }

  boolean passed(String plan) {
    return jdbc.sql("select count(*) from muster_breaker_pass where plan = ?")
            .param(plan)
            .query(Long.class)
            .single()
        > 0;
  }

  void waits(String plan, Instant now) {
    jdbc.sql(
            """
            insert into muster_destruction_waiting (plan, since, tried_at) values (?, ?, ?)
            on conflict (plan) do update set tried_at = excluded.tried_at
            """)
        .params(plan, Timestamp.from(now), Timestamp.from(now))
        .update();
  }

  void goesOn(String plan) {
    jdbc.sql("delete from muster_destruction_waiting where plan = ?").param(plan).update();
  }

  /**
   * What waits: of each device of a case the plan that was tried last, unless it was withdrawn, has
   * been agreed to, or was not tried since.
   */
  List<Waiting> waiting(Instant since) {
    return jdbc.sql(
            """
            select * from (
              select distinct on (plan.case_id, plan.device) plan.*, waiting.since
              from muster_destruction_waiting waiting
              join muster_wipe_plan plan on plan.id = waiting.plan
              where waiting.tried_at > :since
              order by plan.case_id, plan.device, waiting.tried_at desc, plan.id) newest
            where withdrawn_at is null
              and not exists (select 1 from muster_breaker_pass pass where pass.plan = newest.id)
            order by since, id
            """)
        .param("since", Timestamp.from(since))
        .query(
            (row, count) ->
                new Waiting(
                    row.getString("id"),
                    row.getString("case_id"),
                    row.getString("employee"),
                    row.getLong("device"),
                    row.getString("serial"),
                    WipeKind.valueOf(row.getString("kind")),
                    row.getTimestamp("since").toInstant()))
        .list();
  }
}
