package io.muster.intake;

import io.muster.people.EmploymentChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where every HR event ends up, whichever way it came, and where its fate can be read.
 *
 * <p>Accepted means it will happen: the event and the process it starts are one commit. Refused
 * events are kept with the reason.
 */
public interface Inbox {
  /**
   * Takes an event in, once: a repeat with the same source and id returns the first receipt.
   *
   * @param payload the event as it came, for people who look into a refusal
   * @return the receipt; its fate tells whether the event was accepted
   * @throws EventIdReused if the id was used before, for something else
   */
  Receipt take(EmploymentChange change, String payload);

  /**
   * Keeps an event nobody can make sense of.
   *
   * @param employee the employee number, as far as one could be read, or null
   * @param reason why, and what to do next; no personal data beyond ids
   * @throws EventIdReused if the id was used before, for something else
   */
  Receipt refuse(
      String source, String eventId, @Nullable String employee, String payload, String reason);

  /** The receipt of one event. */
  Optional<Receipt> find(String source, String eventId);

  /**
   * The newest receipts first.
   *
   * @param fate only these, or null for all
   * @param before only those taken in before the one with this {@link Receipt#number()}, or null to
   *     begin with the newest
   * @param most no more than this many
   */
  List<Receipt> newest(@Nullable Fate fate, @Nullable Long before, int most);

  /** What became of an event. */
  enum Fate {
    /** Started a case. */
    STARTED,
    /** Belongs to a case that already runs. */
    JOINED,
    /** Came after a newer word about the same person, and was not acted upon. */
    SUPERSEDED,
    /** There was nothing to be done; kept, as words may arrive in any order. */
    NOTED,
    /** Kept, but nothing was done. */
    REFUSED
  }

  /**
   * The proof that an event was taken in.
   *
   * @param number the event's place in the inbox; a later event has a greater one
   * @param repeat true if the event had been taken in before
   * @param caseId the process instance, or null if none acts on the event
   * @param reason why none does, or null
   */
  record Receipt(
      long number,
      String source,
      String eventId,
      @Nullable String employee,
      Instant takenAt,
      Fate fate,
      @Nullable String caseId,
      @Nullable String reason,
      boolean repeat) {}
}
