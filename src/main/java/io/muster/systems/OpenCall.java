package io.muster.systems;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that is not over.
 *
 * @param key the same for each of its tries
 * @param mayHaveHappened whether it was sent once and nobody knows what became of it
 * @param answer what it was answered, if it was and the step did not come to an end
 */
record OpenCall(UUID key, boolean mayHaveHappened, Optional<Map<String, @Nullable Object>> answer) {

  /**
   * Where a call is made.
   *
   * @param processInstance the process instance, which may be part of the case
   * @param task the element of the diagram
   * @param job the job, the same for each try
   * @param request a digest of what is sent, without the key
   */
  record Site(String caseId, String processInstance, String task, String job, String request) {}
}
