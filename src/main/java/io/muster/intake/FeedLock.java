package io.muster.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;

/**
 * Lets one node at a time have a feed; the others do without rather than wait.
 *
 * <p>The lock is the database session's, so that it goes with a node that dies, and holds no
 * transaction open while a long file or a whole workforce is taken in. It keeps things in order;
 * that nothing acts twice is the inbox's doing, even if this lock were lost.
 */
public final class FeedLock {
  private static final int OURS = 0x6d737472;

  private final DataSource database;
  private final int feed;

  /**
   * A lock that is not asked for yet.
   *
   * @param feed the same on every node, another one for each feed
   */
  public FeedLock(DataSource database, String feed) {
    this.database = database;
    this.feed = feed.hashCode();
  }

  /** Does the work, unless another node has the feed right now. */
  public <T> Optional<T> whileHeld(Callable<T> work) throws Exception {
    try (var session = database.getConnection()) {
      if (!ask(session, "select pg_try_advisory_lock(?, ?)")) {
        return Optional.empty();
      }
      try {
        return Optional.of(work.call());
      } finally {
        ask(session, "select pg_advisory_unlock(?, ?)");
      }
    } catch (SQLException failure) {
      throw new SQLErrorCodeSQLExceptionTranslator("PostgreSQL")
          .translate("lock of an HR feed", null, failure);
    }
  }

  private boolean ask(Connection session, String question) throws SQLException {
    try (var statement = session.prepareStatement(question)) {
      statement.setInt(1, OURS);
      statement.setInt(2, feed);
      try (var answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
