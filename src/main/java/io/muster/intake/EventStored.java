package io.muster.intake;

import io.muster.intake.Inbox.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Something became of an event of HR. Published inside the transaction in which it did.
 *
 * @param receipt what became of it
 * @param kind its type, such as {@code worker.hired}, or null if it could not be read
 * @param payload the event as received
 * @param corrected the event as an operator had it taken in again, or null
 * @param digest the SHA-256 of the payload
 */
public record EventStored(
    Receipt receipt,
    @Nullable String kind,
    String payload,
    @Nullable String corrected,
    String digest) {}
