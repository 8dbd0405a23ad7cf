package io.muster.lifecycle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody started a process at the engine's own door, as an integration platform does.
 *
 * @param eventId the business key, or the case's id where none was given
 * @param employee the employee number, as far as one could be read, or null
 * @param caseId the process instance, or null when refused
 * @param refusal why it was refused or is held, or null when the case started
 * @param held what was said, where it is kept until a person agrees, or null
 * @param by who is signed in there, or null
 */
public record DirectStart(
    String eventId,
    @Nullable String employee,
    @Nullable String caseId,
    @Nullable String refusal,
    @Nullable Said held,
    @Nullable String by) {
  /**
   * What was said.
   *
   * @param type the type of the HR event
   * @param facts its fields by name
   */
  public record Said(String type, Map<String, Object> facts) {}

  /** The name such events have as a source. */
  public static final String SOURCE = "engine-rest";
}
