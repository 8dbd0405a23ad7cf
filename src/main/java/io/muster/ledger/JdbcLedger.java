package io.muster.ledger;

import io.muster.ledger.EffectRecorded.Stage;
import io.muster.ledger.Entry.Answer;
import io.muster.people.EmployeeId;
import io.muster.remote.CallBudget;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the ledger in {@code muster_effect}: an intent is committed with the call it books, before
 * that goes out; an answer is committed with the step, or by itself if the step is rolled back.
 */
@Component
class JdbcLedger implements Ledger {
  private static final int LONGEST_NOTE = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final LastingWrites writes;
  private final CallBudget budget;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JdbcLedger(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      CallBudget budget,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jdbc = jdbc;
    this.budget = budget;
    this.writes = new LastingWrites(transactions);
    this.events = events;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  @Override
  public <T> T perform(
      String connection, String action, List<EffectTarget> targets, Supplier<T> call) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a call to %s about nothing".formatted(connection));
    }
    var own = targets.stream().allMatch(EffectTarget::isOfCurrentCase);
    var ids = intend(connection, action, targets);
    var intent = new OutboundCallGuard.Intent();
    T answer;
    try {
      answer = OutboundCallGuard.withIntent(intent, call);
    } catch (RemoteFailure.Unavailable failure) {
      failed(
          ids,
          failure.surelyNotSent() ? Answer.NOT_SENT : Answer.LOST,
          failure.getMessage(),
          intent);
      throw failure;
    } catch (RemoteFailure.Refused failure) {
      failed(ids, Answer.REFUSED, failure.getMessage(), intent);
      throw failure;
    } catch (RemoteFailure.Misconfigured failure) {
      failed(ids, Answer.NOT_SENT, failure.getMessage(), intent);
      throw failure;
    } catch (RuntimeException | Error failure) {
      failed(ids, Answer.LOST, failure.getClass().getSimpleName(), intent);
      throw failure;
    }
    var accepted = new Answered(ids, now(), Answer.ACCEPTED, null, intent.requestIds());
    if (own) {
      writes.write(() -> keep(accepted));
    } else {
      // those of other cases look for it while this one may still be at work
      writes.writeAlone(() -> keep(accepted));
    }
    return answer;
  }

  /** Books the call and writes all intents, in one commit; neither is there without the other. */
  private List<Long> intend(String connection, String action, List<EffectTarget> targets) {
    var written =
        Objects.requireNonNull(
            alone.execute(
                transaction -> {
                  var entries =
                      targets.stream().map(target -> insert(connection, action, target)).toList();
                  entries.forEach(entry -> tell(Stage.INTENDED, entry, List.of()));
                  // last, as other nodes wait for the budget's row
                  return new Intended(
                      entries.stream().map(Entry::id).toList(), budget.book(connection));
                }));
    written.booking().confirm();
    return written.ids();
  }

  private record Intended(List<Long> ids, CallBudget.Booking booking) {}

  private Entry insert(String connection, String action, EffectTarget target) {
    var behalf = target.behalf();
    return jdbc.sql(
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
            target.target(),
            now())
        .query((row, number) -> read(row))
        .single();
  }

  private void failed(
      List<Long> ids, Answer answer, @Nullable String note, OutboundCallGuard.Intent intent) {
    var failed = new Answered(ids, now(), answer, cut(note), intent.requestIds());
    writes.writeAlone(() -> keep(failed));
  }

  /** An entry that has its answer already keeps it. */
  private void keep(Answered answered) {
    jdbc
        .sql(
            """
            update muster_effect set answered_at = ?, answer = ?, note = ?
            where id = any(?) and answer = 'NONE' returning *
            """)
        .params(
            answered.at(),
            answered.answer().name(),
            answered.note(),
            answered.ids().toArray(Long[]::new))
        .query((row, number) -> read(row))
        .list()
        .stream()
        .sorted(Comparator.comparing(Entry::id))
        .forEach(entry -> tell(Stage.ANSWERED, entry, answered.requestIds()));
  }

  private record Answered(
      List<Long> ids,
      Timestamp at,
      Answer answer,
      @Nullable String note,
      List<String> requestIds) {}

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
    var at = now();
    var caseId = CaseRef.current().id();
    // written again after a rollback, it is still said of the same entry
    var said = new AtomicReference<@Nullable Long>();
    writes.write(
        () ->
            jdbc.sql(
                    """
                    update muster_effect set seen_at = ?, as_wished = ?, seen = ? where id = coalesce(?::bigint,
                      (select max(id) from muster_effect where case_id = ? and action = ? and target = ?))
                    returning *
                    """)
                .params(at, asWished, cut(seen), said.get(), caseId, action, target)
                .query((row, number) -> read(row))
                .list()
                .forEach(
                    entry -> {
                      said.set(entry.id());
                      tell(Stage.SEEN, entry, List.of());
                    }));
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
