package io.muster.lifecycle;

import io.muster.people.EmployeeId;

/** What HR has said last about whether somebody works here. */
public interface Departures {
  /** True if HR has said that this person leaves or has left, and has not hired them since. */
  boolean leaves(EmployeeId employee);
}
