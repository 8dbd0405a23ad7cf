package io.muster.lifecycle;

/**
 * Asks operators to see to an HR source or a connection, by a task; one about a source goes away
 * once that is well again.
 */
public interface Alarms {
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
