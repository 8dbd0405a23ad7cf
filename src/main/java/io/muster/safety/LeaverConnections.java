package io.muster.safety;

import io.muster.people.EmployeeId;
import java.util.Optional;

/** Knows in which directory a person's account lives. */
public interface LeaverConnections {
  /** The configured name of the directory; empty if nobody knows of an account. */
  Optional<String> of(EmployeeId employee);
}
