package io.muster.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for people.
 *
 * @param key the task's id in its diagram
 * @param title what the diagram calls it; never whom it is about
 * @param caseId the process instance it belongs to
 * @param due when it should be answered, or null
 */
public record WaitingTask(
    String id, String key, String title, String caseId, Instant since, @Nullable Instant due) {}
