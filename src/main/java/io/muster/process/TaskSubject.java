package io.muster.process;

import io.muster.people.EmployeeId;

/** Says in one line whom a task is about, for the person who opens it. */
public interface TaskSubject {
  /** The person in words; at least the number, where nothing else is known. */
  String about(EmployeeId employee);
}
