package io.muster.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** One real PostgreSQL per JVM; every caller gets a database of its own. */
public final class Postgres implements LauncherSessionListener {
  private static final String USER = "postgres";
  private static final int MOST_CONNECTIONS = 30;
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Queue<HikariDataSource> POOLS = new ConcurrentLinkedQueue<>();
  private static final AtomicReference<EmbeddedPostgres> RUNNING = new AtomicReference<>();

  /** The JDBC URL of a fresh, empty database; user and password are {@code postgres}. */
  public static String emptyDatabase() {
    return url(create("template1"));
  }

  /** A fresh database with our tables in it, and connections that are kept, as the service does. */
  public static DataSource dataSource() {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url(create(Tables.TEMPLATE)));
    pool.setUsername(USER);
    pool.setPassword(USER);
    pool.setMaximumPoolSize(MOST_CONNECTIONS);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(SHORTEST_IDLE.toMillis());
    POOLS.add(pool);
    // a context that is handed this one does not close it for others
    return new DelegatingDataSource(pool);
  }

  private static String create(String template) {
    var name = "muster" + NUMBER.incrementAndGet();
    try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database %s template %s".formatted(name, template));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return name;
  }

  private static String url(String name) {
    return Server.INSTANCE.getJdbcUrl(USER, name);
  }

  /**
   * Clears hundreds of databases away while there is time for it: the JVM is given half a minute to
   * end, then it is killed.
   */
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    OpenContexts.close();
    POOLS.forEach(HikariDataSource::close);
    var server = RUNNING.getAndSet(null);
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Migrated once, copied for everybody who wants our tables. */
  private static final class Tables {
    static final String TEMPLATE = migrated();

    private static String migrated() {
      var name = create("template1");
      Flyway.configure().dataSource(url(name), USER, USER).load().migrate();
      return name;
    }
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        var server =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "600")
                .setServerConfig("fsync", "off")
                .start();
        RUNNING.set(server);
        return server;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
