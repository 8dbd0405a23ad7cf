package io.muster.safety;

import io.muster.people.EmployeeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one HR source from locking many people out at once: a truncated file, a wrong filter or a
 * stolen key looks like a wave of leavers.
 */
public interface LeaverLimit {
  /**
   * Counts an offboarding, in the caller's transaction; other nodes wait for its end.
   *
   * @param agreedBy who agreed to exactly this one, which then counts for no limit, or null
   * @return why it is more than ordinary, and nothing was counted; empty if it was
   */
  Optional<String> count(Begun begun, @Nullable String agreedBy);

  /** The most offboardings that one source can begin in a window before a person has to look. */
  long ordinary();

  /**
   * An offboarding that begins.
   *
   * @param source the HR source that said so
   * @param caseId the process instance
   */
  record Begun(String source, EmployeeId employee, String caseId) {}
}
