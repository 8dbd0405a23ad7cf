package io.muster.preflight;

import io.muster.people.EmployeeId;
import java.util.Set;

/** What the tables that are live, and the cases that run, count on elsewhere. */
public interface Expectations {
  /** The connections that new people may be routed to. */
  Set<String> connections();

  /** The groups that directories should have. */
  Set<String> groups();

  /** The policies that the fleet should have. */
  Set<String> policies();

  /** True if HR's newest word is that this person leaves, has left or does not come. */
  boolean leaves(EmployeeId employee);
}
