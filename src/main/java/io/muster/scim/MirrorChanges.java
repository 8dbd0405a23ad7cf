package io.muster.scim;

import io.muster.directory.Roster.Change.Kind;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes down in {@code muster_scim_change} what changes in a mirror. The writes of one client come
 * one after the other, so a greater number was never committed before a smaller one.
 */
@Component
class MirrorChanges {
  private final JdbcClient jdbc;
  private final Clock clock;

  MirrorChanges(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A group, or one of its members each if users are named; null for none of them. */
  void note(String client, Kind kind, UUID group, @Nullable Collection<UUID> users) {
    if (users == null) {
      insert(client, kind, group, null);
      return;
    }
    jdbc.sql(
            """
            insert into muster_scim_change (client, kind, group_id, user_id, at)
            select :client, :kind, :group, member, :at from unnest(cast(:users as uuid[])) member
            """)
        .param("client", client)
        .param("kind", kind.name())
        .param("group", group)
        .param("users", users.toArray(new UUID[0]))
        .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
  }

  /** A user, whatever group it is in. */
  void note(String client, Kind kind, UUID user) {
    insert(client, kind, null, user);
  }

  private void insert(String client, Kind kind, @Nullable UUID group, @Nullable UUID user) {
    jdbc.sql(
            """
            insert into muster_scim_change (client, kind, group_id, user_id, at)
            values (:client, :kind, :group, :user, :at)
            """)
        .param("client", client)
        .param("kind", kind.name())
        .param("group", group)
        .param("user", user)
        .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
  }
}
