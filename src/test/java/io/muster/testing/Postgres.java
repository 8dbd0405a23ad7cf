package io.muster.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One real PostgreSQL per JVM; every caller gets a database of its own. */
public final class Postgres implements LauncherSessionListener {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final AtomicReference<EmbeddedPostgres> RUNNING = new AtomicReference<>();

  /** The JDBC URL of a fresh, empty database; user and password are {@code postgres}. */
  public static String emptyDatabase() {
    return url(create("template1"));
  }

  /** A fresh database with our tables in it. */
  public static DataSource dataSource() {
    return source(create(Tables.TEMPLATE));
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
    return Server.INSTANCE.getJdbcUrl("postgres", name);
  }

  private static DataSource source(String name) {
    return new DriverManagerDataSource(url(name), "postgres", "postgres");
  }

  /**
   * Clears hundreds of databases away while there is time for it: the JVM is given half a minute to
   * end, then it is killed.
   */
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    OpenContexts.close();
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
      Flyway.configure().dataSource(source(name)).load().migrate();
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
