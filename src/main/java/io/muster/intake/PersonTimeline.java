package io.muster.intake;

import io.muster.intake.Inbox.Fate;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.PersonState;
import io.muster.people.Timeline;
import io.muster.people.Timeline.Explanation;
import io.muster.people.Timeline.Outlook;
import io.muster.people.UnreadableChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What HR said about one person, what became of it, and why. */
@Component
class PersonTimeline {
  /** What of an event is shown to everybody who may ask; the rest says who the person is. */
  private static final List<String> SHOWN =
      List.of(
          "startDate",
          "effectiveDate",
          "lastDayOfWork",
          "immediate",
          "firstDay",
          "returnDay",
          "department",
          "title",
          "location",
          "timeZone");

  /** Why somebody leaves is for those alone who decide about it. */
  private static final String REASON = "reason";

  private static final int MOST = 1000;

  private final JdbcClient jdbc;
  private final Timeline timeline;
  private final Clock clock;

  PersonTimeline(JdbcClient jdbc, Timeline timeline, Clock clock) {
    this.jdbc = jdbc;
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * The person's timeline, in the order in which the events came in.
   *
   * @param withReasons whether to say why somebody leaves
   * @return empty if no event about the person is kept
   */
  Optional<View> of(EmployeeId employee, boolean withReasons) {
    var kept = kept(employee);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    var heard =
        kept.stream()
            .filter(one -> one.fate() != Fate.REFUSED)
            .map(Kept::change)
            .filter(Objects::nonNull)
            .toList();
    return Optional.of(
        new View(
            employee.value(),
            Now.of(timeline.outlook(PersonState.of(heard), clock.instant())),
            kept.stream().map(one -> said(one, heard, withReasons)).toList()));
  }

  private Said said(Kept one, List<EmploymentChange> heard, boolean withReasons) {
    var change = one.fate() == Fate.REFUSED ? null : one.change();
    var explained = Optional.ofNullable(change).map(it -> timeline.explain(heard, it));
    return new Said(
        one.source(),
        one.eventId(),
        one.enteredAt(),
        one.takenAt(),
        one.type(),
        one.shown(withReasons),
        one.fate(),
        one.caseId(),
        one.reason(),
        explained.map(Explanation::counts).orElse(false),
        explained.map(Explanation::why).orElse(null));
  }

  private List<Kept> kept(EmployeeId employee) {
    return jdbc.sql("select * from muster_inbox where employee = ? order by id limit ?")
        .params(employee.value(), MOST)
        .query((row, number) -> Kept.of(row))
        .list();
  }

  /**
   * One person's timeline.
   *
   * @param now what HR says by now
   * @param events what HR said, in the order in which it came in
   */
  record View(String employee, Now now, List<Said> events) {}

  /**
   * What HR says by now.
   *
   * @param employed true if HR told us of a hire, and the person has not left
   * @param left true if HR says that the person has left, or does not come
   * @param leavesAt when the person leaves or left, or null
   * @param leaveBegins when the leave begins or began that the person is on, or will be, or null
   * @param leaveEnds when the person is back, or null if there is no leave or HR has not said
   */
  record Now(
      boolean employed,
      boolean left,
      @Nullable Instant leavesAt,
      @Nullable Instant leaveBegins,
      @Nullable Instant leaveEnds) {
    static Now of(Outlook outlook) {
      var leave = outlook.leave();
      return new Now(
          outlook.employed(),
          outlook.out(),
          outlook.leavesAt().orElse(null),
          leave.map(one -> one.begins()).orElse(null),
          leave.map(one -> one.ends()).orElse(null));
    }
  }

  /**
   * One event.
   *
   * @param enteredAt when HR entered it, or null if that is not known
   * @param type what it is, or null if it cannot be read
   * @param said what it says, as far as that is shown
   * @param outcome what became of it when it came in
   * @param caseId the case that acts on it, or null
   * @param reason why none does, or null
   * @param counts whether it counts by now, all events taken together
   * @param why what it comes to, or which event counts instead; null if it cannot be read
   */
  record Said(
      String source,
      String eventId,
      @Nullable Instant enteredAt,
      Instant receivedAt,
      @Nullable String type,
      Map<String, Object> said,
      Fate outcome,
      @Nullable String caseId,
      @Nullable String reason,
      boolean counts,
      @Nullable String why) {}

  /** A row of the inbox, and the event in it as far as it can be read. */
  private record Kept(
      String source,
      String eventId,
      @Nullable Instant enteredAt,
      Instant takenAt,
      Fate fate,
      @Nullable String caseId,
      @Nullable String reason,
      @Nullable StoredEvent event) {

    static Kept of(ResultSet row) throws SQLException {
      var corrected = row.getString("corrected");
      var event = StoredEvent.read(corrected == null ? row.getString("payload") : corrected);
      var entered = row.getObject("entered_at", OffsetDateTime.class);
      return new Kept(
          row.getString("source"),
          row.getString("event_id"),
          entered == null ? event.map(StoredEvent::said).orElse(null) : entered.toInstant(),
          row.getObject("taken_at", OffsetDateTime.class).toInstant(),
          Fate.valueOf(row.getString("fate")),
          row.getString("case_id"),
          row.getString("reason"),
          event.orElse(null));
    }

    @Nullable String type() {
      return event == null ? null : event.type();
    }

    @Nullable EmploymentChange change() {
      if (event == null) {
        return null;
      }
      try {
        return EmploymentFacts.read(
            new Origin(source, eventId, enteredAt == null ? takenAt : enteredAt),
            event.type(),
            event.fields());
      } catch (UnreadableChange noSense) {
        return null; // its reason says what was wrong with it
      }
    }

    Map<String, Object> shown(boolean withReasons) {
      var shown = new TreeMap<String, Object>();
      if (event != null) {
        event
            .fields()
            .forEach(
                (name, value) -> {
                  if (SHOWN.contains(name) || (withReasons && name.equals(REASON))) {
                    shown.put(name, value);
                  }
                });
      }
      return shown;
    }
  }
}
