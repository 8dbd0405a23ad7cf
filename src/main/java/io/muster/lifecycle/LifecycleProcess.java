package io.muster.lifecycle;

import io.muster.people.EmploymentChange;
import io.muster.process.ProcessVocabulary;
import java.util.Map;

/** One process of a person's life here: which change starts it, and with which variables. */
public interface LifecycleProcess extends ProcessVocabulary {
  /** The {@code type} by which HR asks for this process, such as {@code worker.hired}. */
  String eventType();

  /** True if this change asks for this process. */
  boolean startsOn(EmploymentChange change);

  /** The variables the process starts with. */
  Map<String, Object> startingWith(EmploymentChange change);
}
