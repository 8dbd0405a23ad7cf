package io.muster.safety;

import static io.muster.safety.PlanStore.instant;
import static io.muster.safety.PlanStore.timestamp;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.FrozenLeaver.Naming;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whom each case is about, and what was theirs at first sight. The first word stays; what a later
 * one doubts is certain no more.
 */
@Component
class LeaverStore {
  /** A sweep looks at whoever another case was about, and is stopped by what is asked there. */
  private static final String ITSELF_OR_SWEPT =
      "(:case, (select sweep_of from muster_leaver where case_id = :case))";

  private final JdbcClient jdbc;

  LeaverStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void begin(Leaving leaving, Instant now) {
    demandSame(leaving.caseId(), leaving.employee());
    jdbc.sql(
            """
            update muster_leaver set
              reason = case when reason = 'INVOLUNTARY' then reason else :reason end,
              source = case when begun_at is null or :withForce then :source else source end,
              effective_at = :effective, begun_at = coalesce(begun_at, :now)
            where case_id = :case
            """)
        .param("reason", leaving.reason())
        .param("withForce", leaving.needsConsentToReturn())
        .param("source", leaving.source())
        .param("effective", Timestamp.from(leaving.effectiveAt()))
        .param("now", Timestamp.from(now))
        .param("case", leaving.caseId())
        .update();
    if (leaving.immediate()) {
      jdbc.sql(
              "update muster_leaver set immediate = true, immediate_since = ? where case_id = ? and not immediate")
          .params(Timestamp.from(now), leaving.caseId())
          .update();
    }
  }

  void beginSweep(String sweep, String offboarding, Instant now) {
    employee(offboarding).ifPresent(employee -> demandSame(sweep, employee));
    jdbc.sql(
            """
            update muster_leaver sweep set
              reason = was.reason, immediate = was.immediate, immediate_since = was.immediate_since,
              source = was.source, effective_at = was.effective_at, begun_at = :now, sweep_of = :offboarding
            from muster_leaver was
            where sweep.case_id = :sweep and was.case_id = :offboarding and was.begun_at is not null
            """)
        .param("sweep", sweep)
        .param("offboarding", offboarding)
        .param("now", Timestamp.from(now))
        .update();
    // whoever asked for the leaving agrees to no wipe of its later looks either
    jdbc.sql(
            """
            insert into muster_leaver_requester (case_id, name, names, deed, requested_at)
            select ?, name, names, deed, requested_at from muster_leaver_requester where case_id = ?
            on conflict do nothing
            """)
        .params(sweep, offboarding)
        .update();
  }

  void requested(String caseId, Requester requester, Instant now) {
    jdbc.sql(
            """
            insert into muster_leaver_requester (case_id, name, names, deed, requested_at)
            select case_id, :name, :names, :deed, :now from muster_leaver where case_id = :case
            on conflict do nothing
            """)
        .param("name", requester.name())
        .param("names", String.join("\n", new TreeSet<>(requester.names())))
        .param("deed", requester.deed())
        .param("now", Timestamp.from(now))
        .param("case", caseId)
        .update();
  }

  /** Who asked for the leaving of this case. */
  List<Requester> requesters(String caseId) {
    return jdbc.sql(
            "select name, names, deed from muster_leaver_requester where case_id = ? order by requested_at, name")
        .param(caseId)
        .query(
            (row, number) ->
                new Requester(
                    row.getString("name"),
                    Set.of(row.getString("names").split("\n", -1)),
                    row.getString("deed")))
        .list();
  }

  Optional<Leaving> leaving(String caseId) {
    return jdbc.sql("select * from muster_leaver where case_id = ? and begun_at is not null")
        .param(caseId)
        .query((row, number) -> leaving(row))
        .optional();
  }

  Optional<Leaving> lastOf(EmployeeId employee) {
    return jdbc.sql(
            """
            select * from muster_leaver
            where employee = ? and begun_at is not null and sweep_of is null
            order by begun_at desc limit 1
            """)
        .param(employee.value())
        .query((row, number) -> leaving(row))
        .optional();
  }

  private static Leaving leaving(ResultSet row) throws SQLException {
    return new Leaving(
        row.getString("case_id"),
        new EmployeeId(row.getString("employee")),
        row.getString("reason"),
        row.getBoolean("immediate"),
        row.getString("source"),
        row.getTimestamp("effective_at").toInstant());
  }

  void freeze(LeaverSnapshot snapshot, Instant now) {
    demandSame(snapshot.caseId(), snapshot.employee());
    jdbc.sql("update muster_leaver set frozen_at = ? where case_id = ? and frozen_at is null")
        .params(Timestamp.from(now), snapshot.caseId())
        .update();
    snapshot
        .users()
        .forEach(
            (user, certain) ->
                add(snapshot.caseId(), user, certain, snapshot.bearers().get(user), now));
    snapshot.devices().forEach(device -> add(snapshot.caseId(), device, now));
  }

  /** Whoever bore the user first stays; that it is theirs for certain, no longer than it is. */
  private void add(
      String caseId, String user, boolean certain, @Nullable Bearer bearer, Instant now) {
    jdbc.sql(
            """
            insert into muster_leaver_user as known (case_id, user_id, certain, name, email, frozen_at)
            values (:case, :user, :certain, :name, :email, :now)
            on conflict (case_id, user_id) do update set
              certain = known.certain and excluded.certain,
              name = coalesce(known.name, excluded.name),
              email = case when known.name is null then excluded.email else known.email end
            """)
        .param("case", caseId)
        .param("user", user)
        .param("certain", certain)
        .param("name", bearer == null ? null : bearer.name())
        .param("email", bearer == null ? null : bearer.email())
        .param("now", Timestamp.from(now))
        .update();
  }

  private void add(String caseId, DeviceFacts device, Instant now) {
    jdbc.sql(
            """
            insert into muster_leaver_device (case_id, device, enrolled_at, serial, owner, ownership, enrolled,
              shared, recovery_key, frozen_at)
            values (:case, :device, :enrolledAt, :serial, :owner, :ownership, :enrolled, :shared, :key, :now)
            on conflict do nothing
            """)
        .param("case", caseId)
        .param("device", device.device().value())
        .param("enrolledAt", timestamp(device.enrolledAt()))
        .param("serial", device.serial())
        .param("owner", device.owner())
        .param("ownership", device.ownership().name())
        .param("enrolled", device.enrolled())
        .param("shared", device.shared().name())
        .param("key", device.recoveryKey().name())
        .param("now", Timestamp.from(now))
        .update();
  }

  /** Takes the row of the case, so that two who write at once write one after the other. */
  private void demandSame(String caseId, EmployeeId employee) {
    jdbc.sql("insert into muster_leaver (case_id, employee) values (?, ?) on conflict do nothing")
        .params(caseId, employee.value())
        .update();
    var known =
        jdbc.sql("select employee from muster_leaver where case_id = ? for update")
            .param(caseId)
            .query(String.class)
            .single();
    if (!known.equals(employee.value())) {
      throw new Refused(
          "Case %s is about employee %s and cannot become one about %s. Start a case for %s."
              .formatted(caseId, known, employee, employee));
    }
  }

  /** What was frozen for the case; empty if nothing ever was. */
  Optional<FrozenLeaver> frozen(String caseId) {
    return jdbc.sql(
            "select employee from muster_leaver where case_id = ? and frozen_at is not null")
        .param(caseId)
        .query(String.class)
        .optional()
        .map(
            employee ->
                new FrozenLeaver(
                    new EmployeeId(employee),
                    users(caseId),
                    devices(caseId),
                    named(caseId),
                    new LeaverNames(Set.of(), Set.of(), Set.of(), bearers(caseId))));
  }

  Optional<EmployeeId> employee(String caseId) {
    return jdbc.sql("select employee from muster_leaver where case_id = ?")
        .param(caseId)
        .query(String.class)
        .optional()
        .map(EmployeeId::new);
  }

  private Map<String, Boolean> users(String caseId) {
    var users = new HashMap<String, Boolean>();
    jdbc.sql("select user_id, certain from muster_leaver_user where case_id = ?")
        .param(caseId)
        .query(
            (ResultSet row) -> {
              users.put(row.getString("user_id"), row.getBoolean("certain"));
            });
    return users;
  }

  private Map<String, Bearer> bearers(String caseId) {
    var bearers = new HashMap<String, Bearer>();
    jdbc.sql(
            "select user_id, name, email from muster_leaver_user where case_id = ? and name is not null")
        .param(caseId)
        .query(
            (ResultSet row) -> {
              bearers.put(
                  row.getString("user_id"),
                  new Bearer(row.getString("name"), row.getString("email")));
            });
    return bearers;
  }

  private List<DeviceFacts> devices(String caseId) {
    return jdbc.sql("select * from muster_leaver_device where case_id = ?")
        .param(caseId)
        .query((row, number) -> device(row))
        .list();
  }

  private List<Naming> named(String caseId) {
    return jdbc.sql("select * from muster_leaver_device where case_id = ? and named_at is not null")
        .param(caseId)
        .query(
            (row, number) ->
                new Naming(
                    device(row),
                    row.getString("named_by"),
                    row.getTimestamp("named_at").toInstant()))
        .list();
  }

  /** A person says that this frozen life of a device is the leaver's; the first word stays. */
  void name(String caseId, DeviceFacts device, String by, Instant now) {
    jdbc.sql(
            """
            update muster_leaver_device set named_by = ?, named_at = ?
            where case_id = ? and device = ? and enrolled_at = ? and serial = ? and named_at is null
            """)
        .params(
            by,
            Timestamp.from(now),
            caseId,
            device.device().value(),
            timestamp(device.enrolledAt()),
            device.serial())
        .update();
  }

  private static DeviceFacts device(ResultSet row) throws SQLException {
    return new DeviceFacts(
        new DeviceId(row.getLong("device")),
        row.getString("serial"),
        row.getString("owner"),
        Ownership.valueOf(row.getString("ownership")),
        instant(row.getTimestamp("enrolled_at")),
        row.getBoolean("enrolled"),
        null,
        Known.valueOf(row.getString("shared")),
        Known.valueOf(row.getString("recovery_key")));
  }

  Set<DeviceId> devicesOf(String caseId) {
    return jdbc.sql("select distinct device from muster_leaver_device where case_id = ?")
        .param(caseId)
        .query((row, number) -> new DeviceId(row.getLong("device")))
        .set();
  }

  /** True if it was frozen, and every time as personal. */
  boolean wasPersonal(String caseId, DeviceId device) {
    return jdbc.sql(
            "select coalesce(bool_and(ownership = 'PERSONAL'), false) from muster_leaver_device where case_id = ? and device = ?")
        .params(caseId, device.value())
        .query(Boolean.class)
        .single();
  }

  /** Writes down who agreed that everything is given back, unless somebody has. */
  void returnAsked(String caseId, Instant now) {
    jdbc.sql("update muster_leaver set return_asked_at = ? where case_id = ?")
        .params(Timestamp.from(now), caseId)
        .update();
  }

  /** Somebody said that the leaving goes on. */
  void returnDeclined(String caseId, Instant now) {
    jdbc.sql(
            "update muster_leaver set return_asked_at = null, return_declined_at = ? where case_id = ?")
        .params(Timestamp.from(now), caseId)
        .update();
  }

  /** True if somebody said that the leaving goes on, whatever HR says. */
  boolean returnDeclined(String caseId) {
    return jdbc.sql(
            "select exists (select from muster_leaver where case_id in "
                + ITSELF_OR_SWEPT
                + " and return_declined_at is not null and return_asked_at is null)")
        .param("case", caseId)
        .query(Boolean.class)
        .single();
  }

  /** A case of the same person that began after this one, if both began by a word of HR. */
  Optional<String> laterCase(String caseId) {
    return jdbc.sql(
            """
            select later.case_id from muster_leaver this
            join muster_leaver later on later.employee = this.employee
              and later.begun_at > this.begun_at and later.case_id <> this.case_id
            where this.case_id = ? order by later.begun_at desc limit 1
            """)
        .param(caseId)
        .query(String.class)
        .optional();
  }

  /** True while it is open whether the person returns. */
  boolean awaitsAnswerToReturn(String caseId) {
    return jdbc.sql(
                "select count(*) from muster_leaver where case_id in "
                    + ITSELF_OR_SWEPT
                    + " and return_asked_at is not null")
            .param("case", caseId)
            .query(Integer.class)
            .single()
        > 0;
  }

  void leavesAgain(String caseId, Instant now) {
    jdbc.sql(
            "update muster_leaver set return_asked_at = null, leaves_again_at = ? where case_id = ?")
        .params(Timestamp.from(now), caseId)
        .update();
  }

  void agreeToReturn(String caseId, String by, String comment, Instant now) {
    jdbc.sql("select employee from muster_leaver where case_id = ? for update")
        .param(caseId)
        .query(String.class)
        .single();
    if (!agreedToReturn(caseId)) {
      jdbc.sql(
              "insert into muster_leaver_return (case_id, agreed_by, comment, agreed_at) values (?, ?, ?, ?)")
          .params(caseId, by, comment, Timestamp.from(now))
          .update();
    }
  }

  /** True if somebody agreed, and HR has not said "now" since. */
  boolean agreedToReturn(String caseId) {
    return jdbc.sql(
                """
                select count(*) from muster_leaver_return agreed
                join muster_leaver leaver on leaver.case_id = agreed.case_id
                where agreed.case_id = ?
                  and (leaver.immediate_since is null or agreed.agreed_at >= leaver.immediate_since)
                  and (leaver.leaves_again_at is null or agreed.agreed_at > leaver.leaves_again_at)
                """)
            .param(caseId)
            .query(Integer.class)
            .single()
        > 0;
  }
}
