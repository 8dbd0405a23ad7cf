package io.muster.people;

/** What HR has said last about whether somebody works here. */
public interface Departures {
  /** True if HR's newest word is that this person leaves, has left or does not come. */
  boolean leaves(EmployeeId employee);
}
