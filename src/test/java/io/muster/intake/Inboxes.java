package io.muster.intake;

import io.muster.lifecycle.Lifecycle;
import io.muster.testing.InMemoryHolds;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The real inbox before a lifecycle of the test's own. */
public final class Inboxes {
  private Inboxes() {}

  /** What the inbox is told about how long to keep things. */
  public static void keepForHalfAYear(GenericApplicationContext context) {
    context.registerBean(
        RetentionProperties.class, () -> new RetentionProperties(Duration.ofDays(180)));
  }

  /** An inbox as one node has it. */
  public static Inbox on(DataSource database, Lifecycle lifecycle, Clock clock) {
    return new JdbcInbox(
        JdbcClient.create(database),
        lifecycle,
        new InMemoryHolds(clock),
        new JdbcTransactionManager(database),
        event -> {},
        clock);
  }
}
