package io.muster.process;

import org.jspecify.annotations.Nullable;

/**
 * A process instance ended. Published in the engine's transaction.
 *
 * @param caseId the case it is, or is part of
 * @param instanceId the process instance
 * @param process the process's key
 * @param state how it ended, such as {@code COMPLETED}
 * @param reason why it was ended from outside, or null
 */
public record CaseEnded(
    String caseId, String instanceId, String process, String state, @Nullable String reason) {}
