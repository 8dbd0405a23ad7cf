package io.muster.process;

import java.util.Map;

/**
 * A task as somebody drew it, before it is live.
 *
 * @param id its id
 * @param step the step it names; empty if it is no service task
 * @param message the name of the message it receives; empty if it receives none
 * @param goesOnByJob whether what follows runs in a job of its own
 * @param hasDeadline whether a timer on its edge ends it
 * @param isSideBySide whether several of it may be at work in one process instance
 * @param settings its extension properties
 */
public record DrawnTask(
    String id,
    String step,
    String message,
    boolean goesOnByJob,
    boolean hasDeadline,
    boolean isSideBySide,
    Map<String, String> settings) {
  /** Copies the settings. */
  public DrawnTask {
    settings = Map.copyOf(settings);
  }
}
