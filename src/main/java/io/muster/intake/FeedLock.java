package io.muster.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets one node at a time have a feed; the others do without rather than wait.
 *
 * <p>The lock is a row that its holder renews, by the clock of the database. It needs neither a
 * database session, which a pooler such as PgBouncer hands to others between two transactions, nor
 * a transaction that is open for as long as a workforce takes. A node that dies has it for no
 * longer than {@link #HELD}. It keeps things in order; that nothing acts twice is the inbox's
 * doing, even if this lock were lost.
 */
public final class FeedLock {
  private static final Logger log = LoggerFactory.getLogger(FeedLock.class);

  /** How long it is held without being renewed. */
  static final Duration HELD = Duration.ofSeconds(30);

  private static final Duration RENEWED = Duration.ofSeconds(10);
  private static final ScheduledExecutorService RENEWALS =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "feed-locks");
            thread.setDaemon(true);
            return thread;
          });

  private final JdbcClient jdbc;
  private final String feed;

  /**
   * A lock that is not asked for yet.
   *
   * @param feed the same on every node, another one for each feed
   */
  public FeedLock(DataSource database, String feed) {
    this.jdbc = JdbcClient.create(database);
    this.feed = feed;
  }

  /** Does the work, unless another node has the feed right now. */
  public <T> Optional<T> whileHeld(Callable<T> work) throws Exception {
    var holder = UUID.randomUUID().toString();
    if (!take(holder)) {
      return Optional.empty();
    }
    var renewal =
        RENEWALS.scheduleWithFixedDelay(
            () -> renew(holder), RENEWED.toMillis(), RENEWED.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return Optional.of(work.call());
    } finally {
      renewal.cancel(false);
      release(holder);
    }
  }

  private void release(String holder) {
    try {
      jdbc.sql("delete from muster_feed_lease where feed = ? and holder = ?")
          .params(feed, holder)
          .update();
    } catch (DataAccessException passing) {
      log.warn("The lock of the feed {} could not be released; it ends by itself.", feed, passing);
    }
  }

  private boolean take(String holder) {
    return jdbc.sql(
                """
                insert into muster_feed_lease as l (feed, holder, held_until)
                values (?, ?, clock_timestamp() + make_interval(secs => ?))
                on conflict (feed) do update
                set holder = excluded.holder, held_until = excluded.held_until
                where l.held_until <= clock_timestamp()
                """)
            .params(feed, holder, HELD.toSeconds())
            .update()
        == 1;
  }

  private void renew(String holder) {
    try {
      jdbc.sql(
              """
              update muster_feed_lease
              set held_until = clock_timestamp() + make_interval(secs => ?)
              where feed = ? and holder = ?
              """)
          .params(HELD.toSeconds(), feed, holder)
          .update();
    } catch (DataAccessException passing) {
      log.warn("The lock of the feed {} could not be renewed; trying again.", feed, passing);
    }
  }
}
