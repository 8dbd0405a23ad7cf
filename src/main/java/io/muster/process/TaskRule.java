package io.muster.process;

import java.util.List;

/**
 * What some tasks of a diagram must be like beyond what every task must. The deployment gate asks
 * each rule of every service task and receive task, and refuses the diagram if one complains.
 */
public interface TaskRule {
  /** What is wrong with the task; nothing if the rule is not about it. */
  List<Complaint> complaints(DrawnTask task, DrawnProcess within);

  /**
   * What is wrong, for the person who drew it.
   *
   * @param what continues "The task 'x' …"
   * @param remedy what to do about it
   */
  record Complaint(String what, String remedy) {}
}
