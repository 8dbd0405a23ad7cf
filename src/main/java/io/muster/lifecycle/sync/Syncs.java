package io.muster.lifecycle.sync;

import io.muster.directory.DirectoryChangedEvent;
import io.muster.lifecycle.Cases;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.SyncRuns;
import io.muster.lifecycle.sync.SyncProperties.Connection;
import io.muster.remote.RemoteFailure.Misconfigured;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts each sync when it is due: by schedule, or sooner when the directory has news. */
@Component
class Syncs implements SyncRuns {
  private static final Logger log = LoggerFactory.getLogger(Syncs.class);

  private final SyncProperties properties;
  private final JdbcClient jdbc;
  private final Cases cases;
  private final RuntimeService engine;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Syncs(
      SyncProperties properties,
      JdbcClient jdbc,
      Cases cases,
      RuntimeService engine,
      PlatformTransactionManager transactions,
      Clock clock) {
    properties.check();
    this.properties = properties;
    this.jdbc = jdbc;
    this.cases = cases;
    this.engine = engine;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** The connections that are mirrored. */
  Set<String> connections() {
    return properties.connections().keySet();
  }

  /**
   * How this connection is mirrored.
   *
   * @throws Misconfigured if it is not
   */
  Connection named(String name) {
    var connection = properties.connections().get(name);
    if (connection == null) {
      throw new Misconfigured(
          "Nothing says which groups of '%s' to mirror; set muster.sync.connections.%1$s.groups."
              .formatted(name));
    }
    return connection;
  }

  /** True if this connection is mirrored, and its groups are filled by us. */
  boolean fills(String name) {
    var connection = properties.connections().get(name);
    return connection != null && connection.mode() == SyncProperties.Mode.LOCAL_USERS;
  }

  /** The directory says that something changed: the next run begins soon. */
  @EventListener
  void hear(DirectoryChangedEvent news) {
    var connection = properties.connections().get(news.connection());
    if (connection != null) {
      jdbc.sql("update muster_sync set due_at = least(due_at, ?) where connection = ?")
          .params(Timestamp.from(clock.instant().plus(connection.quiet())), news.connection())
          .update();
    }
  }

  @Override
  public boolean runSoon(String connection) {
    if (!connections().contains(connection)) {
      return false;
    }
    var now = Timestamp.from(clock.instant());
    jdbc.sql(
            """
            insert into muster_sync as s (connection, due_at) values (?, ?)
            on conflict (connection) do update set due_at = least(s.due_at, excluded.due_at)
            """)
        .params(connection, now)
        .update();
    return true;
  }

  /**
   * Starts what is due and does not run yet, on whichever node; one broken start stops no other.
   */
  void startDue() {
    for (var connection : connections()) {
      try {
        startIfDue(connection);
      } catch (RuntimeException passing) {
        log.warn("The sync of {} could not be started; trying again.", connection, passing);
      }
    }
  }

  private void startIfDue(String connection) {
    transaction.executeWithoutResult(
        status -> {
          if (isDue(connection) && !start(connection)) {
            status.setRollbackOnly();
          }
        });
  }

  private boolean isDue(String connection) {
    jdbc.sql("insert into muster_sync (connection, due_at) values (?, ?) on conflict do nothing")
        .params(connection, Timestamp.from(clock.instant()))
        .update();
    // a row that another node holds is being dealt with
    return jdbc.sql(
            """
            select 1 from muster_sync where connection = ? and due_at <= ?
            and not exists (select 1 from muster_case where process = ? and employee = ?)
            for update skip locked
            """)
        .params(
            connection,
            Timestamp.from(clock.instant()),
            DirectorySync.KEY,
            DirectorySync.standingFor(connection).value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private boolean start(String connection) {
    var started =
        engine.startProcessInstanceByKey(
            DirectorySync.KEY,
            "%s/%s".formatted(connection, clock.instant()),
            Map.of(LifecycleVariables.CONNECTION.name(), connection));
    return cases.open(DirectorySync.KEY, DirectorySync.standingFor(connection), started.getId());
  }
}
