package io.muster.systems;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.process.CaseEnded;
import io.muster.process.OwnValuesErased;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps what is waited for, and what systems have said, until the case has taken it over. */
@Component
class CallBacks {
  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final CallBackAddress addresses;
  private final Clock clock;

  CallBacks(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      CallBackAddress addresses,
      Clock clock) {
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * What waits.
   *
   * @param key the key of the call that asks for the call back
   * @param processInstance where it waits
   * @param task the receive task
   * @param outputs what becomes of the answer, as the diagram says it
   */
  record Wait(UUID key, String processInstance, String task, String outputs) {}

  /** What became of a call back. */
  enum Taken {
    /** It is kept, and the case goes on. */
    KEPT,
    /** It was here before. */
    REPEATED,
    /** There is no such wait, or its time is over. */
    UNKNOWN
  }

  /**
   * Makes the address for one call back; for the same key it is the same. An earlier one for the
   * same wait is good no more.
   */
  URI open(Wait wait, Duration within) {
    var address = addresses.of(wait.key());
    alone.executeWithoutResult(
        transaction -> {
          jdbc.sql(
                  """
                  delete from muster_call_back
                  where process_instance = ? and wait_task = ? and key <> ?
                  """)
              .params(wait.processInstance(), wait.task(), wait.key())
              .update();
          jdbc.sql(
                  """
                  insert into muster_call_back (key, process_instance, wait_task, outputs, until)
                  values (?, ?, ?, ?, ?) on conflict (key) do nothing
                  """)
              .params(
                  wait.key(),
                  wait.processInstance(),
                  wait.task(),
                  wait.outputs(),
                  Timestamp.from(clock.instant().plus(within)))
              .update();
        });
    return address;
  }

  /**
   * Keeps what a system says, the first time it says it.
   *
   * @throws UnreadableAnswer if it is not what the diagram takes over; nothing is kept then
   */
  Taken take(UUID key, JsonNode said) throws UnreadableAnswer {
    var wait = find(key);
    if (wait.isEmpty()) {
      return Taken.UNKNOWN;
    }
    if (wait.get().answered()) {
      return Taken.REPEATED;
    }
    var values = AnswerMapping.read(wait.get().outputs()).values(said);
    return keep(key, values) ? Taken.KEPT : Taken.REPEATED;
  }

  private record Kept(String outputs, boolean answered) {}

  private Optional<Kept> find(UUID key) {
    return jdbc.sql("select outputs, answered_at from muster_call_back where key = ? and until > ?")
        .params(key, now())
        .query(
            (row, number) ->
                new Kept(row.getString("outputs"), row.getTimestamp("answered_at") != null))
        .optional();
  }

  private boolean keep(UUID key, Map<String, @Nullable Object> values) {
    return Objects.requireNonNull(
        alone.execute(
            transaction ->
                jdbc.sql(
                            """
                            update muster_call_back
                            set answer = cast(? as jsonb), answered_at = ?, look_at = ?
                            where key = ? and answered_at is null
                            """)
                        .params(KeptAnswer.written(values), now(), now(), key)
                        .update()
                    == 1));
  }

  /** What a case has still to be told, one at a time; other nodes skip it meanwhile. */
  record Undelivered(
      UUID key, String processInstance, String task, Map<String, @Nullable Object> answer) {}

  /** The one whose turn it is, if any; locked. */
  Optional<Undelivered> next() {
    return jdbc.sql(
            """
            select key, process_instance, wait_task, answer from muster_call_back
            where look_at <= ? order by look_at limit 1 for update skip locked
            """)
        .param(now())
        .query((row, number) -> read(row))
        .optional();
  }

  /** The one of this key, if it is to be delivered and nobody is at it; locked. */
  Optional<Undelivered> of(UUID key) {
    return jdbc.sql(
            """
            select key, process_instance, wait_task, answer from muster_call_back
            where key = ? and look_at is not null for update skip locked
            """)
        .param(key)
        .query((row, number) -> read(row))
        .optional();
  }

  private static Undelivered read(ResultSet row) throws SQLException {
    return new Undelivered(
        row.getObject("key", UUID.class),
        row.getString("process_instance"),
        row.getString("wait_task"),
        KeptAnswer.read(row.getString("answer")));
  }

  /** The case does not wait there, or not yet, so it is looked at again a little later. */
  void later(UUID key, Duration pause) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql(
                    "update muster_call_back set look_at = ? where key = ? and look_at is not null")
                .params(Timestamp.from(clock.instant().plus(pause)), key)
                .update());
  }

  /** The case has taken it over; part of the transaction in which it goes on. */
  void delivered(UUID key) {
    jdbc.sql("update muster_call_back set look_at = null, answer = null where key = ?")
        .param(key)
        .update();
  }

  /** Removes those whose time is over; what was answered in time waits for its case. */
  void removeOld() {
    jdbc.sql("delete from muster_call_back where until < ? and look_at is null")
        .param(now())
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  /** What was answered is not known any more; that it was answered is. */
  @EventListener
  void erased(OwnValuesErased erased) {
    jdbc.sql(
            """
            update muster_call_back set answer =
              (select coalesce(jsonb_object_agg(part, cast('null' as jsonb)), '{}')
               from jsonb_object_keys(answer) part)
            where answer is not null and process_instance = any(?)
            """)
        .param(erased.instances().toArray(String[]::new))
        .update();
  }

  @EventListener
  void ended(CaseEnded ended) {
    jdbc.sql("delete from muster_call_back where process_instance = ?")
        .param(ended.instanceId())
        .update();
  }
}
