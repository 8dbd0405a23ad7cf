package io.muster.systems;

import io.muster.process.CaseEnded;
import io.muster.process.OwnValuesErased;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
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

/**
 * Keeps the key of each call for as long as somebody may ask again, and its answer until the step
 * that asked has ended.
 *
 * <p>What happened outside is committed on its own, because the outside does not roll back. The end
 * of a call is part of the step's own transaction.
 */
@Component
class OpenCalls {
  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final Clock clock;

  OpenCalls(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /**
   * The call of this job. If the case came by here before and nobody knows what became of the same
   * call, it is that one again, with its key.
   */
  OpenCall begin(OpenCall.Site site) {
    return Objects.requireNonNull(
        alone.execute(
            transaction ->
                ofJob(site)
                    .or(() -> unknown(site))
                    .orElseGet(
                        () -> {
                          var key = UUID.randomUUID();
                          jdbc.sql(
                                  """
                                  insert into muster_system_call
                                    (key, case_id, process_instance, task, job, request, state, begun_at)
                                  values (?, ?, ?, ?, ?, ?, 'NEW', ?)
                                  """)
                              .params(
                                  key,
                                  site.caseId(),
                                  site.processInstance(),
                                  site.task(),
                                  site.job(),
                                  site.request(),
                                  Timestamp.from(clock.instant()))
                              .update();
                          return new OpenCall(key, false, Optional.empty());
                        })));
  }

  private Optional<OpenCall> ofJob(OpenCall.Site site) {
    return jdbc.sql("select key, state, answer from muster_system_call where job = ?")
        .param(site.job())
        .query((row, number) -> read(row))
        .optional();
  }

  private Optional<OpenCall> unknown(OpenCall.Site site) {
    return jdbc.sql(
            """
            update muster_system_call set job = ? where key =
              (select key from muster_system_call
               where process_instance = ? and task = ? and request = ? and state = 'SENT'
               order by begun_at limit 1)
            returning key, state, answer
            """)
        .params(site.job(), site.processInstance(), site.task(), site.request())
        .query((row, number) -> read(row))
        .optional();
  }

  /** It is about to be sent; from here on it may have happened. */
  void sent(UUID key) {
    state(key, "SENT");
  }

  /** Nothing was sent after all. */
  void notSent(UUID key) {
    state(key, "NEW");
  }

  private void state(UUID key, String state) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql("update muster_system_call set state = ? where key = ?")
                .params(state, key)
                .update());
  }

  /** It was done, and this came of it. */
  void answered(UUID key, Map<String, @Nullable Object> answer) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql(
                    "update muster_system_call set state = 'ANSWERED', answer = cast(? as jsonb) where key = ?")
                .params(KeptAnswer.written(answer), key)
                .update());
  }

  /** A further try is another call, with another key. */
  void forget(UUID key) {
    alone.executeWithoutResult(transaction -> over(key));
  }

  /** The step has taken the answer over; undone if the step is. */
  void over(UUID key) {
    jdbc.sql("delete from muster_system_call where key = ?").param(key).update();
  }

  /** What was answered is not known any more; that it was answered is. */
  @EventListener
  void erased(OwnValuesErased erased) {
    jdbc.sql(
            """
            update muster_system_call set answer =
              (select coalesce(jsonb_object_agg(part, cast('null' as jsonb)), '{}')
               from jsonb_object_keys(answer) part)
            where answer is not null and process_instance = any(?)
            """)
        .param(erased.instances().toArray(String[]::new))
        .update();
  }

  @EventListener
  void ended(CaseEnded ended) {
    jdbc.sql("delete from muster_system_call where process_instance = ?")
        .param(ended.instanceId())
        .update();
  }

  private static OpenCall read(ResultSet row) throws SQLException {
    return new OpenCall(
        row.getObject("key", UUID.class),
        "SENT".equals(row.getString("state")),
        Optional.ofNullable(row.getString("answer")).map(KeptAnswer::read));
  }
}
