package io.muster.devices;

import io.muster.people.EmployeeId;
import io.muster.safety.DeviceId;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what was seen in {@code muster_device_user} and {@code muster_device_sighting}. */
@Component
class JdbcKnownDevices implements KnownDevices {
  private final JdbcClient jdbc;
  private final Clock clock;

  JdbcKnownDevices(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void saw(EmployeeId employee, FleetUserId user) {
    jdbc.sql(
            """
            insert into muster_device_user (employee, device_user, seen_at) values (?, ?, ?)
            on conflict (employee, device_user) do update set seen_at = excluded.seen_at
            """)
        .params(employee.value(), user.value(), now())
        .update();
  }

  @Override
  public void saw(EmployeeId employee, Device device) {
    jdbc.sql(
            """
            insert into muster_device_sighting (device, serial, enrolled_at, employee, seen_at)
            values (:device, :serial, :enrolledAt, :employee, :now)
            on conflict (device, coalesce(enrolled_at, '-infinity'::timestamptz)) do update set
              serial = case when excluded.serial = '' then muster_device_sighting.serial
                else excluded.serial end,
              employee = excluded.employee, seen_at = excluded.seen_at, seen = excluded.seen
            """)
        .param("device", device.id().value())
        .param("serial", device.serial())
        .param(
            "enrolledAt", device.enrolledAt() == null ? null : Timestamp.from(device.enrolledAt()))
        .param("employee", employee.value())
        .param("now", now())
        .update();
  }

  @Override
  public Set<FleetUserId> usersOf(EmployeeId employee) {
    return jdbc.sql("select device_user from muster_device_user where employee = ?")
        .param(employee.value())
        .query((row, number) -> new FleetUserId(row.getString("device_user")))
        .set();
  }

  @Override
  public Map<FleetUserId, Set<EmployeeId>> holdersOf(Collection<FleetUserId> users) {
    var holders = new HashMap<FleetUserId, Set<EmployeeId>>();
    if (!users.isEmpty()) {
      jdbc.sql("select device_user, employee from muster_device_user where device_user in (:users)")
          .param("users", users.stream().map(FleetUserId::value).toList())
          .query(
              (ResultSet row) -> {
                holders
                    .computeIfAbsent(
                        new FleetUserId(row.getString("device_user")), any -> new HashSet<>())
                    .add(new EmployeeId(row.getString("employee")));
              });
    }
    return holders;
  }

  @Override
  public List<KnownDevice> devicesOf(EmployeeId employee) {
    return jdbc.sql(
            """
            select theirs.device, theirs.serial, theirs.enrolled_at from muster_device_sighting theirs
            where theirs.employee = :employee and not exists (
              select 1 from muster_device_sighting later
              where later.employee <> theirs.employee and later.seen > theirs.seen
                and (later.device = theirs.device
                  or theirs.serial <> '' and lower(later.serial) = lower(theirs.serial)))
            order by theirs.seen
            """)
        .param("employee", employee.value())
        .query(
            (row, number) ->
                new KnownDevice(
                    new DeviceId(row.getLong("device")),
                    row.getString("serial"),
                    instant(row.getTimestamp("enrolled_at"))))
        .list();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static @Nullable Instant instant(@Nullable Timestamp stored) {
    return stored == null ? null : stored.toInstant();
  }
}
