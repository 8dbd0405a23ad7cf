package io.muster.process;

import io.muster.people.EmployeeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log a person can follow: one line per outcome, under the logger {@code muster.story}.
 *
 * <p>People appear by number only; logs travel further than databases.
 */
public final class ProcessLog {
  private static final Logger log = LoggerFactory.getLogger("muster.story");

  private ProcessLog() {}

  /** Tells what has happened to a person in a process. */
  public static void tell(String process, EmployeeId employee, String what) {
    log.info("{} {}: {}", process, employee, what);
  }
}
