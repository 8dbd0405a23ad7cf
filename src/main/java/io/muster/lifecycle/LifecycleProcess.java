package io.muster.lifecycle;

import io.muster.people.EmploymentChange;
import io.muster.process.ProcessVocabulary;
import java.util.Map;
import java.util.Set;

/** One process of a person's life here: which change starts it, and with which variables. */
public interface LifecycleProcess extends ProcessVocabulary {
  /** The {@code type} by which HR asks for this process, such as {@code worker.hired}. */
  String eventType();

  /** True if this change asks for this process. */
  boolean startsOn(EmploymentChange change);

  /**
   * The ids of its timers between two looks at a directory, which end early when the directory says
   * that something has changed.
   */
  default Set<String> waitsForDirectory() {
    return Set.of();
  }

  /** The variables the process starts with. */
  Map<String, Object> startingWith(EmploymentChange change);
}
