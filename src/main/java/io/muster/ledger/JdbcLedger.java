package io.muster.ledger;

import io.muster.ledger.EffectRecorded.Stage;
import io.muster.ledger.Entry.Answer;
import io.muster.people.EmployeeId;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the ledger in {@code muster_effect}, each entry in a transaction of its own. */
@Component
class JdbcLedger implements Ledger {
  private static final int LONGEST_NOTE = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JdbcLedger(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jdbc = jdbc;
    this.events = events;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  @Override
  public <T> T perform(String connection, String action, String target, Supplier<T> call) {
    var id = intend(CaseRef.current(), connection, action, target);
    var intent = new OutboundCallGuard.Intent();
    try {
      var answer = OutboundCallGuard.withIntent(intent, call);
      answered(id, Answer.ACCEPTED, null, intent);
      return answer;
    } catch (RemoteFailure.Unavailable failure) {
      answered(
          id,
          failure.surelyNotSent() ? Answer.NOT_SENT : Answer.LOST,
          failure.getMessage(),
          intent);
      throw failure;
    } catch (RemoteFailure.Refused failure) {
      answered(id, Answer.REFUSED, failure.getMessage(), intent);
      throw failure;
    } catch (RemoteFailure.Misconfigured failure) {
      answered(id, Answer.NOT_SENT, failure.getMessage(), intent);
      throw failure;
    } catch (RuntimeException | Error failure) {
      answered(id, Answer.LOST, failure.getClass().getSimpleName(), intent);
      throw failure;
    }
  }

  private long intend(CaseRef behalf, String connection, String action, String target) {
    return alone.execute(
        transaction -> {
          var entry =
              jdbc.sql(
                      """
                      insert into muster_effect (process, case_id, employee, step, connection, action, target,
                        intended_at, answer)
                      values (?, ?, ?, ?, ?, ?, ?, ?, 'NONE') returning *
                      """)
                  .params(
                      behalf.process(),
                      behalf.id(),
                      behalf.employee().value(),
                      behalf.step(),
                      connection,
                      action,
                      target,
                      now())
                  .query((row, number) -> read(row))
                  .single();
          tell(Stage.INTENDED, entry, List.of());
          return entry.id();
        });
  }

  private void answered(
      long id, Answer answer, @Nullable String note, OutboundCallGuard.Intent intent) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql(
                    "update muster_effect set answered_at = ?, answer = ?, note = ? where id = ? returning *")
                .params(now(), answer.name(), cut(note), id)
                .query((row, number) -> read(row))
                .list()
                .forEach(entry -> tell(Stage.ANSWERED, entry, intent.requestIds())));
  }

  private void tell(Stage stage, Entry entry, List<String> requestIds) {
    events.publishEvent(new EffectRecorded(stage, entry, requestIds));
  }

  @Override
  public Optional<Entry> latest(String action, String target) {
    return jdbc.sql(
            """
            select * from muster_effect where case_id = ? and action = ? and target = ?
            order by id desc limit 1
            """)
        .params(CaseRef.current().id(), action, target)
        .query((row, number) -> read(row))
        .optional();
  }

  @Override
  public void saw(String action, String target, boolean asWished, String seen) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql(
                    """
                    update muster_effect set seen_at = ?, as_wished = ?, seen = ? where id =
                      (select max(id) from muster_effect where case_id = ? and action = ? and target = ?)
                    returning *
                    """)
                .params(now(), asWished, cut(seen), CaseRef.current().id(), action, target)
                .query((row, number) -> read(row))
                .list()
                .forEach(entry -> tell(Stage.SEEN, entry, List.of())));
  }

  @Override
  public List<Entry> of(EmployeeId employee) {
    return jdbc.sql("select * from muster_effect where employee = ? order by id")
        .param(employee.value())
        .query((row, number) -> read(row))
        .list();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE);
  }

  static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        new CaseRef(
            row.getString("process"),
            row.getString("case_id"),
            new EmployeeId(row.getString("employee")),
            row.getString("step")),
        row.getString("connection"),
        row.getString("action"),
        row.getString("target"),
        row.getTimestamp("intended_at").toInstant(),
        instant(row, "answered_at"),
        Answer.valueOf(row.getString("answer")),
        row.getString("note"),
        instant(row, "seen_at"),
        (Boolean) row.getObject("as_wished"),
        row.getString("seen"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }
}
