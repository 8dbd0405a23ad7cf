package io.muster.intake;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
   * The same for an event that a signed-in person sends, who then agrees to no wipe that comes of
   * it.
   *
   * @param by the sign-in name
   * @throws EventIdReused if the id was used before, for something else
   */
  Receipt takeFrom(EmploymentChange change, String payload, String by);

  /**
   * The same for an event that a person has agreed to; it is never held.
   *
   * @param by who agreed, by sign-in name
   * @throws EventIdReused if the id was used before, for something else
   */
  Receipt takeAgreed(EmploymentChange change, String payload, String by);

  /** How many events of each source wait for a person's yes; no source without any. */
  Map<String, Long> held();

  /**
   * Keeps an event nobody can make sense of.
   *
   * @param employee the employee number, as far as one could be read, or null
   * @param reason why, and what to do next; no personal data beyond ids
   * @throws EventIdReused if the id was used before, for something else
   */
  Receipt refuse(
      String source, String eventId, @Nullable String employee, String payload, String reason);

  /**
   * The same for one that a signed-in person sends.
   *
   * @param refused what came, and why nobody can make sense of it
   * @param by the sign-in name
   * @throws EventIdReused if the id was used before, for something else
   */
  Receipt refuseFrom(Unreadable refused, String by);

  /**
   * An event nobody can make sense of.
   *
   * @param employee the employee number, as far as one could be read, or null
   * @param reason why, and what to do next; no personal data beyond ids
   */
  record Unreadable(
      String source, String eventId, @Nullable String employee, String payload, String reason) {}

  /**
   * Notes that somebody has seen to a refusal in another way than by having the event taken in
   * again. Nothing happens if there is no such refusal any more.
   *
   * @param how what became of it; no personal data beyond ids
   * @param by who answers for it
   */
  void settle(String source, String eventId, String how, String by);

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
  default List<Receipt> newest(@Nullable Fate fate, @Nullable Long before, int most) {
    return newest(fate, null, before, most);
  }

  /**
   * The newest receipts of one person first.
   *
   * @param employee only those about this person, or null for all
   */
  List<Receipt> newest(
      @Nullable Fate fate, @Nullable EmployeeId employee, @Nullable Long before, int most);

  /** What became of an event. */
  enum Fate {
    /** Started a case. */
    STARTED,
    /** Belongs to a case that already runs. */
    JOINED,
    /** Came after a newer word about the same person, and was not acted upon. */
    SUPERSEDED,
    /** There was nothing to be done, or it was seen to; kept, as words may arrive in any order. */
    NOTED,
    /** One of too many leavers at once; kept until a person agrees. */
    HELD,
    /** Kept, but nothing was done. */
    REFUSED
  }

  /**
   * The proof that an event was taken in.
   *
   * @param number the event's place in the inbox; a later event has a greater one
   * @param repeat true if the event had been taken in before
   * @param caseId the process instance, or null if none acts on the event
   * @param reason why none does, or where a case of the person waits for somebody; or null
   * @param replayedBy who had the event taken in again, or saw to it in another way; null if nobody
   * @param replayedAt when, or null
   * @param corrected the names of the fields that were corrected with that, never what they say
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
      boolean repeat,
      @Nullable String replayedBy,
      @Nullable Instant replayedAt,
      List<String> corrected) {

    /** The receipt of an event that nobody has seen to. */
    public Receipt(
        long number,
        String source,
        String eventId,
        @Nullable String employee,
        Instant takenAt,
        Fate fate,
        @Nullable String caseId,
        @Nullable String reason,
        boolean repeat) {
      this(
          number, source, eventId, employee, takenAt, fate, caseId, reason, repeat, null, null,
          List.of());
    }

    /** The same with what there is to say now, if anything. */
    Receipt saying(Function<Receipt, Optional<String>> now) {
      return now.apply(this)
          .map(
              why ->
                  new Receipt(
                      number,
                      source,
                      eventId,
                      employee,
                      takenAt,
                      fate,
                      caseId,
                      why,
                      repeat,
                      replayedBy,
                      replayedAt,
                      corrected))
          .orElse(this);
    }
  }
}
