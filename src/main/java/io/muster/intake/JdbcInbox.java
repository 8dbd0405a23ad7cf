package io.muster.intake;

import io.muster.intake.EventReplay.NotReplayable;
import io.muster.lifecycle.ChangeHeld;
import io.muster.lifecycle.ChangeRefused;
import io.muster.lifecycle.DirectStart;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.LegalHolds;
import io.muster.process.ProcessLog;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the inbox in {@code muster_inbox}, in the transaction that starts the case. */
@Component
class JdbcInbox implements Inbox {
  private static final Logger log = LoggerFactory.getLogger(JdbcInbox.class);
  private static final int TRIES = 3;
  private static final int LONGEST_PAYLOAD = 64 * 1024;

  /** More than a time zone that was mistaken for another can account for. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final Lifecycle lifecycle;
  private final LegalHolds holds;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JdbcInbox(
      JdbcClient jdbc,
      Lifecycle lifecycle,
      LegalHolds holds,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jdbc = jdbc;
    this.lifecycle = lifecycle;
    this.holds = holds;
    this.events = events;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    // inside a caller's transaction one refused event must not undo its neighbours
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  @Override
  public Receipt take(EmploymentChange change, String payload) {
    return take(change, payload, Hands.NONE);
  }

  @Override
  public Receipt takeFrom(EmploymentChange change, String payload, String by) {
    return take(change, payload, new Hands(by, null));
  }

  @Override
  public Receipt takeAgreed(EmploymentChange change, String payload, String by) {
    return take(change, payload, new Hands(null, by));
  }

  /** Who sent an event by hand, and who agreed to what a source sent; null where nobody did. */
  private record Hands(@Nullable String sentBy, @Nullable String agreedBy) {
    static final Hands NONE = new Hands(null, null);
  }

  private Receipt take(EmploymentChange change, String payload, Hands hands) {
    try {
      demandOfOurTime(change);
      return stubbornly(() -> accept(change, payload, hands));
    } catch (ChangeHeld held) {
      return keep(change, payload, kept(change, Fate.HELD, held, hands));
    } catch (ChangeRefused refusal) {
      return keep(change, payload, kept(change, Fate.REFUSED, refusal, hands));
    }
  }

  private static Kept kept(EmploymentChange change, Fate fate, RuntimeException why, Hands hands) {
    return new Kept(
        fate, String.valueOf(why.getMessage()), change.origin().occurredAt(), hands.sentBy());
  }

  /** Keeps what nothing is done about, or not yet. */
  private Receipt keep(EmploymentChange change, String payload, Kept why) {
    var origin = change.origin();
    keepHold(change);
    return keep(
        why,
        new Arrived(
            origin.source(),
            origin.eventId(),
            StoredEvent.kind(payload),
            change.employee().value(),
            payload));
  }

  @Override
  public Receipt refuse(
      String source, String eventId, @Nullable String employee, String payload, String reason) {
    return refuse(new Unreadable(source, eventId, employee, payload, reason), null);
  }

  @Override
  public Receipt refuseFrom(Unreadable refused, String by) {
    return refuse(refused, by);
  }

  private Receipt refuse(Unreadable refused, @Nullable String by) {
    return keep(
        new Kept(Fate.REFUSED, refused.reason(), null, by),
        new Arrived(
            refused.source(),
            refused.eventId(),
            StoredEvent.kind(refused.payload()),
            idOrNull(refused.employee()),
            refused.payload()));
  }

  /**
   * What became of an event at first.
   *
   * @param entered when HR entered it, or null if that is not known
   * @param sentBy who sent it by hand, or null
   */
  private record Kept(
      Fate fate, @Nullable String reason, @Nullable Instant entered, @Nullable String sentBy) {}

  private Receipt keep(Kept why, Arrived arrived) {
    return stubbornly(
        () -> {
          if (!insert(arrived, why)) {
            return first(arrived.source(), arrived.eventId(), arrived.payload());
          }
          if (!ProcessLog.isDryRun()) {
            log.info(
                "{} event {} of source {}: {}",
                why.fate().name().toLowerCase(Locale.ROOT),
                arrived.eventId(),
                arrived.source(),
                why.reason());
          }
          return told(arrived.source(), arrived.eventId());
        });
  }

  /**
   * Takes in an event that was refused before.
   *
   * @param corrected the event as it is now
   * @param by who answers for it
   * @return the receipt, which may be a refusal again
   * @throws NotReplayable if it is not refused, or no longer
   */
  Receipt takeAgain(EmploymentChange change, String corrected, String by) {
    try {
      return stubbornly(() -> acceptAgain(change, corrected, by));
    } catch (ChangeRefused refusal) {
      keepHold(change);
      return stubbornly(
          () -> settle(change, Fate.REFUSED, null, refusal.getMessage(), corrected, by));
    }
  }

  /** A word from the future would overtake everything that is said about the person until then. */
  private void demandOfOurTime(EmploymentChange change) {
    var entered = change.origin().occurredAt();
    if (isAhead(entered, clock.instant())) {
      throw new ChangeRefused(
          "It says that it was entered at %s, which is still to come: it would overtake every later word about this person. Correct the clock or the time zone of the source and send it again under a new id, or replay it here: then it counts as entered when it came in."
              .formatted(entered));
    }
  }

  /** Whether a clock was wrong by which something was entered that is known of at that moment. */
  static boolean isAhead(Instant entered, Instant known) {
    return entered.isAfter(known.plus(MOST_AHEAD));
  }

  private Receipt acceptAgain(EmploymentChange change, String corrected, String by) {
    var origin = change.origin();
    var kept =
        jdbc.sql(
                "select fate, sent_by from muster_inbox where source = ? and event_id = ? for update")
            .params(origin.source(), origin.eventId())
            .query(
                (row, number) ->
                    new Kept(
                        Fate.valueOf(row.getString("fate")), null, null, row.getString("sent_by")))
            .single();
    if (kept.fate() != Fate.REFUSED && kept.fate() != Fate.HELD) {
      throw NotReplayable.since(kept.fate());
    }
    var outcome = lifecycle.acceptAgreed(change, by);
    requested(outcome.caseId(), kept.sentBy(), sent(origin));
    requested(outcome.caseId(), by, "had the HR event %s taken in again".formatted(named(origin)));
    return settle(
        change,
        Fate.valueOf(outcome.fate().name()),
        outcome.caseId(),
        outcome.reason(),
        corrected,
        by);
  }

  /** Nobody agrees to a wipe whom they had leave themselves. */
  private void requested(@Nullable String caseId, @Nullable String by, String deed) {
    if (caseId != null && by != null) {
      lifecycle.requested(caseId, by, deed);
    }
  }

  private static String sent(Origin origin) {
    return "sent the HR event " + named(origin);
  }

  private static String named(Origin origin) {
    return "%s/%s".formatted(origin.source(), origin.eventId());
  }

  private Receipt settle(
      EmploymentChange change,
      Fate fate,
      @Nullable String caseId,
      @Nullable String reason,
      String corrected,
      String by) {
    var origin = change.origin();
    jdbc.sql(
            """
            update muster_inbox set fate = :fate, case_id = :case, reason = :reason,
              employee = :employee, corrected = :corrected, replayed_by = :by, replayed_at = :at
            where source = :source and event_id = :event
            """)
        .param("fate", fate.name())
        .param("case", caseId)
        .param("reason", reason)
        .param("employee", change.employee().value())
        .param("corrected", storable(corrected))
        .param("by", by)
        .param("at", utc(clock.instant()))
        .param("source", origin.source())
        .param("event", origin.eventId())
        .update();
    log.info("event {} of source {} taken in again by {}", origin.eventId(), origin.source(), by);
    return told(origin.source(), origin.eventId());
  }

  @Override
  public void settle(String source, String eventId, String how, String by) {
    transaction.executeWithoutResult(status -> note(source, eventId, how, by));
    log.info("refused or held event {} of source {} seen to by {}", eventId, source, by);
  }

  private void note(String source, String eventId, String how, String by) {
    var noted =
        jdbc.sql(
                """
                update muster_inbox set fate = 'NOTED', reason = :how, replayed_by = :by,
                  replayed_at = :at
                where source = :source and event_id = :event and fate in ('REFUSED', 'HELD')
                """)
            .param("how", how)
            .param("by", by)
            .param("at", utc(clock.instant()))
            .param("source", source)
            .param("event", eventId)
            .update();
    if (noted > 0) {
      told(source, eventId);
    }
  }

  /** What is refused was undone with the hold it asks for; a hold is never lost. */
  private void keepHold(EmploymentChange change) {
    if (change.legalHold()) {
      var origin = change.origin();
      holds.place(
          change.employee(),
          "%s/%s".formatted(origin.source(), origin.eventId()),
          "HR says so in this event");
    }
  }

  @Override
  public Optional<Receipt> find(String source, String eventId) {
    return jdbc.sql("select * from muster_inbox where source = ? and event_id = ?")
        .params(source, eventId)
        .query((row, number) -> read(row, false))
        .optional();
  }

  @Override
  public List<Receipt> newest(
      @Nullable Fate fate, @Nullable EmployeeId employee, @Nullable Long before, int most) {
    // said only where it is asked for, or the plan that is kept could not use an index
    var about =
        (fate == null ? "" : "and fate = '%s' ".formatted(fate.name()))
            + (employee == null ? "" : "and employee = :employee ")
            + (before == null ? "" : "and id < :before");
    return jdbc.sql(
            """
            select * from muster_inbox where true %s
            order by id desc limit :most
            """
                .formatted(about))
        .param("employee", employee == null ? null : employee.value())
        .param("before", before)
        .param("most", most)
        .query((row, number) -> read(row, false))
        .list();
  }

  /**
   * Keeps what already happened to an event that did not come through {@link #take}, in the
   * caller's transaction.
   *
   * @return false if the id was used before, for something else
   */
  boolean note(String eventId, DirectStart start, String payload) {
    var source = DirectStart.SOURCE;
    var fate = start.caseId() == null ? Fate.REFUSED : Fate.STARTED;
    var arrived =
        new Arrived(
            source, eventId, StoredEvent.kind(payload), idOrNull(start.employee()), payload);
    if (insert(arrived, new Kept(fate, start.refusal(), null, start.by()))) {
      jdbc.sql("update muster_inbox set case_id = ? where source = ? and event_id = ?")
          .params(start.caseId(), source, eventId)
          .update();
      told(source, eventId);
      return true;
    }
    try {
      first(source, eventId, payload);
      return true;
    } catch (EventIdReused another) {
      return false;
    }
  }

  /**
   * Keeps a start at the engine's own door that waits for a person.
   *
   * @return false if the id was used before, for something else
   */
  boolean noteHeld(String eventId, DirectStart start, String payload) {
    try {
      keep(
          new Kept(Fate.HELD, String.valueOf(start.refusal()), null, start.by()),
          new Arrived(
              DirectStart.SOURCE,
              eventId,
              StoredEvent.kind(payload),
              idOrNull(start.employee()),
              payload));
      return true;
    } catch (EventIdReused another) {
      return false;
    }
  }

  @Override
  public Map<String, Long> held() {
    var held = new TreeMap<String, Long>();
    jdbc.sql(
            "select source, count(*) as events from muster_inbox where fate = 'HELD' group by source")
        .query(
            (ResultSet row) -> {
              held.put(row.getString("source"), row.getLong("events"));
            });
    return held;
  }

  private Receipt accept(EmploymentChange change, String payload, Hands hands) {
    var origin = change.origin();
    // whoever else brings the same event waits here until we have committed, then sees a repeat
    if (!insert(
        new Arrived(
            origin.source(),
            origin.eventId(),
            EmploymentFacts.type(change),
            change.employee().value(),
            payload),
        new Kept(Fate.STARTED, null, origin.occurredAt(), hands.sentBy()))) {
      return first(origin.source(), origin.eventId(), payload);
    }
    var agreedBy = hands.agreedBy();
    var outcome =
        agreedBy == null ? lifecycle.accept(change) : lifecycle.acceptAgreed(change, agreedBy);
    requested(outcome.caseId(), hands.sentBy(), sent(origin));
    requested(
        outcome.caseId(),
        agreedBy,
        "let the HR event %s through, which was held".formatted(named(origin)));
    jdbc.sql(
            "update muster_inbox set fate = ?, case_id = ?, reason = ? where source = ? and"
                + " event_id = ?")
        .params(
            outcome.fate().name(),
            outcome.caseId(),
            outcome.reason(),
            origin.source(),
            origin.eventId())
        .update();
    return told(origin.source(), origin.eventId());
  }

  /** Tells others what became of the event, in the transaction in which it did. */
  private Receipt told(String source, String eventId) {
    var stored =
        jdbc.sql("select * from muster_inbox where source = ? and event_id = ?")
            .params(source, eventId)
            .query(
                (row, number) ->
                    new EventStored(
                        read(row, false),
                        row.getString("kind"),
                        row.getString("payload"),
                        row.getString("corrected"),
                        row.getString("digest")))
            .single();
    events.publishEvent(stored);
    return stored.receipt();
  }

  /**
   * Does the work again if it fails. All of it was rolled back, so a repeat is safe whatever the
   * cause; most are two events about one person at the same moment.
   */
  private Receipt stubbornly(Supplier<Receipt> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        var receipt = transaction.execute(status -> work.get());
        if (receipt == null) {
          throw new IllegalStateException("a transaction without a receipt");
        }
        return receipt;
      } catch (ChangeRefused | ChangeHeld | EventIdReused | NotReplayable settled) {
        throw settled;
      } catch (RuntimeException failure) {
        if (attempt == TRIES) {
          throw failure;
        }
        log.info("taking an event in again after {}", failure.getClass().getSimpleName());
      }
    }
  }

  /** An event as it came, and what of it could be read. */
  private record Arrived(
      String source,
      String eventId,
      @Nullable String kind,
      @Nullable String employee,
      String payload) {}

  private boolean insert(Arrived arrived, Kept first) {
    var now = clock.instant();
    var entered = first.entered();
    // a clock that is ahead by centuries is more than the column can hold, and says nothing
    var known = entered == null || isAhead(entered, now) ? null : entered;
    return jdbc.sql(
                """
                insert into muster_inbox
                  (source, event_id, kind, employee, taken_at, entered_at, fate, reason, digest,
                  payload, sent_by)
                values (:source, :eventId, :kind, :employee, :takenAt, :enteredAt, :fate, :reason,
                  :digest, :payload, :sentBy)
                on conflict (source, event_id) do nothing
                """)
            .param("source", arrived.source())
            .param("eventId", arrived.eventId())
            .param("kind", arrived.kind())
            .param("employee", arrived.employee())
            .param("takenAt", utc(now))
            .param("enteredAt", known == null ? null : utc(known), Types.TIMESTAMP_WITH_TIMEZONE)
            .param("fate", first.fate().name())
            .param("reason", first.reason())
            .param("digest", Digest.of(arrived.payload()))
            .param("payload", storable(arrived.payload()))
            .param("sentBy", first.sentBy())
            .update()
        == 1;
  }

  private Receipt first(String source, String eventId, String payload) {
    return jdbc.sql("select * from muster_inbox where source = ? and event_id = ?")
        .params(source, eventId)
        .query(
            (row, number) -> {
              if (!row.getString("digest").equals(Digest.of(payload))) {
                throw new EventIdReused(source, eventId);
              }
              return read(row, true);
            })
        .single()
        .saying(this::waitsAt);
  }

  /** A repeat changes nothing; whoever sends one wants to know why nothing goes on. */
  private Optional<String> waitsAt(Receipt receipt) {
    var accepted = receipt.fate() == Fate.STARTED || receipt.fate() == Fate.JOINED;
    return accepted && receipt.employee() != null
        ? lifecycle.waitsAt(new EmployeeId(receipt.employee()))
        : Optional.empty();
  }

  private static @Nullable String idOrNull(@Nullable String employee) {
    try {
      return employee == null ? null : new EmployeeId(employee).value();
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  /** PostgreSQL keeps no NUL in a text; the digest was taken of the whole payload. */
  private static String storable(String payload) {
    var text = payload.replace('\0', '\ufffd');
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_PAYLOAD) {
      return text;
    }
    int end = LONGEST_PAYLOAD;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  static Receipt read(ResultSet row, boolean repeat) throws SQLException {
    var replayed = row.getObject("replayed_at", OffsetDateTime.class);
    return new Receipt(
        row.getLong("id"),
        row.getString("source"),
        row.getString("event_id"),
        row.getString("employee"),
        row.getObject("taken_at", OffsetDateTime.class).toInstant(),
        Fate.valueOf(row.getString("fate")),
        row.getString("case_id"),
        row.getString("reason"),
        repeat,
        row.getString("replayed_by"),
        replayed == null ? null : replayed.toInstant(),
        corrected(row.getString("payload"), row.getString("corrected")));
  }

  private static List<String> corrected(String came, @Nullable String corrected) {
    return corrected == null
        ? List.of()
        : StoredEvent.read(came)
            .flatMap(event -> StoredEvent.read(corrected).map(event::differences))
            .orElse(List.of());
  }
}
