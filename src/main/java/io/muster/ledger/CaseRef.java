package io.muster.ledger;

import io.muster.people.EmployeeId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf this thread works.
 *
 * @param process the process's key, such as {@code offboarding}
 * @param id the process instance's id
 * @param employee the person the case is about
 * @param step the diagram element at work
 */
public record CaseRef(String process, String id, EmployeeId employee, String step) {
  private static final ThreadLocal<@Nullable CaseRef> CURRENT = new ThreadLocal<>();

  /**
   * The case this thread works for.
   *
   * @throws IllegalStateException if nobody said
   */
  public static CaseRef current() {
    var current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("no case: effects happen inside a step");
    }
    return current;
  }

  /** Does the work on behalf of this case. */
  public <T> T during(Supplier<T> work) {
    var before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
