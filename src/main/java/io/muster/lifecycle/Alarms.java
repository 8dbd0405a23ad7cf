package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.process.ProcessVariable;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * Asks operators to see to an HR source or a connection, by a task; one about a source goes away
 * once that is well again.
 */
public interface Alarms {
  /** What an alarm is about: a source, a connection, or {@linkplain #ofLeaver a leaver}. */
  ProcessVariable<String> SOURCE = ProcessVariable.text("source");

  /** What an alarm about a leaver names in the place of a source. */
  static String ofLeaver(EmployeeId employee) {
    return "leaver." + employee;
  }

  /** The leaver an alarm is about, if it is about one. */
  static Optional<EmployeeId> leaverOf(DelegateExecution alarm) {
    return SOURCE
        .find(alarm)
        .filter(source -> source.startsWith("leaver."))
        .map(source -> new EmployeeId(source.substring("leaver.".length())));
  }

  /**
   * Asks, unless it is being asked already; in the caller's transaction.
   *
   * @param source the name of the source or connection
   * @param problem what is wrong and what to do next, for operators
   */
  void raise(String source, String problem);

  /**
   * Has what is being asked say this from now on; nothing is asked anew.
   *
   * @param problem what is wrong by now
   */
  void goesOn(String source, String problem);

  /** Ends the asking, if there is any. */
  void over(String source);
}
