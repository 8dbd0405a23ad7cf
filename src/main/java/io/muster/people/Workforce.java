package io.muster.people;

import java.util.Optional;

/** Everybody HR has told us about, as last told. */
public interface Workforce {
  /** Finds a person by number. */
  Optional<Worker> find(EmployeeId employee);

  /**
   * Keeps what HR says now; a later word replaces an earlier one, except that no word lifts a legal
   * hold.
   */
  void know(Worker worker);
}
