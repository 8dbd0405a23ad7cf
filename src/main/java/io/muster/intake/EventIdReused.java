package io.muster.intake;

/** A source used an event id twice for two different events; the second one was not kept. */
public final class EventIdReused extends RuntimeException {
  EventIdReused(String source, String eventId) {
    super(
        "Event id %s of source %s was used before for another content. Send the event again under an id of its own."
            .formatted(eventId, source));
  }
}
