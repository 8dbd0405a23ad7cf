package io.muster.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.deployment.TableTrial.Trial;
import io.muster.deployment.TableTrial.Unusable;
import io.muster.guard.ChangePreviews;
import io.muster.process.AnswerOrder;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the edited tables of a change that waits would have answered otherwise. It is tried once,
 * when the change is handed in, and kept with it, so that everybody agrees to the same.
 */
@Component
public class WaitingTrials implements ChangePreviews {
  /** How far back the kept trial looks. */
  static final int DAYS = 30;

  /** No more lines are kept for each kind of harm; all are counted. */
  static final int LINES = 100;

  private static final Logger log = LoggerFactory.getLogger(WaitingTrials.class);

  private final TableTrial trial;
  private final Set<String> guarded;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final TransactionTemplate alone;
  private final Clock clock;

  WaitingTrials(
      TableTrial trial,
      List<AnswerOrder> orders,
      JdbcClient jdbc,
      ObjectMapper json,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.trial = trial;
    this.guarded = orders.stream().map(AnswerOrder::decision).collect(Collectors.toSet());
    this.jdbc = jdbc;
    this.json = json;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /**
   * One table.
   *
   * @param table its id
   * @param trial what it would have answered otherwise, the worst first
   */
  public record Tried(String table, Trial trial) {}

  @Override
  public List<Tried> of(long number) {
    return jdbc.sql("select table_id, result from muster_table_trial where change = ? order by 1")
        .param(number)
        .query((row, count) -> new Tried(row.getString(1), read(row.getString(2))))
        .list();
  }

  /**
   * Tries the edited tables that decide about wipes, and keeps the result, whatever becomes of the
   * caller's transaction. No other table may look at what is somebody's own.
   */
  void keep(long number, ModelSet submitted, ModelSet live) {
    var edited = new TreeMap<String, byte[]>();
    submitted
        .tables()
        .forEach(
            (table, part) -> {
              var before = live.tables().get(table);
              if (guarded.contains(table)
                  && before != null
                  && !Arrays.equals(before.file(), part.file())) {
                edited.put(table, part.file());
              }
            });
    edited.keySet().removeAll(known(number));
    edited.forEach((table, file) -> keep(number, table, file));
  }

  private void keep(long number, String table, byte[] file) {
    try {
      var tried = trial.of(table, file, DAYS).brief(LINES);
      alone.executeWithoutResult(
          transaction ->
              jdbc.sql(
                      """
                      insert into muster_table_trial (change, table_id, tried_at, result)
                      values (?, ?, ?, ?) on conflict do nothing
                      """)
                  .params(number, table, Timestamp.from(clock.instant()), write(tried))
                  .update());
    } catch (Unusable unusable) {
      log.warn(
          "What the table '{}' of change {} would have answered cannot be shown: {}",
          table,
          number,
          unusable.getMessage());
    }
  }

  private Set<String> known(long number) {
    return jdbc.sql("select table_id from muster_table_trial where change = ?")
        .param(number)
        .query(String.class)
        .set();
  }

  private String write(Trial tried) {
    try {
      return json.writeValueAsString(tried);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Trial read(String kept) {
    try {
      return json.readValue(kept, Trial.class);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
