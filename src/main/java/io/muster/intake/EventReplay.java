package io.muster.intake;

import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Has a refused event taken in again, as it came or corrected by an operator. */
@Component
class EventReplay {
  private final JdbcClient jdbc;
  private final JdbcInbox inbox;

  EventReplay(JdbcClient jdbc, JdbcInbox inbox) {
    this.jdbc = jdbc;
    this.inbox = inbox;
  }

  /**
   * Takes the event in as of the moment at which HR entered it, so that whatever HR has said since
   * goes on to count. What it said stays kept beside what it is corrected to.
   *
   * @param corrections fields in place of those that came; null takes one away
   * @param by who answers for it
   * @return the receipt; empty if there is no such event
   * @throws NotReplayable if it was not refused, or is no event, or still cannot be understood, or
   *     would be about another person
   */
  Optional<Receipt> replay(
      String source, String eventId, Map<String, @Nullable Object> corrections, String by) {
    return find(source, eventId).map(kept -> again(source, eventId, kept, corrections, by));
  }

  private Receipt again(
      String source,
      String eventId,
      Kept kept,
      Map<String, @Nullable Object> corrections,
      String by) {
    if (kept.fate() != Fate.REFUSED && kept.fate() != Fate.HELD) {
      throw NotReplayable.since(kept.fate());
    }
    var came = StoredEvent.read(kept.payload()).orElseThrow(NotReplayable::noEvent);
    var corrected = came.with(corrections);
    var change = change(new Origin(source, eventId, kept.entered(came)), corrected);
    if (came.employee().filter(person -> !person.equals(change.employee())).isPresent()) {
      throw NotReplayable.anotherPerson();
    }
    return inbox.takeAgain(change, corrected.written(), by);
  }

  private static EmploymentChange change(Origin origin, StoredEvent event) {
    try {
      return EmploymentFacts.read(origin, event.type(), event.fields());
    } catch (UnreadableChange unreadable) {
      throw new NotReplayable(
          "It cannot be understood: %s. Send corrections as {\"data\": {\"field\": \"value\"}}."
              .formatted(unreadable.getMessage()));
    }
  }

  private Optional<Kept> find(String source, String eventId) {
    return jdbc.sql("select * from muster_inbox where source = ? and event_id = ?")
        .params(source, eventId)
        .query((row, number) -> Kept.of(row))
        .optional();
  }

  /** A row of the inbox, as far as it matters here. */
  private record Kept(String payload, Fate fate, Instant takenAt, @Nullable Instant enteredAt) {
    static Kept of(ResultSet row) throws SQLException {
      var entered = row.getObject("entered_at", OffsetDateTime.class);
      return new Kept(
          row.getString("payload"),
          Fate.valueOf(row.getString("fate")),
          row.getObject("taken_at", OffsetDateTime.class).toInstant(),
          entered == null ? null : entered.toInstant());
    }

    /**
     * When HR entered it: what the source said when it came, what it says itself, or else, where
     * that is missing, unreadable or from a clock that is ahead, the moment it came in. It cannot
     * have been entered later than that, and what HR said after it came is the newer word.
     */
    Instant entered(StoredEvent event) {
      var entered = enteredAt != null ? enteredAt : event.said();
      return entered == null || JdbcInbox.isAhead(entered, takenAt) ? takenAt : entered;
    }
  }

  /** The event cannot be taken in again. */
  static final class NotReplayable extends RuntimeException {
    NotReplayable(String why) {
      super(why);
    }

    static NotReplayable since(Fate fate) {
      return new NotReplayable(
          "It is %s already; only a refused or held event is taken in again."
              .formatted(fate.name().toLowerCase(Locale.ROOT)));
    }

    static NotReplayable noEvent() {
      return new NotReplayable(
          "It is no single event that could be taken in again. Its reason says what to do; a file is corrected and dropped again.");
    }

    static NotReplayable anotherPerson() {
      return new NotReplayable(
          "A correction cannot make it the event of another person (employeeId): everything else in it was said of the one it names. Send a new event about the other.");
    }
  }
}
