package io.muster.ledger;

import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.people.EmployeeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps outcomes in {@code muster_outcome} and waits in {@code muster_pause}. */
@Component
class JdbcOutcomes implements Outcomes, OutcomeHistory {
  static final int LONGEST_WORDS = 500;

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JdbcOutcomes(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void say(
      String caseId, EmployeeId employee, Kind kind, String target, State state, String words) {
    var now = now();
    var change =
        jdbc.sql(
                """
                insert into muster_outcome as o (case_id, kind, target, employee, state, words,
                  requested_at, accepted_at, observed_at, contradicted_at, changed_at, refuted)
                values (:caseId, :kind, :target, :employee, :state, :words,
                  :now, :accepted, :observed, :contradicted, :now, :refuted)
                on conflict (case_id, kind, target) do update set
                  state = excluded.state,
                  words = excluded.words,
                  accepted_at = coalesce(o.accepted_at, excluded.accepted_at),
                  observed_at = case when o.observed_at is null or o.refuted
                    then coalesce(excluded.observed_at, o.observed_at) else o.observed_at end,
                  contradicted_at = case when o.state = excluded.state
                    then o.contradicted_at
                    else coalesce(excluded.contradicted_at, o.contradicted_at) end,
                  changed_at = case when o.state = excluded.state
                    then o.changed_at else excluded.changed_at end,
                  refuted = excluded.refuted or (o.refuted and excluded.observed_at is null),
                  state_before = o.state,
                  seen_before = o.observed_at is not null
                returning *
                """)
            .param("caseId", caseId)
            .param("kind", kind.name())
            .param("target", target)
            .param("employee", employee.value())
            .param("state", state.name())
            .param("words", cut(words))
            .param("now", now)
            .param("accepted", state == State.ACCEPTED ? now : null)
            .param("observed", state == State.OBSERVED ? now : null)
            .param("contradicted", state == State.CONTRADICTED ? now : null)
            .param("refuted", state == State.CONTRADICTED)
            .query((row, number) -> change(row))
            .single();
    if (change.before() != state) {
      events.publishEvent(change);
    }
  }

  @Override
  public List<Outcome> of(String caseId) {
    return outcomes(List.of(caseId)).getOrDefault(caseId, List.of());
  }

  @Override
  public Map<String, List<Outcome>> outcomes(Collection<String> caseIds) {
    return jdbc
        .sql(
            """
            select * from muster_outcome where case_id = any(?)
            order by case_id, requested_at, number
            """)
        .param(caseIds.toArray(String[]::new))
        .query((row, number) -> read(row))
        .list()
        .stream()
        .collect(Collectors.groupingBy(Outcome::caseId, LinkedHashMap::new, Collectors.toList()));
  }

  @Override
  public void pause(String caseId, String what, String reason) {
    var now = now();
    jdbc.sql(
            """
            update muster_pause set until = ?
            where case_id = ? and what = ? and until is null and reason <> ?
            returning *
            """)
        .params(now, caseId, what, reason)
        .query((row, number) -> pause(row))
        .list()
        .forEach(events::publishEvent);
    var begun =
        jdbc.sql(
                """
                insert into muster_pause (case_id, what, reason, since) values (?, ?, ?, ?)
                on conflict (case_id, what) where until is null do nothing
                """)
            .params(caseId, what, reason, now)
            .update();
    if (begun > 0) {
      events.publishEvent(new Pause(caseId, what, reason, now.toInstant(), null));
    }
  }

  @Override
  public boolean isPaused(String caseId, String what) {
    return jdbc.sql(
            """
            select exists (select 1 from muster_pause
              where case_id = ? and what = ? and until is null)
            """)
        .params(caseId, what)
        .query(Boolean.class)
        .single();
  }

  @Override
  public void goOn(String caseId, String what) {
    jdbc.sql(
            """
            update muster_pause set until = ? where case_id = ? and what = ? and until is null
            returning *
            """)
        .params(now(), caseId, what)
        .query((row, number) -> pause(row))
        .list()
        .forEach(events::publishEvent);
  }

  @Override
  public Map<String, List<Pause>> pauses(Collection<String> caseIds) {
    return jdbc
        .sql("select * from muster_pause where case_id = any(?) order by case_id, number")
        .param(caseIds.toArray(String[]::new))
        .query((row, number) -> pause(row))
        .list()
        .stream()
        .collect(Collectors.groupingBy(Pause::caseId, LinkedHashMap::new, Collectors.toList()));
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static String cut(String words) {
    if (words.length() <= LONGEST_WORDS) {
      return words;
    }
    // half of a character is not stored
    var end = Character.isHighSurrogate(words.charAt(LONGEST_WORDS - 1)) ? 1 : 0;
    return words.substring(0, LONGEST_WORDS - end);
  }

  private static OutcomeChanged change(ResultSet row) throws SQLException {
    var outcome = read(row);
    var before = row.getString("state_before");
    return new OutcomeChanged(
        outcome,
        before == null ? null : State.valueOf(before),
        outcome.state() == State.OBSERVED && !row.getBoolean("seen_before"));
  }

  static Outcome read(ResultSet row) throws SQLException {
    return new Outcome(
        row.getString("case_id"),
        new EmployeeId(row.getString("employee")),
        Kind.valueOf(row.getString("kind")),
        row.getString("target"),
        State.valueOf(row.getString("state")),
        row.getString("words"),
        row.getTimestamp("requested_at").toInstant(),
        instant(row, "observed_at"),
        row.getTimestamp("changed_at").toInstant());
  }

  private static Pause pause(ResultSet row) throws SQLException {
    return new Pause(
        row.getString("case_id"),
        row.getString("what"),
        row.getString("reason"),
        row.getTimestamp("since").toInstant(),
        instant(row, "until"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }
}
