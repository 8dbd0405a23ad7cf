package io.muster.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One real PostgreSQL per JVM; every caller gets a database of its own. */
public final class Postgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Postgres() {}

  /** The JDBC URL of a fresh, empty database; user and password are {@code postgres}. */
  public static String emptyDatabase() {
    var name = "muster" + NUMBER.incrementAndGet();
    try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return Server.INSTANCE.getJdbcUrl("postgres", name);
  }

  /** A fresh database with our tables in it. */
  public static DataSource dataSource() {
    var source = new DriverManagerDataSource(emptyDatabase(), "postgres", "postgres");
    Flyway.configure().dataSource(source).load().migrate();
    return source;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "600")
            .setServerConfig("fsync", "off")
            .start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
