package io.muster.people;

import java.util.Optional;
import java.util.Set;

/** Everybody HR has told us about, as last told. */
public interface Workforce {
  /** Finds a person by number. */
  Optional<Worker> find(EmployeeId employee);

  /**
   * Keeps what HR says now; a later word replaces an earlier one, except that no word lifts a legal
   * hold.
   */
  void know(Worker worker);

  /** How many people work here, as far as HR has told us: all but those who leave or have left. */
  long employed();

  /** Every work address HR ever told of this person, the present one too. */
  default Set<String> addressesOf(EmployeeId employee) {
    return find(employee).map(worker -> Set.of(worker.workEmail())).orElse(Set.of());
  }

  /**
   * Those of these addresses that are, by now, the work address of somebody else who works here.
   *
   * @param employee whose own address does not count
   */
  default Set<String> takenByOthers(EmployeeId employee, Set<String> addresses) {
    return Set.of();
  }

  /** Every full name HR ever told of this person, the present one too. */
  default Set<String> namesOf(EmployeeId employee) {
    return find(employee).map(worker -> Set.of(worker.fullName())).orElse(Set.of());
  }

  /** Every login that an account of this person's was ever seen to have. */
  default Set<String> loginsOf(EmployeeId employee) {
    return Set.of();
  }

  /** Keeps a login that an account of this person's was seen to have. */
  default void sawLogin(EmployeeId employee, String login) {}
}
