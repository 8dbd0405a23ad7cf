package io.muster.safety;

import static io.muster.safety.PlanStore.timestamp;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whose each device was, in one enrolment, as far as we saw it.
 *
 * <p>A sighting is kept by itself: what a refused plan has seen is evidence for the next.
 */
@Component
class OwnerSightings {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerSightings.class);
  private static final String THIS_LIFE =
      "device = :device and enrolled_at = coalesce(cast(:enrolledAt as timestamptz), '-infinity')";

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;

  OwnerSightings(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Notes whose the device is; that it belongs to nobody tells of no other owner. */
  void note(DeviceFacts live, Instant now) {
    if (live.owner() == null) {
      return;
    }
    try {
      alone.executeWithoutResult(transaction -> write(live, now));
    } catch (DataAccessException | TransactionException failed) {
      LOG.warn("whose device {} was seen to be could not be noted", live.device(), failed);
    }
  }

  private void write(DeviceFacts live, Instant now) {
    var newest = owners(live).stream().reduce((earlier, later) -> later);
    var bearer = live.bearer();
    var name = bearer == null ? null : bearer.name();
    var email = bearer == null ? null : bearer.email();
    if (newest.isPresent() && newest.get().holder().mayBe(holder(live))) {
      jdbc.sql(
              "update muster_device_owner set last_seen = ?, owner_name = coalesce(?, owner_name), owner_email = coalesce(?, owner_email) where id = ?")
          .params(Timestamp.from(now), name, email, newest.get().id())
          .update();
      return;
    }
    jdbc.sql(
            """
            insert into muster_device_owner
              (device, enrolled_at, serial, owner, owner_name, owner_email, first_seen, last_seen)
            values (:device, coalesce(cast(:enrolledAt as timestamptz), '-infinity'), :serial, :owner, :name, :email,
              :now, :now)
            """)
        .param("device", live.device().value())
        .param("enrolledAt", timestamp(live.enrolledAt()))
        .param("serial", live.serial())
        .param("owner", live.owner())
        .param("name", name)
        .param("email", email)
        .param("now", Timestamp.from(now))
        .update();
  }

  /** When the device was last seen to go to another owner, if less than the span ago. */
  Optional<Instant> reassigned(DeviceFacts live, Duration span, Instant now) {
    var owners = owners(live);
    for (int later = owners.size() - 1; later >= 0; later--) {
      var owner = owners.get(later);
      if (later == owners.size() - 1
          && live.owner() != null
          && !owner.holder().mayBe(holder(live))) {
        return Optional.of(now);
      }
      if (later > 0 && !owners.get(later - 1).holder().mayBe(owner.holder())) {
        return Optional.of(owner.firstSeen()).filter(at -> now.isBefore(at.plus(span)));
      }
    }
    return Optional.empty();
  }

  /** Whose the device was when it was last somebody's, if that was seen after this moment. */
  Optional<Holder> lastOwner(DeviceFacts live, Instant after) {
    return owners(live).stream()
        .reduce((earlier, later) -> later)
        .filter(last -> last.lastSeen().isAfter(after))
        .map(Sighted::holder);
  }

  private List<Sighted> owners(DeviceFacts live) {
    return jdbc.sql(
            "select id, owner, owner_name, owner_email, first_seen, last_seen from muster_device_owner where %s order by first_seen, id"
                .formatted(THIS_LIFE))
        .param("device", live.device().value())
        .param("enrolledAt", timestamp(live.enrolledAt()))
        .query(
            (row, number) ->
                new Sighted(
                    row.getLong("id"),
                    new Holder(
                        row.getString("owner"),
                        bearer(row.getString("owner_name"), row.getString("owner_email"))),
                    row.getTimestamp("first_seen").toInstant(),
                    row.getTimestamp("last_seen").toInstant()))
        .list();
  }

  private record Sighted(long id, Holder holder, Instant firstSeen, Instant lastSeen) {}

  private static @Nullable Bearer bearer(@Nullable String name, @Nullable String email) {
    return name == null ? null : new Bearer(name, email);
  }

  private static Holder holder(DeviceFacts live) {
    return new Holder(Objects.requireNonNull(live.owner()), live.bearer());
  }

  /** A user, and who bore it, if that was shown. */
  record Holder(String owner, @Nullable Bearer bearer) {
    /** True unless this was another user, or the user was somebody else's. */
    boolean mayBe(Holder other) {
      return owner.equals(other.owner)
          && (bearer == null || other.bearer == null || bearer.mayBe(other.bearer));
    }
  }
}
