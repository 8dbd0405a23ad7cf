package io.muster.deployment;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The versions that made destruction easier, and since when. */
@Component
class LoosenedModels {
  /** What has versions. */
  enum Kind {
    PROCESS,
    DECISION
  }

  private final JdbcClient jdbc;

  LoosenedModels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Kind kind, String key, int version, Instant liveAt) {
    jdbc.sql(
            """
            insert into muster_loosened_model (kind, key, version, live_at) values (?, ?, ?, ?)
            on conflict (kind, key, version) do update set live_at = excluded.live_at
            """)
        .params(kind.name(), key, version, Timestamp.from(liveAt))
        .update();
  }

  /** True if there ever was one of this key. */
  boolean areThere(Kind kind, String key) {
    return jdbc.sql(
            "select exists (select 1 from muster_loosened_model where kind = ? and key = ?)")
        .params(kind.name(), key)
        .query(Boolean.class)
        .single();
  }

  /** The first version that became live after this instant; a case from then stays before it. */
  Optional<Integer> firstAfter(Kind kind, String key, Instant begun) {
    return jdbc.sql(
            """
            select version from muster_loosened_model where kind = ? and key = ? and live_at > ?
            order by live_at, version limit 1
            """)
        .params(kind.name(), key, Timestamp.from(begun))
        .query(Integer.class)
        .optional();
  }
}
