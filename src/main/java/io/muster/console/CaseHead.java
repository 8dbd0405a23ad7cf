package io.muster.console;

import io.muster.people.EmployeeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One process instance, running or ended.
 *
 * @param process the process's key
 * @param title the process's name
 * @param diagram the version of the diagram it runs on
 * @param version the number of that version
 * @param root the case it is part of; its own id if it is a whole case
 * @param employee whom it is about, or null if it is about no person
 * @param endedAs the name of the end it reached, or null while it runs
 */
record CaseHead(
    String id,
    String process,
    String title,
    String diagram,
    int version,
    String root,
    @Nullable EmployeeId employee,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String endedAs) {
  public boolean runs() {
    return endedAt == null;
  }

  public boolean isPart() {
    return !id.equals(root);
  }
}
