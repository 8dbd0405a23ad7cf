package io.muster.devices;

import io.muster.safety.Known;
import io.muster.safety.Ownership;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was read of single devices that lists do not say, kept in {@code muster_read_device}. For
 * forecasts alone: whoever acts on a device reads it as it is now.
 */
@Component
public class ReadDevices {
  private static final Duration GOOD_FOR = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final Clock clock;

  ReadDevices(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The device with what was read of it in this enrolment within a day; empty if nothing was. */
  public Optional<Device> completed(Device listed) {
    return jdbc.sql(
            """
            select * from muster_read_device
            where device = :device and serial = :serial and read_at > :since
              and enrolled_at is not distinct from :enrolledAt::timestamptz
            """)
        .param("device", listed.id().value())
        .param("serial", listed.serial())
        .param("since", Timestamp.from(clock.instant().minus(GOOD_FOR)))
        .param("enrolledAt", timestamp(listed.enrolledAt()))
        .query(
            (row, number) ->
                new Device(
                    listed.id(),
                    listed.name(),
                    listed.model(),
                    listed.platform(),
                    listed.serial(),
                    Ownership.valueOf(row.getString("ownership")),
                    listed.owner(),
                    listed.enrolledAt(),
                    listed.lastSeen(),
                    listed.enrolled(),
                    Known.valueOf(row.getString("shared")),
                    Known.valueOf(row.getString("recovery_key")),
                    listed.bearer()))
        .optional();
  }

  /** Keeps what was read just now. */
  public void keep(Device read) {
    jdbc.sql(
            """
            insert into muster_read_device
              (device, serial, enrolled_at, ownership, shared, recovery_key, read_at)
            values (:device, :serial, :enrolledAt, :ownership, :shared, :key, :now)
            on conflict (device) do update set serial = excluded.serial,
              enrolled_at = excluded.enrolled_at, ownership = excluded.ownership,
              shared = excluded.shared, recovery_key = excluded.recovery_key,
              read_at = excluded.read_at
            """)
        .param("device", read.id().value())
        .param("serial", read.serial())
        .param("enrolledAt", timestamp(read.enrolledAt()))
        .param("ownership", read.ownership().name())
        .param("shared", read.shared().name())
        .param("key", read.recoveryKey().name())
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
