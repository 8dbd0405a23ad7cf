package io.muster.directory.google;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets one node at a time do some work for a connection; the others do without rather than wait.
 *
 * <p>A node that dies holds it until it ends by itself. No database session is held meanwhile.
 */
final class NodeLease {
  private final JdbcClient jdbc;
  private final String connection;
  private final Clock clock;

  NodeLease(JdbcClient jdbc, String connection, Clock clock) {
    this.jdbc = jdbc;
    this.connection = connection;
    this.clock = clock;
  }

  /** Does the work, unless another node is at it. */
  <T> Optional<T> during(String work, Duration longest, Supplier<T> doing) {
    var name = work + "/" + connection;
    var holder = UUID.randomUUID().toString();
    var now = clock.instant();
    var ours =
        jdbc.sql(
                """
                insert into muster_google_lease as l (work, holder, held_until) values (?, ?, ?)
                on conflict (work) do update
                set holder = excluded.holder, held_until = excluded.held_until
                where l.held_until <= ?
                """)
            .params(name, holder, Timestamp.from(now.plus(longest)), Timestamp.from(now))
            .update();
    if (ours == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(doing.get());
    } finally {
      jdbc.sql("delete from muster_google_lease where work = ? and holder = ?")
          .params(name, holder)
          .update();
    }
  }
}
