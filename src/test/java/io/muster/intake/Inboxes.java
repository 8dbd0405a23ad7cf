package io.muster.intake;

import io.muster.lifecycle.Lifecycle;
import io.muster.testing.InMemoryHolds;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The real inbox before a lifecycle of the test's own. */
public final class Inboxes {
  private Inboxes() {}

  /** An inbox as one node has it. */
  public static Inbox on(DataSource database, Lifecycle lifecycle, Clock clock) {
    return new JdbcInbox(
        JdbcClient.create(database),
        lifecycle,
        new InMemoryHolds(clock),
        new JdbcTransactionManager(database),
        clock);
  }
}
