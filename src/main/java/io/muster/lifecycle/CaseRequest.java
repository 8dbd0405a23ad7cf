package io.muster.lifecycle;

/**
 * What somebody wants done to a case by hand.
 *
 * @param by the sign-in name of whoever wants it
 * @param reason why, at least three characters
 */
public record CaseRequest(String caseId, String by, String reason) {}
