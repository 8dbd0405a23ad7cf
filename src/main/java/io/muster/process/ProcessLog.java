package io.muster.process;

import io.muster.people.EmployeeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The log a person can follow: one line per outcome, under the logger {@code muster.story}.
 *
 * <p>People appear by number only; logs travel further than databases.
 */
public final class ProcessLog {
  /** The name of a transaction of which nothing is kept; nothing is told from it. */
  public static final String DRY_RUN = "muster dry run";

  private static final Logger log = LoggerFactory.getLogger("muster.story");

  private ProcessLog() {}

  /** Tells what has happened to a person in a process. */
  public static void tell(String process, EmployeeId employee, String what) {
    if (!isDryRun()) {
      log.info("{} {}: {}", process, employee, what);
    }
  }

  /** True inside a transaction of which nothing is kept. */
  public static boolean isDryRun() {
    return DRY_RUN.equals(TransactionSynchronizationManager.getCurrentTransactionName());
  }
}
