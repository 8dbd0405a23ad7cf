package io.muster.node;

import io.muster.node.Sighting.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * Looks at the database by a connection of its own. One of the pool would have to be waited for
 * while the database does not answer.
 */
final class DatabaseProbe implements AutoCloseable {
  private static final String SECONDS = "1";
  private static final String QUESTION =
      "select clock_timestamp(), pg_is_in_recovery() or current_setting('transaction_read_only')::boolean";

  private final JdbcConnectionDetails database;
  private final Clock wall;
  private @Nullable Connection open;

  DatabaseProbe(JdbcConnectionDetails database, Clock wall) {
    this.database = database;
    this.wall = wall;
  }

  /** Looks now; takes no more than about two seconds. */
  Sighting look() {
    try {
      return ask(connection());
    } catch (SQLException gone) {
      close();
      return new Sighting(
          wall.instant(),
          Database.GONE,
          null,
          "The database does not answer (%s). Start it, or see to the network between."
              .formatted(gone.getSQLState()));
    }
  }

  private Sighting ask(Connection connection) throws SQLException {
    var before = wall.instant();
    try (var statement = connection.prepareStatement(QUESTION);
        var answer = statement.executeQuery()) {
      answer.next();
      var after = wall.instant();
      var there = answer.getTimestamp(1).toInstant();
      var readOnly = answer.getBoolean(2);
      return new Sighting(
          after,
          readOnly ? Database.READ_ONLY : Database.WRITABLE,
          off(before, there, after),
          readOnly
              ? "The database takes no writes. Name the primary in spring.datasource.url, or make it writable."
              : null);
    }
  }

  /** What the answer's way may account for counts for nothing. */
  static Duration off(Instant before, Instant there, Instant after) {
    if (there.isBefore(before)) {
      return Duration.between(there, before);
    }
    return there.isAfter(after) ? Duration.between(there, after) : Duration.ZERO;
  }

  private Connection connection() throws SQLException {
    if (open == null) {
      var how = new Properties();
      how.setProperty("user", String.valueOf(database.getUsername()));
      how.setProperty("password", String.valueOf(database.getPassword()));
      how.setProperty("loginTimeout", SECONDS);
      how.setProperty("connectTimeout", SECONDS);
      how.setProperty("socketTimeout", SECONDS);
      how.setProperty("prepareThreshold", "0");
      how.setProperty("ApplicationName", "muster-probe");
      open = DriverManager.getConnection(database.getJdbcUrl(), how);
    }
    return open;
  }

  @Override
  public void close() {
    if (open != null) {
      try {
        open.close();
      } catch (SQLException alreadyGone) {
        // that is why it is closed
      }
      open = null;
    }
  }
}
