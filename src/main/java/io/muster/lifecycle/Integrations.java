package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.List;

/**
 * What reaches other systems in somebody's own name, and stops once that person is barred: a key
 * that acts for whoever made it, an administrator whom a service account stands for.
 */
public interface Integrations {
  /** What runs in this person's name; empty if nothing does. */
  List<Integration> of(EmployeeId employee);

  /**
   * One integration.
   *
   * @param name its name in the configuration
   * @param words what it is and where its owner is named, for operators
   */
  record Integration(String name, String words) {}
}
