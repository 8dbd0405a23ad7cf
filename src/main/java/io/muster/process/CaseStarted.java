package io.muster.process;

/**
 * A process instance began, be it a case or a part of one. Published in the engine's transaction.
 *
 * @param caseId the case it is, or is part of
 * @param instanceId the process instance
 * @param process the process's key
 * @param version the version of its diagram
 * @param diagram the SHA-256 of the diagram as it was deployed, in hexadecimal
 */
public record CaseStarted(
    String caseId, String instanceId, String process, int version, String diagram) {}
