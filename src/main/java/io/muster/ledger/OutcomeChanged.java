package io.muster.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An outcome came to another state. Published inside the transaction that says so.
 *
 * @param outcome as it is now
 * @param before the state it was in, or null if it was not wanted before
 * @param firstSight whether it was seen to be so for the first time
 */
public record OutcomeChanged(Outcome outcome, Outcome.@Nullable State before, boolean firstSight) {}
